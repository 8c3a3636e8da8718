"""Follows the sections of an export: a summary before or after the words is no speech."""

import re
from collections.abc import Sequence

from callsift.steps.read.lines import Line
from callsift.steps.read.words import reading_words
from callsift.typography import folded

_HEADING = re.compile(r"^(?:#{1,6}\s|[【\[]).*")
_DRESS = "#*_【】[]<>《》「」-—=•· \t:：、.0123456789一二三四五六七八九十(（)）"
_INSIDE = re.compile(r"[，。？！、；：,?!;:]")
_LONGEST = 30


class Sections:
    """Remembers whether the lines belong to a summary. One object a text."""

    def __init__(self, lines: Sequence[Line], *, heads_are_words: bool) -> None:
        # Where `name: words` is the layout, a summary's own lines look like heads as well; they do
        # as long as a heading that opens the words is still to come.
        self._words_open = 0
        if heads_are_words:
            openers = [line.number for line in lines if _opens_words(line)]
            self._words_open = max(openers, default=0)
        self._in_summary = False

    def reason(self, line: Line, *, is_head: bool) -> str | None:
        """Return why a line is not speech, as far as its section tells."""
        word = section_word(line)
        words = reading_words()
        if word in words.transcript_heads:
            self._in_summary = False
            return "heading"
        if word in words.summary_heads:
            self._in_summary = True
            return "summary"
        if self._in_summary and is_head and line.number > self._words_open:
            self._in_summary = False
        if self._in_summary and _HEADING.match(line.text) and not is_head:
            self._in_summary = False
            return "heading"
        return "summary" if self._in_summary else None


def _opens_words(line: Line) -> bool:
    return section_word(line) in reading_words().transcript_heads


def section_word(line: Line) -> str:
    """Return the bare word of a line that could be a heading, else nothing."""
    if len(line.text) > _LONGEST:
        return ""
    bare = line.text.strip(_DRESS)
    return "" if _INSIDE.search(bare) else folded(bare).text
