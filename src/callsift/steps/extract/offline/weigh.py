"""Finds signals by the learned model, which weighs an utterance's words together with the cues that stand in it.

A cue alone is a good reason, not a sure one: the model has seen which cues can be believed beside which words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from callsift.claims import withdrawn
from callsift.cues import CueBook, SignalCues
from callsift.steps.extract.offline.features import utterance_features
from callsift.steps.extract.offline.learned import Weights
from callsift.steps.extract.offline.passages import Passage, clauses
from callsift.steps.extract.offline.scan import ABLE, CUE, Hits, hits_of, others_claim

LEAST_CHANCE = 0.04


@dataclass(frozen=True)
class Sighting:
    """A signal that a passage may show: how likely its own words make it, and whether a cue stands in it."""

    signal: str
    quote: str
    turn: int
    chance: float
    by_cue: bool


def weigh(passages: Iterable[Passage], book: CueBook, weights: Weights) -> Iterator[Sighting]:
    """Yield every signal that a passage may show and does not take back, however unlikely."""
    for passage in passages:
        hits = hits_of(passage, book)
        features = utterance_features(
            passage.text,
            before=passage.answers,
            role=passage.turn.role,
            cues=hits.cues,
            hints=hits.hints,
        )
        chances = dict(zip(weights.signals, weights.linear.chances(features), strict=True))
        # A signal that a user's playbook adds has no weights: its cues speak alone.
        chances.update({name: CUE for name in hits.cues if name not in chances})
        likely = [
            n for n, chance in chances.items() if chance >= LEAST_CHANCE and n in book.signals
        ]
        clauses_of = _Clauses(passage, weights)
        for name in _without_contradictions(likely, chances, book):
            span = _span(passage, book.signals[name], book, clauses_of, hits)
            if span is not None:
                yield Sighting(
                    signal=name,
                    quote=passage.quote(*span),
                    turn=passage.turn.index,
                    chance=chances[name],
                    by_cue=name in hits.cues,
                )


def surest(passages: Iterable[Passage], book: CueBook, weights: Weights) -> tuple[Sighting, ...]:
    """Return for each signal and turn the sighting with the highest chance, whichever passage of the turn gave it."""
    best: dict[tuple[str, int], Sighting] = {}
    for each in weigh(passages, book, weights):
        known = best.get((each.signal, each.turn))
        if known is None or each.chance > known.chance:
            best[each.signal, each.turn] = each
    return tuple(best.values())


def _without_contradictions(
    likely: list[str], chances: dict[str, float], book: CueBook
) -> list[str]:
    """Leave out a signal whose counterpart is likelier in the same sentence: it cannot mean both."""
    return [
        name
        for name in likely
        if not any(
            other in likely and chances[other] > chances[name]
            for other in book.signals[name].signal.counterpart
        )
    ]


def _span(
    passage: Passage, cues: SignalCues, book: CueBook, clauses_of: "_Clauses", hits: Hits
) -> tuple[int, int] | None:
    """Return the folded span of the words that show a signal, or None where they take it back."""
    if passage.turn.role not in ABLE[cues.signal.shown_by]:
        return None
    name = cues.signal.id
    start, end = hits.cues.get(name) or clauses_of.telling(name)
    if withdrawn(
        cues, book.claims, passage.text, start=start, end=end, second_hand=passage.second_hand
    ):
        return None
    return None if others_claim(cues, book.claims, passage.text, start) else (start, end)


class _Clauses:
    """The clauses of a passage with their features, worked out when one of them is first asked for."""

    def __init__(self, passage: Passage, weights: Weights) -> None:
        self._passage = passage
        self._weights = weights

    @cached_property
    def _spans(self) -> list[tuple[tuple[int, int], list[str]]]:
        passage = self._passage
        return [
            (
                (start, end),
                utterance_features(
                    passage.text[start:end],
                    before="",
                    role=passage.turn.role,
                    cues=(),
                    hints=(),
                ),
            )
            for start, end in clauses(passage.text)
        ]

    def telling(self, name: str) -> tuple[int, int]:
        """Return the folded span of the clause whose own words speak most for a signal."""
        spans = self._spans
        if len(spans) < 2:
            return spans[0][0] if spans else (0, len(self._passage.text))
        number = self._weights.signals.index(name)
        linear = self._weights.linear
        return max(spans, key=lambda each: linear.pull(each[1], number))[0]
