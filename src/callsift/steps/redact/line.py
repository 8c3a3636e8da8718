"""One line in the forms in which it is searched. Offsets of what is found lead back to the line as written."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from callsift.steps.redact.words import number_words
from callsift.typography import folded

Kind: TypeAlias = Literal[
    "phone",
    "id",
    "email",
    "card",
    "address",
    "handle",
    "plate",
    "person",
    "surname",
    "given",
]

# Stands where something is masked already: no pattern matches it and none looks beyond it.
FILLER = "〔"
_READ_OUT = dict(zip("零〇○洞一幺二三四五六七八九", "00001123456789", strict=True))
_LIKE = str.maketrans({"’": "'", "‘": "'", "＇": "'", "﹣": "-", "（": "(", "）": ")"})


class Detection(NamedTuple):
    """Personal data in one line: its kind, its span in the line as written, and what it is equal by."""

    start: int
    end: int
    kind: Kind
    key: str


class FoldedLine(NamedTuple):
    """A line as written, folded, and folded with the digits that are read out written as digits.

    `text` and `spoken` have equal length; `origins` lead from both to `raw`.
    """

    raw: str
    text: str
    spoken: str
    origins: Sequence[int]

    def found(self, start: int, end: int, kind: Kind, key: str) -> Detection:
        """Return a find of the span [start, end) of the folded text."""
        return Detection(self.origins[start], self.origins[end - 1] + 1, kind, key)


def read_line(raw: str) -> FoldedLine:
    """Return a line in all its forms."""
    if raw.isascii():
        # Folding would only lower it and drop loose spaces; most lines of an English call are of this kind.
        text = raw.lower()
        return FoldedLine(raw, text, text, range(len(raw)))
    form = folded(raw)
    text = form.text.translate(_LIKE)
    return FoldedLine(raw, text, _as_digits(text), form.origins)


def _as_digits(text: str) -> str:
    return _digit().sub(lambda found: _READ_OUT[found[0]], text)


@lru_cache(maxsize=1)
def _digit() -> re.Pattern[str]:
    # 一百二十 is a number and no row of digits.
    return re.compile(
        f"[零〇○洞幺二三四五六七八九](?![十百千万亿])|一(?![十百千万亿{number_words().not_read_out}])"
    )


def blank(raw: str, spans: Iterator[tuple[int, int]]) -> str:
    """Return the line with these spans filled, its length kept."""
    out: list[str] = []
    at = 0
    for start, end in sorted(spans):
        out += (raw[at:start], FILLER * (end - start))
        at = end
    return "".join((*out, raw[at:]))
