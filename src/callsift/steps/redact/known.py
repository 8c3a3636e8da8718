"""Finds again what is known to be personal, whatever stands around it: in digits of any form, or word for word."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from callsift.steps.redact.line import Detection, FoldedLine, Kind
from callsift.steps.redact.names import Texts

_RUN = re.compile(r"[0-9a-z](?:[ .·\-‐‑‒–—―−/()]{0,2}[0-9])*[ ()]{0,2}[xa叉]?")
_SPOKEN_RUN = re.compile(r"[0-9](?:[ .·\-‐‑‒–—―−/,，、…()]{0,2}[0-9])*")
_NO_DIGIT = re.compile("[^0-9]")
# Digits with more between them than a row of digits may have: such a form is found again as a text.
_BY_WORD = re.compile(r"[^0-9 .·()\-]")
_NUMBERS: tuple[Kind, ...] = ("phone", "id", "card")
_WITH_DIGITS: tuple[Kind, ...] = (*_NUMBERS, "handle", "plate")
_NAMES: tuple[Kind, ...] = ("person", "surname", "given")
# Shorter rows of digits would be found in every price.
_SHORTEST = 7


class Value(NamedTuple):
    """What was found: its kind, what it is equal by, and how it was written, folded."""

    kind: Kind
    key: str
    form: str


class Known:
    """Values that were found somewhere in the call."""

    def __init__(self, values: Iterable[Value]) -> None:
        self._numbers: dict[str, tuple[Kind, str]] = {}
        self._words: dict[str, tuple[Kind, str]] = {}
        for kind, key, form in values:
            if kind in _NUMBERS and len(key) >= _SHORTEST:
                self._numbers[key] = (kind, key)
            # E12345678 must not be read from another 12345678.
            digits = _NO_DIGIT.sub("", key) if kind in _WITH_DIGITS else ""
            if len(digits) >= _SHORTEST:
                self._numbers.setdefault(digits, (kind, key))
            in_words = kind not in _NUMBERS or _BY_WORD.search(form) is not None
            if in_words and kind not in _NAMES and not _is_short(digits, key):
                self._words[form] = (kind, key)
        self._lengths = sorted({len(each) for each in self._numbers}, reverse=True)
        self._texts = Texts(self._words, whole_words=False)

    def find(self, line: FoldedLine) -> Iterator[Detection]:
        """Yield every place of a known value in the line; spans may overlap."""
        for start, end in self._texts.find(line.text):
            yield line.found(start, end, *self._words[line.text[start:end]])
        if self._numbers:
            yield from self._in_digits(line, line.text, _RUN)
            if line.spoken != line.text:
                yield from self._in_digits(line, line.spoken, _SPOKEN_RUN)

    def _in_digits(self, line: FoldedLine, view: str, runs: re.Pattern[str]) -> Iterator[Detection]:
        for run in runs.finditer(view):
            if run.end() - run.start() < self._lengths[-1]:
                continue
            places = [at for at in range(*run.span()) if view[at].isalnum()]
            digits = "".join("x" if view[at] == "叉" else view[at] for at in places)
            for length in self._lengths:
                for at in range(len(digits) - length + 1):
                    value = self._numbers.get(digits[at : at + length])
                    if value is not None:
                        yield line.found(places[at], places[at + length - 1] + 1, *value)


def _is_short(digits: str, key: str) -> bool:
    """Tell whether digits alone are so few that they would be found in every price."""
    return digits == key and len(digits) < _SHORTEST
