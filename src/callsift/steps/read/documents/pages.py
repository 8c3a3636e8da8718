"""Turns the lines of pages into one flowing text: without headers and footers, lines unbroken.

A line that only the width of the page broke is joined with the next one, or a quote would be cut.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from callsift.steps.read.cues import gap
from callsift.steps.read.headers import (
    block_header,
    label_header,
    only_time,
    recognised_header,
    time_first_header,
    timed_header,
)
from callsift.steps.read.lines import Line, columns
from callsift.steps.read.names import is_field, is_label
from callsift.steps.read.noise import noise_reason
from callsift.steps.read.stamps import TIME
from callsift.steps.read.words import reading_words

_CLOCK = re.compile(TIME)
_DIGITS = re.compile(r"\d{1,6}")
# How many lines at the top and at the bottom of a page can be furniture.
_EDGE = 3
_SHARE = 0.6
_SAID = re.compile(r"[。！？!?]$")
_ENDED = re.compile(r"[。！？；!?;:：.…”\"）)\]】]$")
# In halves of a Chinese character: a narrower column is no page of running text.
_NARROWEST = 50
_NEARLY = 0.92
_ENOUGH_WIDE_LINES = 3


class Furniture(NamedTuple):
    """A header or footer, and the number of the line of the text before which it stood."""

    before: int
    text: str


class Flow(NamedTuple):
    """The text of all pages, and what was left out of it."""

    text: str
    furniture: tuple[Furniture, ...]


class _Placed(NamedTuple):
    """A line on its page, counted from the top (0, 1, …) or from the bottom (-1, -2, …)."""

    page: int
    place: int
    text: str


def flowing(pages: Sequence[Sequence[str]]) -> Flow:
    """Return the pages as one text."""
    filled = [[line.strip() for line in page] for page in pages]
    repeated = _repeated([[line for line in page if line] for page in filled])
    lines: list[str] = []
    furniture: list[Furniture] = []
    full = _full_width([line for page in filled for line in page])
    # Whether the last line was broken for its width; a page's end does not end a sentence.
    is_broken = False
    for number, page in enumerate(filled):
        for text in page:
            if (number, text) in repeated:
                furniture.append(Furniture(len(lines) + 1, text))
            elif text and is_broken and not _opens(text):
                lines[-1] += gap(lines[-1], text) + text
                is_broken = _is_broken(text, full)
            elif text or not is_broken:
                lines.append(text)
                is_broken = _is_broken(text, full)
    return Flow("\n".join(lines).strip("\n"), tuple(furniture))


def _repeated(pages: Sequence[Sequence[str]]) -> set[tuple[int, str]]:
    """Return the lines that stand at the edge of most pages, as (page, line)."""
    least = max(2, round(_SHARE * len(pages)))
    groups: dict[tuple[int, str], list[_Placed]] = defaultdict(list)
    for each in _edges(pages):
        groups[each.place, _DIGITS.sub("#", each.text)].append(each)
    found: set[tuple[int, str]] = set()
    for group in groups.values():
        if len(group) >= least and (_is_same(group) or _counts_pages(group)):
            found |= {(each.page, each.text) for each in group}
    return found


def _edges(pages: Sequence[Sequence[str]]) -> Iterator[_Placed]:
    for number, page in enumerate(pages):
        for place, text in enumerate(page[:_EDGE]):
            yield _Placed(number, place, text)
        for place, text in enumerate(reversed(page[_EDGE:][-_EDGE:]), 1):
            yield _Placed(number, -place, text)


def _is_same(group: Sequence[_Placed]) -> bool:
    """Tell whether a line stands unchanged on three pages or more, and nobody said it."""
    text = group[0].text
    is_said = _speaks(text) or _SAID.search(text) is not None
    return len(group) > 2 and len({each.text for each in group}) == 1 and not is_said


def _counts_pages(group: Sequence[_Placed]) -> bool:
    """Tell whether one number of the line grows with the pages; a time does not."""
    is_new = len({each.text for each in group}) == len(group)
    if not is_new or any(_CLOCK.search(each.text) for each in group):
        return False
    numbers = [[int(n) - each.page for n in _DIGITS.findall(each.text)] for each in group]
    return any(len(set(column)) == 1 for column in zip(*numbers, strict=True))


def _full_width(lines: Sequence[str]) -> float:
    """Return how wide a line is that reaches the margin; 0 where no text runs over lines."""
    widths = sorted(map(columns, filter(None, lines)), reverse=True)
    if len(widths) < _ENOUGH_WIDE_LINES:
        return 0
    # The widest few may stick out.
    full = widths[min(_ENOUGH_WIDE_LINES - 1, len(widths) // 20)] * _NEARLY
    is_column = full >= _NARROWEST and widths[_ENOUGH_WIDE_LINES - 1] >= full
    return full if is_column else 0


def _is_broken(text: str, full: float) -> bool:
    return bool(full) and columns(text) >= full and not _ENDED.search(text)


def _speaks(text: str) -> bool:
    """Tell whether a line can be the head of a turn."""
    line = Line(1, 0, len(text), text)
    label = label_header(line)
    if label is not None and is_label(label.speaker or ""):
        return True
    heads = (block_header, time_first_header, timed_header, recognised_header)
    return any(head(line) is not None for head in heads)


def _opens(text: str) -> bool:
    """Tell whether a line opens something of its own: a turn, a field, a bullet."""
    line = Line(1, 0, len(text), text)
    label = label_header(line)
    if _speaks(text) or (label is not None and is_field(label.speaker or "")):
        return True
    is_shape = any(shape.match(line.head) for shape in reading_words().shapes)
    return is_shape or only_time(line) is not None or noise_reason(line) is not None
