"""Turns a text into numbered lines with offsets. Refuses to know what a line means."""

from collections.abc import Iterator
from typing import NamedTuple

# No header is longer than this; patterns look no further, so that a very long line costs nothing.
HEAD = 160


class Line(NamedTuple):
    """A line without the blanks at its ends: `text` stands at [start, end) of the whole."""

    number: int
    start: int
    end: int
    text: str

    @property
    def head(self) -> str:
        """The part of the line in which a header can stand."""
        return self.text[:HEAD]

    @property
    def short(self) -> bool:
        """Whether the line is short enough to be nothing but a header."""
        return len(self.text) < HEAD


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the lines that are not blank; a gap in their numbers stands for blank ones."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    offset = 0
    for number, raw in enumerate(text.split("\n"), 1):
        bare = raw.strip()
        if bare:
            start = offset + len(raw) - len(raw.lstrip())
            yield Line(number, start, start + len(bare), bare)
        offset += len(raw) + 1
