"""Cuts a caption file into cues with their lines, and lists the lines that belong to none.

One reader for WebVTT, SRT and SBV: they differ in the line of times and in what a cue may be
called. Blank lines inside a cue do not end it, whatever the format says: what follows them up to the
next times are words more often than anything else. What the words are, and whose, is not known here.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from callsift.domain.transcript import NotUnderstood
from callsift.steps.read.captions.timing import Span, is_broken_span

_NUMBER = re.compile(r"\d{1,9}")
_PLAIN_NAME = re.compile(r"[\x21-\x7e]{1,120}")
# Webex names who speaks in the cue's name: `12 "Ann Lee" (3842)`.
_NAMED = re.compile(r'\d{1,9}\s+"(?P<speaker>[^"]{1,120})"(?:\s+\(\d{1,20}\))?')


class NumberedLine(NamedTuple):
    """A line of the file without blanks at its ends; lines are counted from 1."""

    number: int
    text: str


class Block(NamedTuple):
    """One cue: its line in the file, its times, whom its name names, its lines of words."""

    line: int
    span: Span
    lines: tuple[str, ...]
    speaker: str | None = None


class Blocks(NamedTuple):
    """All that became of the lines."""

    cues: tuple[Block, ...]
    not_understood: tuple[NotUnderstood, ...]


@dataclass
class _Open:
    """A cue whose lines are being gathered, blank ones too."""

    line: int
    span: Span
    speaker: str | None = None
    lines: list[NumberedLine] = field(default_factory=list)


class BlockReader:
    """Goes through the lines once; `any_name` lets a cue be called anything, not just a number."""

    def __init__(self, span_of: Callable[[str], Span | None], *, any_name: bool = False) -> None:
        self._span_of = span_of
        self._any_name = any_name
        self._cues: list[Block] = []
        self._listed: list[NotUnderstood] = []
        self._open: _Open | None = None
        self._before: list[NumberedLine] = [NumberedLine(0, "")]
        self._last_number = 0

    def read(self, lines: Iterable[NumberedLine]) -> Blocks:
        """Return the cues, and the lines that are no part of one."""
        for line in lines:
            span = self._span_of(line.text)
            if span is None and is_broken_span(line.text):
                self._list(line, "times that cannot be read")
                span = Span(None, None)
            if span is not None:
                self._begin(line, span)
            else:
                (self._before if self._open is None else self._open.lines).append(line)
        self._close()
        return Blocks(tuple(self._cues), tuple(self._listed))

    def _begin(self, line: NumberedLine, span: Span) -> None:
        speaker = self._take_name(self._before if self._open is None else self._open.lines)
        self._close()
        self._open = _Open(line.number, span, speaker)

    def _take_name(self, above: list[NumberedLine]) -> str | None:
        """Take the cue's name off the lines above its times; return the speaker in it."""
        if not above or not above[-1].text:
            return None
        line = above[-1]
        stands_apart = len(above) > 1 and not above[-2].text
        named = _NAMED.fullmatch(line.text)
        if named is not None or self._is_number(line.text, stands_apart=stands_apart):
            above.pop()
        elif self._any_name and stands_apart:
            above.pop()
            if not _PLAIN_NAME.fullmatch(line.text):
                self._list(line, "the name of a cue")
        return None if named is None else named["speaker"]

    def _is_number(self, text: str, *, stands_apart: bool) -> bool:
        """Tell a cue's number from a number that somebody says, right above the times."""
        if not _NUMBER.fullmatch(text):
            return False
        is_number = stands_apart or int(text) == self._last_number + 1
        self._last_number = int(text) if is_number else self._last_number
        return is_number

    def _close(self) -> None:
        for line in filter(lambda each: each.text, self._before):
            self._list(line, "before the first cue")
        self._before.clear()
        cue, self._open = self._open, None
        if cue is not None:
            words = tuple(each.text for each in cue.lines if each.text)
            self._cues.append(Block(cue.line, cue.span, words, cue.speaker))

    def _list(self, line: NumberedLine, reason: str) -> None:
        self._listed.append(NotUnderstood(line=line.number, text=line.text, reason=reason))
