"""Counts how questions to the built servers end, by server, model and mode, and writes the table of the README.

    python -m benchmarks.servers.outcomes [--calls N] [--write]

A random model answers: the counts say what happens to good and to spoilt answers on their way, and nothing of quality.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple, get_args

from benchmarks.servers.asking import Outcome, engine_for, outcomes, short_calls
from benchmarks.servers.place import TEMPERS, Place, Temper, servers_place
from benchmarks.servers.relay import Relay, relayed
from benchmarks.servers.running import KINDS, Served, running
from callsift.model_client import Mode

README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- outcomes -->", "<!-- end of outcomes -->"
# `plain` writes on until the context is full: it gets less of it, and fewer questions.
_CONTEXT: dict[Temper, int] = {"terse": 16_384, "plain": 13_312}
_SHARE: dict[Temper, int] = {"terse": 1, "plain": 4}
_SMALL = (2_048, 4_096)
_ENDS = ("used", "empty", "ModelReplyUnusable", "ReplyCutOff", "PromptTooLong")


class Row(NamedTuple):
    """What was asked of which server, and how it ended."""

    served: Served
    asked: str
    ended: list[Outcome]
    relay: Relay

    @property
    def cells(self) -> list[str]:
        """Return the cells of the table."""
        counted = Counter(each.name for each in self.ended)
        other = sum(counted.values()) - sum(counted[each] for each in _ENDS)
        exchanges = self.relay.exchanges
        figures = [
            len(self.ended),
            *(counted[each] for each in _ENDS),
            other,
            len(exchanges),
            self.relay.wasted,
            sum(each.is_spoilt for each in exchanges),
            sum(each.kept for each in self.ended),
            sum(each.items - each.kept for each in self.ended),
        ]
        modes = {str(each.extraction.engine.mode) for each in self.ended if each.extraction}
        learned = f" ({', '.join(sorted(modes))})" if self.asked == "ladder" and modes else ""
        place = [self.served.kind, self.served.temper, f"{self.served.context:,}"]
        return [*place, self.asked + learned, *map(str, figures)]


_HEADS = (
    "server",
    "model",
    "context",
    "mode",
    "calls",
    *_ENDS,
    "other errors",
    "requests",
    "refused",
    "spoilt",
    "items kept",
    "dropped",
)


def main() -> int:
    """Ask, print the table, and write it where that is asked for."""
    given = _parser().parse_args()
    place = servers_place()
    if not place.is_built:
        sys.stderr.write("no servers are built: python -m benchmarks.servers.build\n")
        return 1
    table = _table(place, given.calls)
    sys.stdout.write(table + "\n")
    if given.write:
        before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
        _, _, after = rest.partition(_END)
        text = f"{before}{_BEGIN}\n{table}\n{_END}{after}"
        README.write_text(text, encoding="utf-8")
    return 0


def _table(place: Place, calls: int) -> str:
    rows = [row.cells for row in _rows(place, calls)]
    lines = [" | ".join(each) for each in (_HEADS, ["---"] * len(_HEADS), *rows)]
    versions = ", ".join(f"{name} {version}" for name, version in place.versions.items())
    return "\n".join([f"Versions: {versions}.", "", *(f"| {each} |" for each in lines)])


def _rows(place: Place, calls: int) -> list[Row]:
    rows: list[Row] = []
    for kind in KINDS:
        for context in _SMALL:
            rows += _of_server(Served(kind, "terse", context), place, ("ladder",), 2)
        for temper in TEMPERS:
            served = Served(kind, temper, _CONTEXT[temper])
            modes = ("ladder", *get_args(Mode))
            rows += _of_server(served, place, modes, max(calls // _SHARE[temper], 1))
    return rows


def _of_server(served: Served, place: Place, modes: tuple[str, ...], calls: int) -> list[Row]:
    """Return a row for each mode; `ladder` leaves it to the client."""
    rows: list[Row] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        running(served, place, Path(folder) / "log") as port,
    ):
        for mode in modes:
            with relayed(port) as relay:
                fixed = {} if mode == "ladder" else {"mode": mode}
                ended = outcomes(engine_for(relay.base_url, **fixed), short_calls(calls))
            rows.append(Row(served, mode, ended, relay))
            sys.stderr.write(" | ".join(rows[-1].cells) + "\n")
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--calls", type=int, default=8, help="how many calls a mode (8; a quarter with `plain`)"
    )
    parser.add_argument("--write", action="store_true", help="write the table into the README")
    return parser


if __name__ == "__main__":
    sys.exit(main())
