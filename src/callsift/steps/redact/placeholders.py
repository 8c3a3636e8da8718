"""Chooses what stands in the place of each value.

A placeholder is `〔word number〕`: the brackets are no part of ordinary speech, of JSON, Markdown or the prompt's own `[turn]`,
so nothing escapes or strips them, and folding makes them square ones, so that a model that writes `[电话1]` is understood.
The word says what is missing. Where the call holds such a text already, the word is lengthened until none is the same.
"""

import re
from collections.abc import Iterable, Mapping

from callsift.domain.transcript import Language
from callsift.steps.redact.line import Kind
from callsift.steps.redact.words import placeholder_words
from callsift.typography import typographic

OPEN, CLOSE = "〔", "〕"
_LENGTHEN = "x"
_NAMES: tuple[Kind, ...] = ("person", "surname", "given")


class Placeholders:
    """Hands out placeholders in the order in which values are first met."""

    def __init__(
        self,
        texts: Iterable[str],
        language: Language,
        persons: Mapping[tuple[Kind, str], int],
    ) -> None:
        self._words = placeholder_words(language)
        self._mark = _mark(texts, self._words.values())
        self._persons = persons
        self._numbers: dict[object, int] = {}
        self._last: dict[str, int] = {}
        self._taken: dict[str, tuple[Kind, str]] = {}
        self._chosen: dict[tuple[Kind, str], str] = {}

    def of(self, kind: Kind, key: str) -> str:
        """Return the placeholder of a value; the same value has the same one."""
        value = (kind, key)
        if value not in self._chosen:
            form = self._form(kind, self._persons.get(value, value))
            if form in self._taken:
                form = self._form(kind, value)
            self._taken[form] = value
            self._chosen[value] = form
        return self._chosen[value]

    def _form(self, kind: Kind, owner: object) -> str:
        group = "name" if kind in _NAMES else kind
        number = self._numbers.get((group, owner))
        if number is None:
            number = self._last[group] = self._last.get(group, 0) + 1
            self._numbers[group, owner] = number
        return f"{OPEN}{self._mark}{self._words[kind]}{number}{CLOSE}"


def _mark(texts: Iterable[str], words: Iterable[str]) -> str:
    """Return what must stand before the words so that no text holds a placeholder."""
    held = re.compile(rf"\[ ?({_LENGTHEN}*)(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)
    longest = -1
    for text in texts:
        if "[" in (form := typographic(text).text):
            longest = max([longest, *(len(each[1]) for each in held.finditer(form))])
    return _LENGTHEN * (longest + 1)
