"""Splits text into sentences with their offsets. Linear, for Chinese, English and text without punctuation."""

import re
from typing import NamedTuple

_END = re.compile(r"[。！？!?；;\n…]+[”」』\"'’）)]*|(?<=[a-z0-9])\.(?=\s)")
LONGEST = 400


class Sentence(NamedTuple):
    """A stretch of text; `text == whole[start:end]`."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of `text`, none longer than `LONGEST` characters, blanks left out.

    A stretch without any end mark, as speech recognition gives it, is cut at a comma or space near the limit.
    """
    found: list[Sentence] = []
    begin = 0
    for end in _ends(text):
        while end - begin > LONGEST:
            cut = _soft_cut(text, begin)
            _append(found, text, begin, cut)
            begin = cut
        _append(found, text, begin, end)
        begin = end
    return found


def _ends(text: str) -> list[int]:
    ends = [match.end() for match in _END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return ends


def _soft_cut(text: str, begin: int) -> int:
    """Return a place to cut a long stretch: after its last comma or space before the limit, else the limit."""
    window = text[begin : begin + LONGEST]
    place = max(window.rfind(mark) for mark in "，,、 ")
    return begin + (place + 1 if place > LONGEST // 2 else LONGEST)


def _append(found: list[Sentence], text: str, begin: int, end: int) -> None:
    piece = text[begin:end]
    stripped = piece.strip()
    if stripped:
        start = begin + piece.index(stripped[0])
        found.append(Sentence(stripped, start, start + len(stripped)))
