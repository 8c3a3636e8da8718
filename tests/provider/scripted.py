"""A scripted model: it reads the lines of the request and reports what a given table holds for them.

It stands for a model that sees everything in the table and nothing else, and so says nothing about quality: it shows
what the way from the call to the request and back does to the items.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tests.provider.replies import reply_json, signal
from tests.provider.server import Request

_FENCE = re.compile(r"<<<CALL (\w+)\n(.*?)\n?CALL \1>>>", re.S)
_LINE = re.compile(
    r"\[(?P<turn>\d+)(?P<context>, context)?\] (?:[^\n]*? )?\((?:buyer|seller|reporter|other|unknown)\): "
)


class Shown(NamedTuple):
    """One line between the fence marks: its turn, whether it is context only, and its words."""

    turn: int
    context: bool
    text: str


class Seen(NamedTuple):
    """One row of the table: a signal, or a milestone where `kind` is given, and its quote."""

    name: str
    quote: str
    kind: str | None = None


def shown_lines(request: Request) -> list[Shown]:
    """Return the lines of the call that a request shows."""
    asked = next(each for each in request.body["messages"] if "<<<CALL" in each["content"])
    fenced = _FENCE.search(asked["content"])
    assert fenced is not None
    lines: list[Shown] = []
    for line in fenced[2].split("\n") if fenced[2] else ():
        begins = _LINE.match(line)
        if begins:
            turn, context = int(begins["turn"]), bool(begins["context"])
            lines.append(Shown(turn, context, line[begins.end() :]))
        else:
            last = lines.pop()
            lines.append(last._replace(text=f"{last.text}\n{line}"))
    return lines


class ScriptedModel:
    """Reports each row of a table wherever its quote stands in a line that may be quoted.

    `quotes_context` makes it disobey: it quotes from context lines too.
    """

    def __init__(self, table: Sequence[Seen], *, quotes_context: bool = False) -> None:
        self._table = tuple(table)
        self._quotes_context = quotes_context

    def __call__(self, request: Request) -> str:
        """Return the reply to a request."""
        found = list(self._found(request))
        return reply_json(
            *(signal(row.name, row.quote, turn) for row, turn in found if row.kind is None),
            milestones=[_milestone(row, turn) for row, turn in found if row.kind is not None],
        )

    def _found(self, request: Request) -> Iterator[tuple[Seen, int]]:
        for line in shown_lines(request):
            if self._quotes_context or not line.context:
                yield from ((row, line.turn) for row in self._table if row.quote in line.text)


def _milestone(row: Seen, turn: int) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "status": row.name,
        "with": "us",
        "quote": row.quote,
        "turn": turn,
    }
