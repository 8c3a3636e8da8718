"""Says which patterns can match a text at all, by the literal words that each of them needs.

Thousands of patterns are too many to try on every sentence, and even too many to compile for one call. Each pattern
needs at least one of a few literal strings; one pass over the text finds which strings are there.
"""

import re
from collections.abc import Iterable
from re import _constants as sre  # type: ignore[attr-defined]  # the only description of a parsed pattern
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

Needed = frozenset[str]
_MOST = 80
_WIDEST_CLASS = 12


def needed_literals(pattern: str) -> Needed | None:
    """Return strings of which every match contains at least one, or None where nothing can be said.

    Nothing can be said of words whose case is ignored.
    """
    parsed = sre_parser.parse(pattern)
    return None if parsed.state.flags & re.IGNORECASE else _of_sequence(parsed)


def _of_sequence(sequence: Iterable[tuple[Any, Any]]) -> Needed | None:
    """Return the most telling need among the parts of a sequence, all of which must match."""
    best: Needed | None = None
    run = ""
    for operator, argument in sequence:
        if operator is sre.LITERAL:
            run += chr(argument)
            continue
        best = _better(best, _run(run))
        run = ""
        best = _better(best, _of_part(operator, argument))
    return _better(best, _run(run))


def _run(text: str) -> Needed | None:
    return frozenset((text,)) if text else None


def _of_part(operator: Any, argument: Any) -> Needed | None:
    if operator is sre.SUBPATTERN:
        _, flags_added, _, inner = argument
        return None if flags_added & re.IGNORECASE else _of_sequence(inner)
    if operator is sre.BRANCH:
        return _of_branches(argument[1])
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _of_sequence(argument[2]) if argument[0] > 0 else None
    if operator is sre.IN:
        return _of_class(argument)
    return None


def _of_branches(branches: list[Any]) -> Needed | None:
    needs = [_of_sequence(branch) for branch in branches]
    if any(need is None for need in needs):
        return None
    together = frozenset(each for need in needs if need for each in need)
    return together if len(together) <= _MOST else None


def _of_class(items: list[tuple[Any, Any]]) -> Needed | None:
    if len(items) > _WIDEST_CLASS or any(operator is not sre.LITERAL for operator, _ in items):
        return None
    return frozenset(chr(argument) for _, argument in items)


def _better(one: Needed | None, other: Needed | None) -> Needed | None:
    """Return the need that fewer texts fulfil: longer strings first, then fewer of them."""
    if one is None or other is None:
        return one or other
    return max(
        one, other, key=lambda need: (min(map(len, need)) > 1, -len(need), min(map(len, need)))
    )


class LiteralIndex:
    """Finds the patterns that can match a text. Patterns are known by their number."""

    def __init__(self, needs: Iterable[Iterable[str] | None]) -> None:
        self._always: list[int] = []
        self._pairs: dict[str, list[tuple[str, int]]] = {}
        self._singles: dict[str, list[int]] = {}
        for number, need in enumerate(needs):
            self._add(number, need)

    def _add(self, number: int, need: Iterable[str] | None) -> None:
        if need is None:
            self._always.append(number)
            return
        for literal in need:
            if len(literal) == 1:
                self._singles.setdefault(literal, []).append(number)
            else:
                self._pairs.setdefault(literal[:2], []).append((literal, number))

    def possible(self, text: str) -> set[int]:
        """Return the numbers of the patterns that may match somewhere in `text`."""
        found = set(self._always)
        for character in set(text):
            found.update(self._singles.get(character, ()))
        for at in range(len(text) - 1):
            for literal, number in self._pairs.get(text[at : at + 2], ()):
                if text.startswith(literal, at):
                    found.add(number)
        return found
