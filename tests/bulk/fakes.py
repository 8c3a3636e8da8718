"""What runs are made of where no engine is needed: inputs that say what becomes of them, and an engine that obeys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio

from callsift.bulk.ledger import Entry, Ledger
from callsift.bulk.runner import Plan, run_inputs
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.errors import CallsiftError
from callsift.steps.read import read_text
from tests.builders import verdict

SOME = verdict()


@dataclass(frozen=True)
class Plain:
    """An input that is its number."""

    number: int

    @property
    def key(self) -> str:
        return f"key {self.number}"

    @property
    def name(self) -> str:
        return str(self.number)

    account: str | None = None
    date: str | None = None

    def load(self) -> Call:
        return read_text(f"客户：第{self.number}个。")


class Engine:
    """Answers after as many turns of the loop as it is told; fails where it is told to."""

    def __init__(
        self,
        *,
        turns: Callable[[int], int] = lambda _: 1,
        error: Callable[[int], Exception | None] = lambda _: None,
    ) -> None:
        self._turns = turns
        self._error = error
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.most_at_once = 0

    async def __call__(self, call: Call, _: str) -> Analysis:
        number = int(call.transcript.text.removeprefix("客户：第").removesuffix("个。"))
        self.begun.append(number)
        self.most_at_once = max(self.most_at_once, len(self.begun) - len(self.ended))
        for _turn in range(self._turns(number)):
            await anyio.lowlevel.checkpoint()
        self.ended.append(number)
        error = self._error(number)
        if error is not None:
            raise error
        return SOME


@contextmanager
def ledger_in(folder: Path) -> Iterator[Ledger]:
    """Yield a ledger that waits for no disk."""
    with Ledger(folder / "out.jsonl.ledger", durable=False) as ledger:
        yield ledger


def run_all(
    ledger: Ledger, engine: Engine, count: int, **plan: object
) -> tuple[CallsiftError | None, list[Entry]]:
    """Run `count` inputs; return what stopped the run, and what the watcher was told."""
    told: list[Entry] = []
    asked = Plan(**{"fingerprint": "f", "at_once": 4, **plan})  # type: ignore[arg-type]

    async def run() -> CallsiftError | None:
        return await run_inputs(map(Plain, range(count)), ledger, engine, asked, told.append)

    return anyio.run(run), told


def states(ledger: Ledger) -> dict[str, list[int]]:
    """Return the numbers of the inputs by their status."""
    found: dict[str, list[int]] = {"done": [], "failed": [], "pending": []}
    for each in ledger.entries():
        found[each.status].append(each.number)
    return found
