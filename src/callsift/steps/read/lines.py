"""Turns a text into numbered lines with offsets. Refuses to know what a line means."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# No header is longer than this; patterns look no further, so that a very long line costs nothing.
HEAD = 160
# A page's end beside a line's end is no line of its own.
_ENDS = re.compile("\f?\n\f?|[\v\f\x85\u2028\u2029]")
# Marks of direction and of width, which nobody sees; chats and web pages put them before names.
# What joins an emoji is none of them.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


class Line(NamedTuple):
    """A line without the blanks at its ends: `text` stands at [start, end) of the whole.

    Marks that nobody sees are blanks in it, so that no pattern stumbles over one; a quote is taken
    from the whole.
    """

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
    """Return the lines that are not blank; a gap in their numbers stands for blank ones.

    A soft line end of Word, of a web page or of an old system is a line's end as well.
    """
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    # As many characters as before: the offsets stay right.
    seen = _UNSEEN.sub(" ", text)
    offset = 0
    for number, end in enumerate(_line_ends(seen), 1):
        raw = seen[offset : end.start]
        bare = raw.strip()
        if bare:
            start = offset + len(raw) - len(raw.lstrip())
            yield Line(number, start, start + len(bare), bare)
        offset = end.after


def without_unseen(name: str) -> str:
    """Return a name without the marks that nobody sees: they make no other person."""
    return _UNSEEN.sub("", name)


class _End(NamedTuple):
    """Where a line ends, and where the next one begins."""

    start: int
    after: int


def _line_ends(text: str) -> Iterator[_End]:
    for found in _ENDS.finditer(text):
        yield _End(found.start(), found.end())
    yield _End(len(text), len(text))


def columns(text: str) -> int:
    """Return the width of a line where Chinese characters are twice as wide as Latin letters."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
