"""`callsift batch`: order, limits, stops, exit codes, and what it says."""

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bulk.inputs import UNUSABLE, answers, chinese
from tests.bulk.running import but_usage, finish, in_ledger, rows, run, start, wait_until
from tests.cli.runs import Run
from tests.provider import Provider, Request, Response, completion, personalities, refusal

Cli = Callable[..., Run]
OFFLINE = ("--engine", "offline")
COUNT = 24


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with calls."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number:02}.txt").write_text(chinese(number), encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider(personalities.openai_like(answers), latency_s=0.005) as provider:
        yield provider


@pytest.fixture
def priced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the model `m` a price: one unit a million prompt tokens."""
    from callsift.settings import config_path  # noqa: PLC0415 - where it lies depends on the environment

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    prices = config_path().parent / "prices.toml"
    prices.parent.mkdir(parents=True)
    prices.write_text(
        '[[price]]\nmodel = "m"\ninput = 1.0\noutput = 0.0\ncurrency = "CNY"\nchecked = "2026-01-01"\n'
    )


def model(provider: Provider, *flags: str, at_once: int = 4) -> tuple[str, ...]:
    named = ("--engine", "llm", "--model", "m", "--base-url", provider.base_url)
    return (*named, "--no-cache", "--concurrency", str(at_once), *flags)


def summary(ran: Run) -> dict[str, object]:
    found: dict[str, object] = json.loads(ran.out)
    return found


def test_all_done_is_code_0_and_a_json_summary_when_piped(
    callsift: Cli, folder: Path, out: Path
) -> None:
    ran = callsift("batch", folder, "--out", out, *OFFLINE, "--concurrency", "1")
    assert ran.code == 0
    told = summary(ran)
    assert (told["inputs"], told["done"], told["failed"], told["complete"]) == (
        COUNT,
        COUNT,
        0,
        True,
    )
    assert told["out"] == [str(out)]
    assert [Path(each["name"]).name for each in rows(out)] == [f"{n:02}.txt" for n in range(COUNT)]


def test_something_that_failed_is_code_5(callsift: Cli, folder: Path, out: Path) -> None:
    (folder / "07b.txt").write_bytes(b"")
    ran = callsift("batch", folder, "--out", out, *OFFLINE, "--concurrency", "1")
    assert ran.code == 5
    assert [each["name"] for each in summary(ran)["failures"]] == [str(folder / "07b.txt")]  # type: ignore[attr-defined]
    assert [each["status"] for each in rows(out)].count("failed") == 1


def test_nothing_to_read_is_code_3_and_an_older_result_stands(
    callsift: Cli, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "empty").mkdir()
    out.write_text("an older result\n")
    ran = callsift("batch", tmp_path / "empty", "--out", out, *OFFLINE)
    assert ran.code == 3
    assert "nothing to read" in ran.err
    assert out.read_text() == "an older result\n"


@pytest.mark.parametrize(
    "flags",
    [("--concurrency", "0"), ("--concurrency", "many"), ("--limit", "0"), ("--out", "x.pdf")],
    ids=" ".join,
)
def test_words_that_cannot_be_used_are_code_2(
    callsift: Cli, folder: Path, out: Path, flags: tuple[str, ...]
) -> None:
    ran = callsift("batch", folder, "--out", out, *OFFLINE, *flags)
    assert ran.code == 2
    assert not out.exists()


@pytest.mark.parametrize("at_once", [1, 3, 32])
def test_the_order_is_that_of_the_input_at_any_concurrency(
    callsift: Cli, folder: Path, out: Path, at_once: int
) -> None:
    slow = {str(number): 0.02 for number in range(0, COUNT, 3)}

    def unevenly(request: Request) -> Response:
        words = request.body["messages"][1]["content"]
        line = words.split("您好，")[1].split("号线")[0]
        text = completion(answers(request), request)
        return Response(200, text.payload, delay_s=slow.get(line, 0.0))

    with Provider(unevenly) as provider:
        ran = callsift("batch", folder, "--out", out, *model(provider, at_once=at_once))
    assert ran.code == 0
    found = rows(out)
    assert [Path(each["name"]).name for each in found] == [f"{n:02}.txt" for n in range(COUNT)]
    for number, each in enumerate(found):
        assert each["analysis"]["source"]["name"] == f"{number:02}.txt"
        assert len(each["analysis"]["signals"]) == 2


def test_the_same_content_twice_is_two_inputs(callsift: Cli, folder: Path, out: Path) -> None:
    (folder / "05 copy.txt").write_bytes((folder / "05.txt").read_bytes())
    callsift("batch", folder, "--out", out, *OFFLINE, "--concurrency", "1")
    found = rows(out)
    assert len(found) == len({each["key"] for each in found}) == COUNT + 1


def test_a_limit_takes_the_first_and_the_same_again_takes_the_rest(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    ran = callsift("batch", folder, "--out", out, *model(provider), "--limit", "5")
    assert (ran.code, summary(ran)["inputs"], len(provider.requests)) == (0, 5, 5)
    assert len(rows(out)) == 5
    ran = callsift("batch", folder, "--out", out, *model(provider))
    assert (ran.code, summary(ran)["inputs"], len(provider.requests)) == (0, COUNT, COUNT)


def test_the_same_again_asks_nothing_and_writes_the_same(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    callsift("batch", folder, "--out", out, *model(provider))
    before = out.read_bytes()
    ran = callsift("batch", folder, "--out", out, *model(provider, at_once=1))
    assert (ran.code, len(provider.requests)) == (0, COUNT)
    assert out.read_bytes() == before


def test_no_resume_begins_anew_and_sets_the_old_ledger_aside(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    for _ in range(2):
        callsift("batch", folder, "--out", out, *model(provider, "--no-resume"))
    assert len(provider.requests) == 2 * COUNT
    assert (out.parent / "out.jsonl.ledger.old1").exists()


def test_fail_fast_stops_at_a_failure_with_code_5(callsift: Cli, folder: Path, out: Path) -> None:
    (folder / "03.txt").write_text(UNUSABLE + chinese(3), encoding="utf-8")
    with Provider(personalities.openai_like(answers)) as provider:
        ran = callsift("batch", folder, "--out", out, *model(provider, "--fail-fast", at_once=2))
        assert ran.code == 5
        assert "03.txt failed, and --fail-fast was given" in ran.err
        assert len(provider.requests) < COUNT
    told = summary(ran)
    assert (told["failed"], told["complete"]) == (1, False)
    assert "again to go on" in ran.err


def test_retry_failed_touches_failures_only(callsift: Cli, folder: Path, out: Path) -> None:
    bad = {"03.txt", "11.txt"}
    for name in bad:
        file = folder / name
        file.write_text(UNUSABLE + file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    with Provider(personalities.openai_like(answers)) as provider:
        ran = callsift("batch", folder, "--out", out, *model(provider))
        assert (ran.code, summary(ran)["failed"]) == (5, 3)
        before = {each["name"]: each for each in rows(out)}
        asked = len(provider.requests)
        again = callsift("batch", folder, "--out", out, *model(provider))
        assert (again.code, len(provider.requests)) == (5, asked)
        provider.answer = personalities.openai_like('{"signals": []}')
        retried = callsift("batch", folder, "--out", out, *model(provider, "--retry-failed"))
        later = provider.requests[asked:]
    assert {UNUSABLE in each.body["messages"][1]["content"] for each in later} == {True}
    assert (retried.code, summary(retried)["failed"], summary(retried)["done"]) == (5, 1, COUNT)
    for each in rows(out):
        if Path(each["name"]).name not in bad:
            assert each == before[each["name"]]


@pytest.mark.usefixtures("priced")
def test_the_cost_limit_is_code_5_and_overshoots_by_what_is_under_way(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    callsift("batch", folder, "--out", out.with_name("one.jsonl"), *model(provider), "--limit", "1")
    each_costs = provider.counted.prompt_tokens / 1e6
    at_once = 3
    limit = 9.5 * each_costs
    flags = model(provider, "--max-cost", f"{limit:.9f}", at_once=at_once)
    before = len(provider.requests)
    ran = callsift("batch", folder, "--out", out, *flags)
    assert ran.code == 5
    told = summary(ran)
    assert 10 <= len(provider.requests) - before <= 10 + at_once
    assert told["done"] == len(provider.requests) - before
    assert told["failed"] == 0
    assert told["outcome_unknown"] == []
    # To the token: what was sent is what is written down.
    used = told["usage"]
    assert (
        used["prompt_tokens"]
        == sum(  # type: ignore[index]
            provider.responses[each.number].payload["usage"]["prompt_tokens"]  # type: ignore[call-overload,index]
            for each in provider.requests[before:]
        )
    )
    assert limit <= used["cost"] <= limit + (at_once + 1) * each_costs  # type: ignore[index]
    assert "again to go on" in ran.err


def test_a_dry_run_sends_nothing_and_keeps_nothing(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    ran = callsift("batch", folder, "--out", out, *model(provider, "--dry-run"))
    assert ran.code == 0
    assert f"{COUNT} inputs can be read, 1 cannot" in ran.out
    assert not provider.requests
    assert sorted(out.parent.glob("out*")) == []


@pytest.mark.parametrize("status", [401, 402, 403, 404])
def test_a_refusal_stops_within_one_window_and_keeps_what_was_done(
    callsift: Cli, folder: Path, out: Path, status: int
) -> None:
    at_once, good = 4, 9
    answer = personalities.openai_like(answers)

    def refusing(request: Request) -> Response:
        return answer(request) if request.number < good else refusal(status, "no more for you")

    with Provider(refusing, latency_s=0.005) as provider:
        ran = callsift("batch", folder, "--out", out, *model(provider, at_once=at_once))
        assert ran.code == 4
        assert good < len(provider.requests) <= good + at_once
    told = summary(ran)
    # An answer that was under way when the refusal came may be given up with it.
    assert good - at_once < told["done"] <= good  # type: ignore[operator]
    assert (told["failed"], told["complete"]) == (0, False)
    assert [each["status"] for each in rows(out)].count("done") == told["done"]
    assert "again to go on" in ran.err
    with Provider(answer) as mended:
        # Another endpoint is another question, but for the endpoint nothing stands in the way of the rest.
        assert callsift("batch", folder, "--out", out, *model(mended)).code == 0
    assert len(rows(out)) == COUNT


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(
    folder: Path, out: Path, provider: Provider
) -> None:
    whole = out.with_name("whole.jsonl")
    process = start(folder, "--out", out, *model(provider, at_once=2))
    wait_until(lambda: len(provider.requests) >= 10)
    process.send_signal(signal.SIGINT)
    ended = finish(process)
    assert ended.code == 130
    assert "Traceback" not in ended.err
    assert "again to go on" in ended.err.splitlines()[-1]
    done = [each for each in rows(out) if each["status"] == "done"]
    assert 7 <= len(done) == ended.summary["done"] < COUNT
    assert not ended.summary["complete"]
    assert run(folder, "--out", out, *model(provider)).code == 0
    assert run(folder, "--out", whole, *model(provider)).code == 0
    assert but_usage(out) == but_usage(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_early_in_a_second_run_takes_nothing_from_the_output(
    folder: Path, out: Path, provider: Provider
) -> None:
    assert run(folder, "--out", out, *model(provider)).code == 0
    (folder / "00.txt").write_text(chinese(999), encoding="utf-8")
    provider.latency_s = 30
    process = start(folder, "--out", out, *model(provider, at_once=1))
    wait_until(lambda: len(provider.requests) > COUNT)
    process.send_signal(signal.SIGINT)
    assert finish(process).code == 130
    found = rows(out)
    assert [each["status"] for each in found] == ["pending", *["done"] * (COUNT - 1)]


@pytest.mark.skipif(os.name == "nt", reason="files that are open there are another thing")
@pytest.mark.parametrize("flag", ["--resume", "--no-resume"])
def test_a_second_run_on_the_same_output_is_refused(folder: Path, out: Path, flag: str) -> None:
    with Provider(personalities.openai_like(answers), latency_s=0.02) as provider:
        flags = model(provider, at_once=1)
        first = start(folder, "--out", out, *flags, key="first")
        wait_until(lambda: bool(provider.requests))
        second = run(folder, "--out", out, *flags, flag, key="second")
        ended = finish(first)
        assert {each.headers["authorization"] for each in provider.requests} == {"Bearer first"}
    assert second.code == 2
    assert "another run is working on this output" in second.err
    assert (ended.code, len(rows(out))) == (0, COUNT)


def test_the_ledger_counts_what_the_endpoint_counts(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    (folder / "03.txt").write_text(UNUSABLE + chinese(3), encoding="utf-8")
    told = summary(callsift("batch", folder, "--out", out, *model(provider)))
    used = told["usage"]
    counted = provider.counted
    assert (used["calls"], used["prompt_tokens"], used["completion_tokens"]) == counted  # type: ignore[index]


def test_no_key_is_kept_beside_the_output(folder: Path, out: Path, provider: Provider) -> None:
    run(folder, "--out", out, *model(provider), key="sk-nobody-may-see-this")
    for each in out.parent.glob("out*"):
        assert b"sk-nobody" not in each.read_bytes()


def test_a_folder_for_results_gets_every_kind(callsift: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    ran = callsift("batch", folder, "--out", out, *OFFLINE, "--concurrency", "1")
    assert ran.code == 0
    names = {each.name for each in out.iterdir()}
    assert names == {"callsift.ledger", "results.jsonl", "results.csv", "results.xlsx"}
    assert in_ledger(out / "callsift.ledger").outcomes == COUNT
    with sqlite3.connect(out / "callsift.ledger") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_results_among_the_inputs_are_no_inputs(callsift: Cli, folder: Path) -> None:
    out = folder / "results"
    for _ in range(2):
        ran = callsift("batch", folder, "--out", out, *OFFLINE, "--concurrency", "1")
        assert (ran.code, summary(ran)["inputs"]) == (0, COUNT)
