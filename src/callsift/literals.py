"""Says which patterns can match a text at all, by the literal words that each of them needs.

Thousands of patterns are too many to try on every sentence, and even too many to compile for one call. Most patterns
need a word of one set and, beside it, one of another; the same sets, groups of the lexicon, serve many patterns.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from re import _constants as sre  # type: ignore[attr-defined]  # the only description of a parsed pattern
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

Words = frozenset[str]
_MOST = 80
_WIDEST_CLASS = 12
_KEPT = 1024
# Of longer words the beginning is looked for.
LONGEST = 5
# So much of a text is cut into pieces at a time: a speech without an end would fill the memory.
_WINDOW = 4_096


def needed_literals(pattern: str, most: int | None = None) -> tuple[Words, ...]:
    """Return sets of strings: every match contains one of each, one behind the other.

    There is none where nothing can be said, as of words whose case is ignored. With `most` only so many different ones
    are kept, those that tell most.
    """
    parsed = sre_parser.parse(pattern)
    found = () if parsed.state.flags & re.IGNORECASE else _of_sequence(parsed)
    telling = frozenset(sorted(set(found), key=_rank)[:most])
    return tuple(each for each in found if each in telling)


def _of_sequence(sequence: Iterable[tuple[Any, Any]]) -> tuple[Words, ...]:
    """Return the needs of the parts of a sequence, all of which must match."""
    found: list[Words] = []
    run = ""
    for operator, argument in sequence:
        if operator is sre.LITERAL:
            run += chr(argument)
            continue
        found.extend((*_run(run), *_of_part(operator, argument)))
        run = ""
    return (*found, *_run(run))


def _run(text: str) -> tuple[Words, ...]:
    return (frozenset((text[:LONGEST],)),) if text else ()


def _of_part(operator: Any, argument: Any) -> tuple[Words, ...]:
    if operator is sre.SUBPATTERN:
        _, flags_added, _, inner = argument
        return () if flags_added & re.IGNORECASE else _of_sequence(inner)
    if operator is sre.BRANCH:
        return _of_branches(argument[1])
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        return _of_sequence(argument[2]) if argument[0] > 0 else ()
    if operator is sre.IN:
        return _of_class(argument)
    return ()


def _of_branches(branches: list[Any]) -> tuple[Words, ...]:
    """Return the words of which one stands in whichever branch matches: the most telling need of each."""
    needs = [min(_of_sequence(branch), key=_rank, default=None) for branch in branches]
    if any(need is None for need in needs):
        return ()
    together = frozenset(each for need in needs if need for each in need)
    return (together,) if len(together) <= _MOST else ()


def _of_class(items: list[tuple[Any, Any]]) -> tuple[Words, ...]:
    if len(items) > _WIDEST_CLASS or any(operator is not sre.LITERAL for operator, _ in items):
        return ()
    return (frozenset(chr(argument) for _, argument in items),)


def _rank(need: Words) -> tuple[bool, int, int, list[str]]:
    """Order needs by how few texts fulfil them: longer strings first, then fewer of them."""
    shortest = min(map(len, need))
    return shortest == 1, len(need), -shortest, sorted(need)


class NeedIndex:
    """Finds which needs a text meets. A need is known by its place; one pass over the text answers for all."""

    def __init__(self, places: Mapping[str, list[int]]) -> None:
        """Make the index of words, each with the places of the needs that it meets."""
        self._places = dict(places)
        # The same sentence is asked about for its signals and for its events.
        self.met = lru_cache(maxsize=_KEPT)(self._met)

    def add(self, place: int, words: Iterable[str]) -> None:
        """Learn the words of which a need wants one."""
        for word in words:
            self._places.setdefault(word, []).append(place)
        self.__dict__.pop("_words", None)

    def is_met_in_order(self, needs: Iterable[int], text: str) -> bool:
        """Tell whether words of these needs stand in `text` one behind the other."""
        at = -1
        for place in needs:
            found = (text.find(word, at + 1) for word in self._words[place])
            at = min((each for each in found if each >= 0), default=-1)
            if at < 0:
                return False
        return True

    @cached_property
    def _words(self) -> defaultdict[int, list[str]]:
        words = defaultdict[int, list[str]](list)
        for word, places in self._places.items():
            for place in places:
                words[place].append(word)
        return words

    def _met(self, text: str) -> frozenset[int]:
        """Return the places of the needs of which a word stands in `text`."""
        found: set[int] = set()
        places = self._places
        for start in range(0, len(text), _WINDOW):
            for piece in _pieces(text[start : start + _WINDOW + LONGEST - 1]) & places.keys():
                found.update(places[piece])
        return frozenset(found)


def _pieces(text: str) -> set[str]:
    return {
        text[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(text) - size + 1)
    }
