"""Batch files: every question goes up once and comes down once, and each that fails is named.

The model is scripted: plumbing.
"""

from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from callsift.bulk.jobs import priced_usage
from callsift.bulk.ledger import Ledger
from callsift.bulk.packing import Limits
from callsift.costs import Price
from callsift.errors import CostLimitReached, ModelRefused
from tests.bulk.provider_runs import (
    KEY,
    Renamed,
    RunOf,
    Said,
    answering,
    at_first,
    inputs,
    sees_price,
    states,
)
from tests.provider import completion, refusal
from tests.provider.batch_api import BatchApi
from tests.provider.batch_jobs import DASHSCOPE, OPENAI, Manners


@pytest.mark.parametrize("manners", [OPENAI, DASHSCOPE], ids=["openai", "dashscope"])
def test_two_hundred_inputs_in_two_jobs_are_answered_without_a_direct_call(
    run_of: RunOf, manners: Manners
) -> None:
    with BatchApi(sees_price, manners=manners, looks=2) as api:
        run = run_of(api)
        entries = run.run(inputs(200), limits=Limits(requests=120))
    assert states(entries) == {"done": 200}
    assert [len(each) for each in api.uploads] == [120, 80]
    assert api.direct == []
    used = run.used
    assert (used.calls, used.prompt_tokens, used.completion_tokens) == api.counted
    assert all('"price_out_of_range"' in (each.analysis or "") for each in entries)


def test_a_run_that_is_over_asks_nothing_again(run_of: RunOf) -> None:
    with BatchApi(sees_price) as api:
        run = run_of(api)
        run.run(inputs(3))
        before = len(api.seen)
        entries = run.run(inputs(3))
    assert states(entries) == {"done": 3}
    assert len(api.seen) == before


def test_results_may_come_in_another_order(run_of: RunOf) -> None:
    quotes = [f"第{number}个价格太贵了，超出我们预算一倍" for number in range(5)]
    given = [Said(number, quote) for number, quote in enumerate(quotes)]
    with BatchApi(sees_price, spoil=lambda rows: rows[::-1]) as api:
        entries = run_of(api).run(given)
    assert states(entries) == {"done": 5}


def test_a_file_that_grows_too_large_is_split(run_of: RunOf) -> None:
    with BatchApi(sees_price) as api:
        run = run_of(api)
        run.run(inputs(1))
        line = len(next(iter(api.content.values())))
        most = int(2.5 * line)
        entries = run.run(inputs(7), limits=Limits(file_bytes=most))
    assert states(entries) == {"done": 7}
    assert [len(each) for each in api.uploads] == [1, 2, 2, 2]
    assert all(each["bytes"] <= most for each in api.files.values())


def test_a_question_too_long_for_any_file_is_asked_directly(run_of: RunOf) -> None:
    with BatchApi(sees_price) as api:
        run = run_of(api)
        entries = run.run(inputs(2), limits=Limits(line_bytes=100))
    assert states(entries) == {"done": 2}
    assert (len(api.files), len(api.direct)) == (0, 2)


def test_a_question_that_two_inputs_share_is_asked_once(run_of: RunOf) -> None:
    given = [Said(0), Renamed(0), Said(1)]
    with BatchApi(answering({0: at_first(lambda _: refusal(400, "no"))})) as api:
        run = run_of(api)
        entries = run.run(given)
    assert [len(each) for each in api.uploads] == [2]
    assert [each.status for each in entries] == ["failed", "failed", "done"]


def test_an_endpoint_with_room_for_one_job_gets_the_next_when_it_is_done(run_of: RunOf) -> None:
    with BatchApi(sees_price, looks=2, most_open=1) as api:
        run = run_of(api)
        entries = run.run(inputs(9), limits=Limits(requests=3))
    assert states(entries) == {"done": 9}
    assert len(api.files) == 3
    ended = [each.wire["status"] for each in api.jobs.values()]
    assert ended.count("completed") == 3


def test_all_is_asked_in_one_mode(run_of: RunOf) -> None:
    with BatchApi(sees_price) as api:
        run_of(api).run(inputs(2))
        run_of(api, mode="json_schema").run([Said(7)])
    first, second = (each[0]["body"] for each in api.uploads)
    assert first["response_format"] == {"type": "json_object"}
    assert "JSON schema" in first["messages"][0]["content"]
    assert second["response_format"]["type"] == "json_schema"


def test_the_key_stands_in_no_file_and_not_in_the_ledger(run_of: RunOf, tmp_path: Path) -> None:
    with BatchApi(sees_price) as api:
        run = run_of(api)
        run.run(inputs(3))
    assert all(each.headers["authorization"] == f"Bearer {KEY}" for each in api.seen)
    kept = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert KEY.encode() not in b"".join([*api.content.values(), kept])
    assert KEY not in "".join(run.told)


def test_what_came_from_a_job_costs_half(run_of: RunOf) -> None:
    price = Price(
        model="m", input=1_000_000, output=0, currency="USD", checked="2026-01-01", batch_factor=0.5
    )
    unreadable = at_first(lambda request: completion("I cannot say.", request))
    with BatchApi(answering({0: unreadable})) as api:
        run = run_of(api)
        with Ledger(run.file) as ledger:
            taken = run.batches(inputs(3), ledger)
            in_jobs = ledger.usage(this_run=True, in_jobs=True).prompt_tokens
            anyio.run(run.directly, inputs(3), ledger, taken.settings)
            used = priced_usage(ledger, price)
    direct = used.prompt_tokens - in_jobs
    assert len(api.direct) == 1
    assert direct > 0
    assert used.cost is not None
    cached = 7 * used.calls
    assert cached < in_jobs
    assert used.cost == pytest.approx(in_jobs / 2 + direct)


@pytest.fixture
def price_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what writes a price of the model, a thousand a million tokens, and more into the user's list."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))

    def write(more: str = "") -> None:
        folder = tmp_path / "own" / "callsift"
        folder.mkdir(parents=True)
        price = (
            'model = "m"\ninput = 1000\noutput = 1000\ncurrency = "USD"\nchecked = "2026-01-01"\n'
        )
        (folder / "prices.toml").write_text(f"[[price]]\n{price}{more}", encoding="utf-8")

    return write


@pytest.mark.parametrize(
    ("factor", "sends"), [("", False), ("batch_factor = 0.1\n", True)], ids=["full", "a tenth"]
)
def test_what_a_batch_may_cost_at_most_depends_on_its_factor(
    run_of: RunOf, price_list: Callable[[str], None], factor: str, sends: bool
) -> None:
    price_list(factor)
    with BatchApi(sees_price) as api:
        run = run_of(api, max_cost=5.0)
        entries = run.run(inputs(1))
    assert states(entries) == ({"done": 1} if sends else {"pending": 1})
    assert bool(api.files) == sends
    assert api.direct == []


@pytest.mark.parametrize(
    ("factor", "says"), [("", 1), ("batch_factor = 0.1\n", 0)], ids=["unknown", "known"]
)
def test_that_the_price_of_a_batch_is_unknown_is_said_once_before_it_is_sent(
    run_of: RunOf, price_list: Callable[[str], None], factor: str, says: int
) -> None:
    price_list(factor)
    with BatchApi(sees_price) as api:
        run = run_of(api)
        run.run(inputs(4), limits=Limits(requests=2))
    told = [number for number, each in enumerate(run.told) if "counted in full" in each]
    assert len(told) == says
    assert told == [0] * says


def test_a_batch_over_the_cost_limit_is_not_sent(
    run_of: RunOf, price_list: Callable[[str], None]
) -> None:
    price_list("")
    with BatchApi(sees_price) as api:
        run = run_of(api, max_cost=0.01)
        entries = run.run(inputs(3))
    assert states(entries) == {"pending": 3}
    assert run.taken is not None
    assert isinstance(run.taken.stopped, CostLimitReached)
    assert (len(api.files), len(api.direct)) == (0, 0)


def test_an_endpoint_without_a_batch_api_is_named(run_of: RunOf) -> None:
    with (
        BatchApi(sees_price, manners=Manners(has_batches=False)) as api,
        pytest.raises(ModelRefused, match="no Batch API"),
    ):
        run_of(api).run(inputs(1))
    assert api.direct == []


def test_where_words_go_is_said_before_they_go(run_of: RunOf) -> None:
    with BatchApi(sees_price) as api:
        run = run_of(api)
        said: list[tuple[str, ...]] = []
        api.before = lambda seen: said.append(tuple(run.told)) if seen.method == "POST" else None
        run.run(inputs(1))
    assert "127.0.0.1" in said[0][0]
    assert "model m" in said[0][0]
