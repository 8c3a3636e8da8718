"""Finds the form above a dialogue: `客户：某某公司`, `时间：…`. Its labels do not speak."""

import re
from collections.abc import Mapping, Sequence

from callsift.steps.read.headers import Header
from callsift.steps.read.lines import Line
from callsift.steps.read.names import is_field, is_side
from callsift.typography import folded

_SPEECH = re.compile(r"[。！？!?]|[你您]|\b(?:you|i|we)\b", re.IGNORECASE)

# No form is longer.
_MOST_LINES = 40


def form_above(lines: Sequence[Line], proposed: Mapping[int, Header]) -> frozenset[int]:
    """Return the lines of the form: up to the first blank line, else to its last field."""
    block: list[Line] = []
    ended = False
    for line in lines[:_MOST_LINES]:
        ended = bool(block) and line.number > block[-1].number + 1
        if ended or not _fits(line, block, proposed):
            break
        block.append(line)
    heads = [proposed[line.number].speaker or "" for line in block if line.number in proposed]
    if ended and heads and all(is_field(each) or is_side(folded(each).text) for each in heads):
        return frozenset(line.number for line in block)
    fields = [
        index
        for index, line in enumerate(block)
        if line.number in proposed and is_field(proposed[line.number].speaker or "")
    ]
    return frozenset(line.number for line in block[: fields[-1] + 1]) if fields else frozenset()


def _fits(line: Line, block: Sequence[Line], proposed: Mapping[int, Header]) -> bool:
    """Tell whether a line goes on with the form: a title, or a new label without talk."""
    head = proposed.get(line.number)
    if head is None:
        return not any(each.number in proposed for each in block)
    if any(
        each.number in proposed and proposed[each.number].speaker == head.speaker for each in block
    ):
        return False
    return is_field(head.speaker or "") or not _SPEECH.search(line.text[head.at :][:400])
