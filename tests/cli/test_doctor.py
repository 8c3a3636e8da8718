"""`callsift doctor`: what `analyze` would refuse with these settings, it refuses in the same words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.runs import Run
from tests.provider import Provider

Callsift = Callable[..., Run]


@pytest.mark.parametrize(
    "words",
    [("--engine", "llm"), ("--engine", "llm", "--model", " ")],
    ids=["no model", "a blank model"],
)
def test_the_model_engine_without_a_model_fails_as_analyze_does(
    callsift: Callsift, call_file: Path, words: tuple[str, ...]
) -> None:
    refused = callsift("analyze", call_file, *words)
    ran = callsift("doctor", *words)
    assert (ran.code, ran.err) == (refused.code, refused.err)
    assert ran.code == 2
    assert "none configured" in ran.out


@pytest.mark.parametrize("url", ["http://x:abc", "http://[::1", "no URL"])
def test_a_base_url_that_is_none_fails_as_analyze_does(
    callsift: Callsift, call_file: Path, url: str
) -> None:
    words = ("--model", "m", "--base-url", url)
    refused = callsift("analyze", call_file, *words)
    ran = callsift("doctor", *words)
    assert (ran.code, ran.err) == (refused.code, refused.err)
    assert ran.code == 2
    assert "names no host" in ran.out


def test_a_cost_limit_without_a_price_fails_as_analyze_does(
    callsift: Callsift, call_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLSIFT_MAX_COST", "1")
    words = ("--model", "nobody-sells-this", "--base-url", "http://127.0.0.1:9/v1")
    assert callsift("doctor", *words).code == callsift("analyze", call_file, *words).code == 2


def test_the_offline_engine_needs_no_model(callsift: Callsift) -> None:
    ran = callsift("doctor", "--engine", "offline")
    assert (ran.code, ran.err) == (0, "")


def test_an_endpoint_that_answers_is_said_to(callsift: Callsift, provider: Provider) -> None:
    ran = callsift("doctor", "--model", "m", "--base-url", provider.base_url)
    assert (ran.code, ran.err) == (0, "")
    assert "answer:" in ran.out
