"""Tells the remarks of the one who pasted the text from speech, titles and fields."""

import re

from callsift.steps.read.headers import label_header
from callsift.steps.read.lines import Line
from callsift.steps.read.names import is_field
from callsift.steps.read.words import reading_words
from callsift.typography import folded

_SENTENCE_END = re.compile(r"[。！？!?.][”\"）)\]】]?$")
_LONGEST = 2_000
_PROSE = 18


def is_remark(text: str, *, strict: bool) -> bool:
    """Tell whether a text is a remark; not strict: any prose of some length is one."""
    form = folded(text[:_LONGEST]).text
    if reading_words().remark.search(form):
        return True
    return not strict and len(text) >= _PROSE and _SENTENCE_END.search(text) is not None


def field_of(line: Line) -> str | None:
    """Return the name of the field that a line fills in, if it is one."""
    head = label_header(line)
    name = None if head is None else head.speaker
    return name if name is not None and is_field(name) else None


def opens_summary(line: Line) -> bool:
    """Tell whether a line is the field of a summary: `结论：…`, `Next steps: …`."""
    return folded(field_of(line) or "").text in reading_words().summary_heads
