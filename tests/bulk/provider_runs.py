"""A run over invented calls through batch files, in this process or in one of its own that can be killed.

`python -m tests.bulk.provider_runs LEDGER BASE_URL COUNT` runs the same as `Run(…).run(inputs(COUNT))`.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import anyio
from anyio.lowlevel import checkpoint
from pydantic import SecretStr

from callsift.bulk.engines import bulk_engine
from callsift.bulk.ledger import Entry, Ledger
from callsift.bulk.outcomes import summary_of
from callsift.bulk.provider_batch import Taken, Way, ask_in_batches
from callsift.bulk.report import summary_text
from callsift.bulk.runner import Plan, run_inputs
from callsift.bulk.summary import Batches
from callsift.domain.observation import Usage
from callsift.domain.transcript import Call
from callsift.options import CallOptions
from callsift.settings import Settings
from callsift.steps.read import read_text
from tests.builders import shipped
from tests.provider import Request, Response, completion, reply_json, signal
from tests.provider.server import Answer

Reply: TypeAlias = Callable[[Request], Response]

KEY = "sk-batch-very-secret"
PRICE = "价格太贵了，超出我们预算一倍"


@dataclass(frozen=True)
class Said:
    """One input of a run."""

    number: int
    words: str = PRICE
    account: str | None = None
    date: str | None = None

    @property
    def key(self) -> str:
        return f"key {self.number} {self.words}"

    @property
    def name(self) -> str:
        return f"call {self.number}"

    def load(self) -> Call:
        return read_text(f"销售: 您好，第{self.number}位。\n客户: {self.words}。", name=self.name)


class Renamed(Said):
    """The same words as another input."""

    @property
    def key(self) -> str:
        return "another"


def inputs(count: int) -> list[Said]:
    return [Said(number) for number in range(count)]


def sees_price(request: Request) -> Response:
    return completion(reply_json(signal("price_out_of_range", PRICE, 1)), request)


def number_in(request: Request) -> int:
    """Return which input a question is about."""
    words = request.body["messages"][1]["content"]
    return int(words.split("第", 1)[1].split("位", 1)[0])


def answering(special: dict[int, Reply]) -> Answer:
    return lambda request: special.get(number_in(request), sees_price)(request)


def at_first(first: Reply) -> Reply:
    """Answer so once, and then as usual."""
    left: Iterator[Reply] = iter([first])

    def answer(request: Request) -> Response:
        reply = next(left, sees_price)
        return reply(request)

    return answer


class Waits:
    """A sleep that takes no time."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await checkpoint()


class Run:
    """A run's ledger, and what it takes to go on with it."""

    def __init__(self, file: Path, base_url: str, **settings: Any) -> None:
        self.file = file
        given = {"model": "m", "api_key": SecretStr(KEY), "cache": False, **settings}
        self.settings = Settings(base_url=base_url, **given)
        self.taken: Taken | None = None
        self.used = Usage()
        self.told: list[str] = []
        self.waits = Waits()

    async def asked(self, given: Sequence[Said], ledger: Ledger, way: dict[str, Any]) -> Taken:
        asked = Way(
            self.settings,
            shipped(),
            CallOptions(),
            "under",
            notice=self.told.append,
            sleep=self.waits,
            **way,
        )
        return await ask_in_batches(given, ledger, asked)

    def batches(self, given: Sequence[Said], ledger: Ledger, **way: Any) -> Taken:
        return anyio.run(self.asked, given, ledger, way)

    def run(self, given: Sequence[Said], *, retry: bool = False, **way: Any) -> list[Entry]:
        """Do what the command does; return the inputs as they are then."""
        with Ledger(self.file) as ledger:
            if retry:
                ledger.reopen_failures()
            taken = self.batches(given, ledger, anew=retry, **way)
            anyio.run(self.directly, given, ledger, taken.settings)
            self.taken = taken
            self.used = ledger.usage(this_run=True)
            return list(ledger.entries())

    async def directly(self, given: Sequence[Said], ledger: Ledger, settings: Settings) -> None:
        plan = Plan("under", at_once=8)
        engine = bulk_engine(
            settings, shipped(), CallOptions(), ledger, at_once=8, notice=self.told.append
        )
        async with engine as analyse:
            await run_inputs(given, ledger, analyse, plan, lambda _: None)


RunOf: TypeAlias = Callable[..., Run]


def states(entries: list[Entry]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in entries:
        found[each.status] = found.get(each.status, 0) + 1
    return found


def batches_of(run: Run) -> Batches:
    with Ledger(run.file) as ledger:
        found = summary_of(ledger, (), today="2026-03-10").batches
    assert found is not None
    return found


def said_of(run: Run) -> str:
    with Ledger(run.file) as ledger:
        return summary_text(summary_of(ledger, (), today="2026-03-10"))


def main() -> None:
    """Run as a process of its own."""
    file, base_url, count = sys.argv[1:]
    Run(Path(file), base_url).run(inputs(int(count)))


if __name__ == "__main__":
    main()
