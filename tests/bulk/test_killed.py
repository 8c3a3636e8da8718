"""A run that is killed (R10): nothing lost, doubled or torn, and no reply paid for twice."""

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from callsift.cache import request_key
from callsift.steps.extract.llm.shape import reply_schema
from tests.builders import shipped
from tests.bulk.inputs import Plenty, answers, write_inputs
from tests.bulk.running import (
    Ended,
    InLedger,
    but_usage,
    in_ledger,
    kill_when,
    rows,
    run,
    start,
    wait_until,
)
from tests.provider import Provider, Request, personalities

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="nothing there kills like SIGKILL"),
    pytest.mark.long,
]
_CHAINS = ("1.jsonl", "2.jsonl", "3.jsonl", "4.csv")
_KILLS = 5
_OFFLINE_KILLS = 3
# Few enough that the last kill comes well before the last input.
_MOST_BETWEEN = 36
_LATENCY_S = 0.003


class Killed(NamedTuple):
    """A run that was killed: what it had asked, and what its ledger held then."""

    asked: list[Request]
    ledger: InLedger


class Chain(NamedTuple):
    """Runs on one output, each killed but the last."""

    out: Path
    killed: list[Killed]
    last: Ended
    asked_last: list[Request]


class Everything(NamedTuple):
    """What all tests here look at."""

    inputs: Plenty
    base_url: str
    undisturbed: dict[str, Path]
    chains: list[Chain]
    schema: dict[str, Any]
    keys: dict[int, str]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """Run several chains beside one another, and the same without a kill."""
    folder = tmp_path_factory.mktemp("killed")
    inputs = write_inputs(folder / "inputs")
    provider = Provider(personalities.openai_like(answers), latency_s=_LATENCY_S)
    with provider, ThreadPoolExecutor() as threads:
        flags = _model(provider)
        chains = [
            threads.submit(_chain, provider, inputs, folder / name, seed)
            for seed, name in enumerate(_CHAINS)
        ]
        whole = folder / "whole.jsonl"
        run(inputs.folder, "--out", whole, *flags, key="whole")
        table = folder / "whole.csv"
        whole.with_name("whole.jsonl.ledger").rename(folder / "whole.csv.ledger")
        run(inputs.folder, "--out", table, *flags, key="whole")
        undisturbed = {".jsonl": whole, ".csv": table}
        ended = [each.result() for each in chains]
        schema = reply_schema(shipped())
        yield Everything(inputs, provider.base_url, undisturbed, ended, schema, {})


def test_nothing_is_lost_doubled_or_torn(everything: Everything) -> None:
    assert len(rows(everything.undisturbed[".jsonl"])) == everything.inputs.total
    assert sum(len(chain.killed) for chain in everything.chains) == 20
    for chain in everything.chains:
        same = everything.undisturbed[chain.out.suffix]
        assert but_usage(chain.out) == but_usage(same), chain.out.name
        assert chain.last.summary["inputs"] == everything.inputs.total


def test_the_kills_fall_all_over_the_run(everything: Everything) -> None:
    for chain in everything.chains:
        reached = [each.ledger.outcomes for each in chain.killed]
        assert reached == sorted(reached)
        assert 0 < reached[0] < reached[-1] < everything.inputs.total
        assert all(each.asked for each in chain.killed)


def test_no_call_whose_reply_was_committed_is_made_again(everything: Everything) -> None:
    for chain in everything.chains:
        runs = [*(each.asked for each in chain.killed), chain.asked_last]
        for number, killed in enumerate(chain.killed, 1):
            kept = killed.ledger.replies
            assert kept.keys() <= {_key(each, everything) for asked in runs for each in asked}
            later = [each for asked in runs[number:] for each in asked]
            again = [each for each in later if _is_known(each, kept, everything)]
            assert not again, f"{chain.out.name}, kill {number}: {len(again)} asked again"


def test_calls_in_flight_are_listed_as_unknown_and_made_again(everything: Everything) -> None:
    for chain in everything.chains:
        under_way = [each for killed in chain.killed for each in killed.ledger.in_flight]
        assert len(under_way) >= len(chain.killed)
        assert set(chain.last.summary["outcome_unknown"]) == {name for name, _ in under_way}
        runs = [*(each.asked for each in chain.killed[1:]), chain.asked_last]
        for number, killed in enumerate(chain.killed):
            later = {_key(each, everything) for asked in runs[number:] for each in asked}
            lost = {key for _, key in killed.ledger.in_flight if key not in killed.ledger.replies}
            assert lost <= later


def test_a_poisoned_input_hurts_no_other(everything: Everything) -> None:
    bad = everything.inputs.unreadable | everything.inputs.unusable
    for chain in everything.chains:
        failed = everything.inputs.total - len(bad), len(bad)
        assert (chain.last.summary["done"], chain.last.summary["failed"]) == failed
        assert chain.last.code == 5
    found = rows(everything.undisturbed[".jsonl"])
    assert {Path(each["name"]).name for each in found if each["status"] == "failed"} == bad
    assert all(each["analysis"]["signals"] for each in found if each["status"] == "done")


def test_a_kill_while_results_are_written_leaves_the_old_ones(everything: Everything) -> None:
    chain = everything.chains[0]
    before = chain.out.read_bytes()
    process = start(everything.inputs.folder, "--out", chain.out, *_flags(everything.base_url))
    pattern = f".{chain.out.name}.*.part"
    ended = kill_when(process, lambda: any(chain.out.parent.glob(pattern)))
    assert ended.code == -9
    assert chain.out.read_bytes() == before


def test_the_offline_engine_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path / "inputs", unusable=0)
    flags = ("--engine", "offline", "--concurrency", "2")
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    ledger = tmp_path / "out.jsonl.ledger"
    chance = random.Random(5)
    reached = 0
    workers: set[int] = set()
    for _ in range(_OFFLINE_KILLS):
        goal = reached + chance.randrange(1, _MOST_BETWEEN)
        process = start(inputs.folder, "--out", out, *flags)

        def is_time(pid: int = process.pid, goal: int = goal) -> bool:
            workers.update(_children(pid))
            return in_ledger(ledger).outcomes >= goal

        assert kill_when(process, is_time).code == -9
        reached = in_ledger(ledger).outcomes
        assert goal <= reached < inputs.total
        assert not out.exists()
    with ThreadPoolExecutor() as threads:
        other = threads.submit(run, inputs.folder, "--out", whole, *flags)
        last = run(inputs.folder, "--out", out, *flags)
        assert other.result().code == last.code == 5
    assert out.read_bytes() == whole.read_bytes()
    assert len(rows(out)) == inputs.total
    assert len(workers) >= _OFFLINE_KILLS or sys.platform != "linux"
    wait_until(lambda: not any(map(_is_alive, workers)))


def _chain(provider: Provider, inputs: Plenty, out: Path, seed: int) -> Chain:
    """Kill a run at random points, by the requests that were made, and let it end at last."""
    chance = random.Random(seed)
    killed: list[Killed] = []
    for number in range(_KILLS):
        key = f"{out.name} {number}".replace(" ", "-")
        goal = chance.randrange(2, _MOST_BETWEEN)
        process = start(inputs.folder, "--out", out, *_model(provider), key=key)

        def is_time(key: str = key, goal: int = goal) -> bool:
            return len(_asked(provider, key)) >= goal

        assert kill_when(process, is_time).code == -9
        assert not out.exists()
        ledger = in_ledger(out.with_name(out.name + ".ledger"))
        killed.append(Killed(_asked(provider, key), ledger))
    last = run(inputs.folder, "--out", out, *_model(provider), key=f"{out.name}-last")
    # What was sent just before a kill may have come in after it was looked at.
    killed = [
        each._replace(asked=_asked(provider, f"{out.name}-{number}"))
        for number, each in enumerate(killed)
    ]
    return Chain(out, killed, last, _asked(provider, f"{out.name}-last"))


def _model(provider: Provider) -> tuple[str, ...]:
    return _flags(provider.base_url)


def _flags(base_url: str) -> tuple[str, ...]:
    model = ("--model", "m", "--base-url", base_url)
    # Without the user's cache: it is the ledger that has to know.
    return ("--engine", "llm", *model, "--no-cache", "--concurrency", "2")


def _asked(provider: Provider, key: str) -> list[Request]:
    return [
        each for each in list(provider.requests) if each.headers["authorization"] == f"Bearer {key}"
    ]


def _key(request: Request, everything: Everything) -> str:
    """Return the key under which the ledger keeps the reply to a request, the second asking's too."""
    if request.number not in everything.keys:
        everything.keys[request.number] = request_key(
            base_url=everything.base_url,
            model="m",
            mode=None,
            messages=request.body["messages"][:2],
            schema=everything.schema,
        )
    return everything.keys[request.number]


def _is_known(request: Request, kept: dict[str, tuple[int, bool]], everything: Everything) -> bool:
    """Tell whether the reply to a request was in the ledger: the first answer, or the second."""
    texts, is_final = kept.get(_key(request, everything), (0, False))
    is_second = len(request.body["messages"]) > 2
    return texts > 0 and (is_final or not is_second)


def _children(pid: int) -> set[int]:
    """Return the processes that a process has started."""
    file = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        return set(map(int, file.read_text().split()))
    except FileNotFoundError:
        return set()


def _is_alive(pid: int) -> bool:
    """Tell whether a process lives; one that is dead and not yet waited for does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
