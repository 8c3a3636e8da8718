"""Asks a server about short calls with callsift's model engine, and says how each question ended.

A question ends well with what the model said, or in one of callsift's own errors. Anything else is let through: it is a
defect, and the caller shall see it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import anyio

from callsift.domain.observation import Extraction
from callsift.domain.transcript import Transcript
from callsift.errors import ModelError
from callsift.model_client import ModelClient
from callsift.playbook import Playbook, load_playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from callsift.steps.read import read_text
from callsift.steps.turns import assign_roles

_CALLS = Path(__file__).resolve().parents[2] / "fixtures" / "calls"
_LINES = 6
# One core works at it, and others may be asking too.
_LONGEST_S = 600.0


class Outcome(NamedTuple):
    """How one question ended: with an extraction, or in an error that callsift names."""

    extraction: Extraction | None = None
    error: ModelError | None = None

    @property
    def name(self) -> str:
        """Return the name that it is counted under."""
        if self.error is not None:
            return type(self.error).__name__
        return "used" if self.items else "empty"

    @property
    def kept(self) -> int:
        """Return how many items were read."""
        seen = self.extraction
        if seen is None:
            return 0
        return sum(map(len, (seen.candidates, seen.milestones, seen.facts, seen.roles)))

    @property
    def items(self) -> int:
        """Return how many items the model gave, those that were dropped among them."""
        return self.kept + (len(self.extraction.dropped) if self.extraction else 0)


@lru_cache(maxsize=1)
def shipped_playbook() -> Playbook:
    """Return the playbook that is asked with."""
    return load_playbook()


def engine_for(base_url: str, **changes: Any) -> LLMEngine:
    """Return an engine that asks at a URL, with settings that differ from the defaults."""
    values = {"model": "tiny", "base_url": base_url, "timeout_s": _LONGEST_S, **changes}
    settings = Settings(**values)
    return LLMEngine(shipped_playbook(), settings, ModelClient(settings))


def short_calls(number: int) -> list[Transcript]:
    """Return the first lines of so many of the labelled calls."""
    return list(islice(_openings(), number))


def _openings() -> Iterator[Transcript]:
    for file in sorted(_CALLS.glob("*.txt")):
        lines = file.read_text(encoding="utf-8").splitlines()[:_LINES]
        yield assign_roles(read_text("\n".join(lines))).call.transcript


def outcomes(
    engine: LLMEngine, transcripts: Sequence[Transcript], *, at_once: int = 1
) -> list[Outcome]:
    """Return how each question ended, in the order of the transcripts; `at_once` many are asked together."""
    ended: dict[int, Outcome] = {}
    places = anyio.Semaphore(at_once, max_value=at_once)

    async def ask(number: int, transcript: Transcript) -> None:
        async with places:
            ended[number] = await _outcome(engine, transcript)

    async def ask_all() -> None:
        async with anyio.create_task_group() as tasks:
            for number, transcript in enumerate(transcripts):
                tasks.start_soon(ask, number, transcript)

    anyio.run(ask_all)
    return [ended[each] for each in sorted(ended)]


async def _outcome(engine: LLMEngine, transcript: Transcript) -> Outcome:
    try:
        return Outcome(extraction=await engine.observe(transcript))
    except ModelError as error:
        return Outcome(error=error)
