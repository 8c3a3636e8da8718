"""`callsift batch` that stops before its end: at a failure, a limit, a refusal, Ctrl-C or another run; and goes on."""

import os
import signal
import sys
from pathlib import Path

import pytest

from callsift.settings import config_path
from tests.bulk.inputs import UNUSABLE, answers, chinese
from tests.bulk.running import but_usage, finish, rows, run, start, wait_until
from tests.cli.batches import COUNT, Cli, model, summary
from tests.provider import Provider, Request, Response, personalities, refusal


@pytest.fixture
def priced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the model `m` a price: one unit a million prompt tokens."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    prices = config_path().parent / "prices.toml"
    prices.parent.mkdir(parents=True)
    prices.write_text(
        '[[price]]\nmodel = "m"\ninput = 1.0\noutput = 0.0\ncurrency = "CNY"\nchecked = "2026-01-01"\n'
    )


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
    first = provider.counted.prompt_tokens
    each_costs = first / 1e6
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
    assert used["prompt_tokens"] == provider.counted.prompt_tokens - first
    assert limit <= used["cost"] <= limit + (at_once + 1) * each_costs
    assert "again to go on" in ran.err


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
    assert good - at_once < told["done"] <= good
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
