"""Finds signals by the learned model, which weighs an utterance's words together with a cue that stands in it.

A cue alone is a good reason, not a sure one: it raises the chance that the words give a signal, and is looked for
only where they make it possible at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from callsift.claims import withdrawn
from callsift.cues import CueBook
from callsift.linear import chance_of
from callsift.steps.extract.offline.learned import Weights
from callsift.steps.extract.offline.passages import Passage
from callsift.steps.extract.offline.scan import ABLE, CUE, others_claim, standing_cue

LEAST_CHANCE = 0.02
_LEAST_ODDS = log(LEAST_CHANCE / (1 - LEAST_CHANCE))


@dataclass(frozen=True, slots=True)
class Sighting:
    """A signal that a passage may show: how likely its own words make it, and whether a cue stands in it."""

    signal: str
    quote: str
    turn: int
    chance: float
    by_cue: bool


@dataclass(frozen=True)
class _Suspicion:
    """How likely a passage shows a signal, and the folded span of the cue that stands for it."""

    chance: float
    cue: tuple[int, int] | None


def weigh(passages: Iterable[Passage], book: CueBook, weights: Weights) -> Iterator[Sighting]:
    """Yield every signal that a passage may show and does not take back, however unlikely."""
    for passage in passages:
        suspected = _suspected(passage, book, weights)
        for name in _without_contradictions(suspected, book):
            suspicion = suspected[name]
            start, end = suspicion.cue or passage.telling_clause(
                weights.linear, weights.signals.index(name)
            )
            if not _is_taken_back(passage, name, book, start, end):
                yield Sighting(
                    signal=name,
                    quote=passage.quote(start, end),
                    turn=passage.turn.index,
                    chance=suspicion.chance,
                    by_cue=suspicion.cue is not None,
                )


def surest(passages: Iterable[Passage], book: CueBook, weights: Weights) -> tuple[Sighting, ...]:
    """Return for each signal and turn the sighting with the highest chance, whichever passage of the turn gave it."""
    best: dict[tuple[str, int], Sighting] = {}
    for each in weigh(passages, book, weights):
        known = best.get((each.signal, each.turn))
        if known is None or each.chance > known.chance:
            best[each.signal, each.turn] = each
    return tuple(best.values())


def _suspected(passage: Passage, book: CueBook, weights: Weights) -> dict[str, _Suspicion]:
    """Return the signals that a passage may show, of those that its speaker can show."""
    found: dict[str, _Suspicion] = {}
    role = passage.turn.role
    log_odds = weights.linear.log_odds(passage.features)
    for name, odds, lift in zip(weights.signals, log_odds, weights.lifts, strict=True):
        cues = book.signals.get(name)
        if odds >= _LEAST_ODDS and cues is not None and role in ABLE[cues.signal.shown_by]:
            span = standing_cue(passage, cues, book)
            found[name] = _Suspicion(chance_of(odds + lift if span else odds), span)
    # Nothing was learned of what a user's playbook adds: it counts by itself.
    for name in dict.fromkeys(name for name, _ in book.added):
        if name not in found and role in ABLE[book.signals[name].signal.shown_by]:
            span = standing_cue(passage, book.signals[name], book)
            if span is not None:
                found[name] = _Suspicion(CUE, span)
    return found


def _without_contradictions(suspected: dict[str, _Suspicion], book: CueBook) -> list[str]:
    """Leave out a signal whose counterpart is likelier in the same sentence: it cannot mean both."""
    return [
        name
        for name, suspicion in suspected.items()
        if not any(
            other in suspected and suspected[other].chance > suspicion.chance
            for other in book.signals[name].signal.counterpart
        )
    ]


def _is_taken_back(passage: Passage, name: str, book: CueBook, start: int, end: int) -> bool:
    cues = book.signals[name]
    taken_back = withdrawn(
        cues, book.claims, passage.text, start=start, end=end, second_hand=passage.second_hand
    )
    return bool(taken_back) or others_claim(cues, book.claims, passage, start)
