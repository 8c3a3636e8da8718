"""Shows on a terminal how far a bulk run is: rate, time left, failures, cost. Elsewhere nothing at all."""

from typing import Protocol, Self

from callsift.bulk.ledger import Entry
from callsift.cli.output import complain
from callsift.printable import lines_for_terminal


class Progress(Protocol):
    """What is told of each outcome."""

    def __call__(self, entry: Entry) -> None:
        """Take note of an input whose outcome stands."""
        ...

    def say(self, sentence: str) -> None:
        """Say something beside the bar."""
        ...


class Quiet:
    """Counts, and says sentences on stderr."""

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0

    def __call__(self, entry: Entry) -> None:
        """Count an outcome."""
        self.done += entry.status == "done"
        self.failed += entry.status == "failed"

    def say(self, sentence: str) -> None:
        """Say a sentence on stderr."""
        complain(sentence)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""


class Bar(Quiet):
    """A bar on stderr. How many inputs there are is told when it is known."""

    def __init__(self, cost: "Cost") -> None:
        from rich.console import Console  # noqa: PLC0415 - only on a terminal
        from rich.progress import (  # noqa: PLC0415 - as above
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as RichProgress  # noqa: PLC0415 - as above

        from callsift.render.terminal import LEAST, USUAL  # noqa: PLC0415 - as above

        super().__init__()
        self._cost = cost
        console = Console(stderr=True)
        if console.width < LEAST:
            # In no width at all neither the bar nor a sentence beside it would be seen.
            console.width = USUAL
        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[more]}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("callsift", total=None, rate="", more="")

    def __call__(self, entry: Entry) -> None:
        """Move the bar."""
        super().__call__(entry)
        speed = self._bar.tasks[0].finished_speed or self._bar.tasks[0].speed
        rate = f"{speed:.1f}/s" if speed else ""
        failed = f"{self.failed} failed" if self.failed else ""
        more = "  ".join(each for each in (failed, self._cost()) if each)
        self._bar.update(self._task, advance=1, rate=rate, more=more)

    def expect(self, total: int) -> None:
        """Take note of how many inputs there are: the time left follows from it."""
        self._bar.update(self._task, total=total)

    def say(self, sentence: str) -> None:
        """Say a sentence above the bar."""
        self._bar.console.print(
            f"callsift: {lines_for_terminal(sentence)}", markup=False, highlight=False
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self._bar.stop()


class Cost(Protocol):
    """Says what was spent so far; nothing where that is not known."""

    def __call__(self) -> str:
        """Return it in words."""
        ...
