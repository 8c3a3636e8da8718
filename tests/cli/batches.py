"""What the tests of `callsift batch` share: calls, the words of a command, and what it prints."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from tests.bulk.inputs import answers, chinese
from tests.cli.runs import Run
from tests.provider import Provider, personalities

Cli: TypeAlias = Callable[..., Run]
OFFLINE = ("--engine", "offline", "--concurrency", "1")
COUNT = 24


def write_calls(folder: Path) -> Path:
    """Write calls into a new folder and return it."""
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number:02}.txt").write_text(chinese(number), encoding="utf-8")
    return folder


def answering() -> Provider:
    """Return a provider that answers sensibly, after a moment."""
    return Provider(personalities.openai_like(answers), latency_s=0.005)


def model(provider: Provider, *flags: str, at_once: int = 4) -> tuple[str, ...]:
    """Return the words that ask this provider, without the user's cache."""
    named = ("--engine", "llm", "--model", "m", "--base-url", provider.base_url)
    return (*named, "--no-cache", "--concurrency", str(at_once), *flags)


def summary(ran: Run) -> dict[str, Any]:
    """Return the summary that a run printed."""
    found: dict[str, Any] = json.loads(ran.out)
    return found
