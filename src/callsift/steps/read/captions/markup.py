"""Turns a line of a caption into plain words: tags, entities, direction marks go.

Only tags that captions have are taken away, so that `<3` and `<价格>` stay.
"""

import html
import re

_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font|span)(?:[.\s][^<>]{0,200})?>|<\d{1,4}:[\d:.]{1,12}>",
    re.IGNORECASE,
)
# `{\an8}`, `{\pos(1,2)}` of SubStation files, kept in SRT.
_OVERRIDE = re.compile(r"\{\\[^{}]{0,80}\}")
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|apos|lrm|rlm|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)


def plain(text: str) -> str:
    """Return the words of a line."""
    bare = _OVERRIDE.sub("", _TAG.sub("", text))
    # Tags first: an entity stands for a sign that somebody wrote.
    return unescaped(bare).strip()


def unescaped(text: str) -> str:
    """Return a text with its entities resolved and without marks of direction."""
    resolved = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return resolved.translate(_MARKS).replace("\xa0", " ")
