"""Finds the place of a quote: exact first, then forgiving typography alone. What is not found is not found.

The search stays inside one turn, so a quote spliced from two turns is never accepted. A match that cuts a number or
an English word in two is none: 5万 does not stand in 15万, nor "able" in "unable".
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from callsift.domain.observation import GroundingStatus
from callsift.domain.transcript import Transcript, Turn
from callsift.typography import Folded, typographic

_IN_NUMBER = frozenset(".,:/-+%")


class Place(NamedTuple):
    """Where a quote stands: the turn, its span in the whole text and how exactly it matched."""

    turn: int
    start: int
    end: int
    status: GroundingStatus


def find_places(transcript: Transcript, quote: str) -> tuple[Place, ...]:
    """Return every place of `quote`, exact ones if there are any, else typographic ones."""
    wanted = quote.strip()
    if not wanted:
        return ()
    exact = tuple(_exact(transcript.turns, wanted))
    return exact or tuple(_typographic(transcript.turns, wanted))


def place_in(turn: Turn, quote: str) -> Place | None:
    """Return the first exact place of `quote` in one turn, or None: all that a right hint asks for."""
    wanted = quote.strip()
    return next(_exact((turn,), wanted), None) if wanted else None


def choose_place(places: tuple[Place, ...], hint: int | None) -> Place | None:
    """Return the one place that is meant, or None where that cannot be told.

    A turn hint decides between turns; within the hinted turn the first occurrence is taken.
    """
    if hint is not None:
        hinted = [place for place in places if place.turn == hint]
        if hinted:
            return hinted[0]
    return places[0] if len(places) == 1 else None


def _exact(turns: tuple[Turn, ...], wanted: str) -> Iterator[Place]:
    for turn in turns:
        for at in _occurrences(turn.text, wanted):
            yield Place(turn.index, turn.start + at, turn.start + at + len(wanted), "exact")


def _typographic(turns: tuple[Turn, ...], wanted: str) -> Iterator[Place]:
    target = typographic(wanted).text
    if not target:
        return
    for turn in turns:
        folded = _folded_turn(turn.text)
        for at in _occurrences(folded.text, target):
            start, end = folded.span(at, at + len(target))
            yield Place(turn.index, turn.start + start, turn.start + end, "typographic")


@lru_cache(maxsize=65536)
def _folded_turn(text: str) -> Folded:
    return typographic(text)


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        if not (_cuts(text, at, wanted[0]) or _cuts_after(text, at + len(wanted), wanted[-1])):
            yield at
        at = text.find(wanted, at + 1)


def _cuts(text: str, at: int, first: str) -> bool:
    """Tell whether a match that begins at `at` begins inside a number or an English word."""
    if at == 0:
        return False
    before = text[at - 1]
    if first.isdigit():
        return before.isdigit() or (before in _IN_NUMBER and at > 1 and text[at - 2].isdigit())
    return _letters(before, first)


def _cuts_after(text: str, at: int, last: str) -> bool:
    """Tell whether a match that ends before `at` ends inside a number or an English word."""
    if at >= len(text):
        return False
    after = text[at]
    if last.isdigit():
        return after.isdigit() or (
            after in _IN_NUMBER and at + 1 < len(text) and text[at + 1].isdigit()
        )
    return _letters(last, after)


def _letters(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalpha() and right.isalpha()
