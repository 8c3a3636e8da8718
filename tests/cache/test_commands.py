"""R13: `callsift cache` says what is kept and forgets it, and a run says that it was answered from there."""

import json
from pathlib import Path

import pytest

from callsift.cache import CACHE_FILE
from tests.cache.conftest import CALL, GOOD, KEY
from tests.cli.runs import Run, run_here
from tests.provider import Provider, personalities


@pytest.fixture
def callsift(monkeypatch: pytest.MonkeyPatch, folder: Path) -> "Command":
    return Command(monkeypatch, folder)


class Command:
    """Runs the command line with a cache folder of the test's own."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self._patch = patch
        self.folder = folder

    def __call__(self, *args: str) -> Run:
        return run_here(self._patch, args, CALL.encode())

    def analyze(self, provider: Provider, *args: str) -> Run:
        self._patch.setenv("CALLSIFT_API_KEY", KEY)
        url = ("--model", "m", "--base-url", provider.base_url)
        return self("analyze", "-", "--json", "--date", "2026-01-05", *url, *args)


def test_a_cache_that_was_never_used_is_not_made_by_asking(callsift: Command) -> None:
    ran = callsift("cache", "info", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["replies"] == 0
    assert callsift("cache", "clear").code == 0
    assert not callsift.folder.exists()


def test_info_counts_replies_and_endpoints_and_names_the_file(callsift: Command) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        callsift.analyze(provider)
    report = json.loads(callsift("cache", "info", "--json").out)
    assert (report["replies"], report["endpoints"]) == (1, 1)
    assert report["file"] == str(callsift.folder / CACHE_FILE)
    assert report["size_bytes"] > 0
    told = callsift("cache", "info").out
    assert report["file"] in told
    assert "cache clear" in told
    assert KEY not in told


def test_clear_says_what_it_forgot_and_the_next_run_asks_anew(callsift: Command) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        callsift.analyze(provider)
        cleared = callsift("cache", "clear")
        assert (cleared.code, cleared.out) == (0, "1 replies and 1 endpoints were forgotten.\n")
        assert json.loads(callsift("cache", "info", "--json").out)["replies"] == 0
        callsift.analyze(provider)
        assert len(provider.requests) == 2


def test_the_same_run_again_says_that_nothing_was_sent_and_prints_the_same(
    callsift: Command,
) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        first, again = callsift.analyze(provider), callsift.analyze(provider)
        assert len(provider.requests) == 1
    assert first.code == again.code == 0
    assert "nothing was sent" in again.err
    assert "nothing was sent" not in first.err
    one, other = json.loads(first.out), json.loads(again.out)
    assert one.pop("usage")["calls"] == 1
    assert other.pop("usage")["calls"] == 0
    assert json.dumps(one) == json.dumps(other)


def test_no_cache_asks_anew_and_keeps_nothing(callsift: Command) -> None:
    with Provider(personalities.openai_like(GOOD)) as provider:
        for _ in range(2):
            assert callsift.analyze(provider, "--no-cache").code == 0
        assert len(provider.requests) == 2
    assert not callsift.folder.exists()


def test_a_damaged_cache_is_no_failure_of_the_commands(callsift: Command) -> None:
    callsift.folder.mkdir(parents=True)
    (callsift.folder / CACHE_FILE).write_bytes(b"no database at all" * 400)
    ran = callsift("cache", "info", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["replies"] == 0
    assert callsift("cache", "clear").code == 0
