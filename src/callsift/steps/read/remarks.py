"""Tells the remarks of the one who pasted the text from what was said and from titles."""

import re

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
