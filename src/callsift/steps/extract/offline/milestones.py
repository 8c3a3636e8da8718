"""Hears of events of the purchase in words that no pattern knows: a small linear model, its weights shipped as data.

Three questions of one sentence: which kind of event, how far it is, and whose it is. Trained by
`training/train_milestones.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import log
from typing import Any, NamedTuple, get_args

from callsift.claims import is_put_to_them, is_somebody_elses
from callsift.cues import CueBook
from callsift.domain.observation import MilestoneCandidate, MilestoneKind, MilestoneStatus
from callsift.linear import Linear, chance_of, shipped_weights
from callsift.steps.extract.offline.passages import Passage

# In their order in the weights.
KINDS: tuple[MilestoneKind, ...] = get_args(MilestoneKind)
STATUSES: tuple[MilestoneStatus, ...] = get_args(MilestoneStatus)
RIVAL = "rival"
TASKS = (*KINDS, *STATUSES, RIVAL)
# Over 386 dialogues left out, dropping what is less likely than this leaves out more wrong events than right ones, and
# three more stages are right than where only what is hardly possible is dropped (291 of 386, not 288).
_POSSIBLE = 0.2
# What is said of a demonstration or a trial in so many words was right in 12 of 16 that the model finds less likely than
# that, over the same dialogues and 92 calls; of the other kinds in 13 of 73.
_POSSIBLE_IF_SHOWN = 0.02
_SHOWN: tuple[MilestoneKind, ...] = ("demo", "trial")


def _odds(chance: float) -> float:
    return log(chance / (1 - chance))


_LEAST_ODDS = {kind: _odds(_POSSIBLE_IF_SHOWN if kind in _SHOWN else _POSSIBLE) for kind in KINDS}


class EventWeights(NamedTuple):
    """The models, one a question, and the chance from which an event counts as heard."""

    bar: float
    linear: Linear


class Hearing:
    """What the model hears of each kind of event in each turn where it is possible: its chance, from the sentence that
    says it most plainly.
    """

    def __init__(self, weights: EventWeights | None = None) -> None:
        self._weights = weights or load_event_weights()
        self._best: dict[tuple[str, int], tuple[float, Passage]] = {}

    def over(self, passages: Iterable[Passage]) -> Iterator[Passage]:
        """Hear these passages and hand each on, while what is weighed of it is at hand."""
        for passage in passages:
            log_odds = self._weights.linear.log_odds(passage.features)
            for kind, odds in zip(KINDS, log_odds, strict=False):
                if odds < _LEAST_ODDS[kind]:
                    continue
                key = (kind, passage.turn.index)
                if key not in self._best or odds > self._best[key][0]:
                    self._best[key] = (odds, passage)
            yield passage

    def is_possible(self, kind: MilestoneKind, turn: int) -> bool:
        """Tell whether a turn can speak of such an event: most that patterns alone find stand among quite other words."""
        return (kind, turn) in self._best

    def milestones(self, book: CueBook) -> Iterator[MilestoneCandidate]:
        """Yield the events that are plain enough, and neither supposed nor asked about."""
        linear = self._weights.linear
        in_order = sorted(self._best, key=lambda each: (each[1], KINDS.index(each[0])))
        for kind, turn in in_order:
            odds, passage = self._best[kind, turn]
            if chance_of(odds) < self._weights.bar or _is_supposed(passage, book):
                continue
            start, end = passage.telling_clause(linear, KINDS.index(kind))
            if _is_not_told(passage, start, end, book):
                continue
            answers = dict(zip(TASKS, linear.log_odds(passage.features), strict=True))
            yield MilestoneCandidate(
                kind=kind,
                status=max(STATUSES, key=answers.__getitem__),
                party=RIVAL if answers[RIVAL] > 0 or _names_a_rival(passage, kind, book) else "us",
                quote=passage.quote(start, end),
                turn=turn,
            )


def event_weights_of(head: Mapping[str, Any], rows: bytes) -> EventWeights:
    """Return the weights that a file's head and rows hold."""
    return EventWeights(head["bar"], Linear(head, rows))


@lru_cache(maxsize=1)
def load_event_weights() -> EventWeights:
    """Return the shipped weights."""
    return event_weights_of(*shipped_weights("steps/extract/offline/milestones"))


def _is_not_told(passage: Passage, start: int, end: int, book: CueBook) -> bool:
    """Tell whether a clause asks for an event, or gives it to somebody outside the deal."""
    text = passage.text
    return (
        bool(book.claims.asked.search(f"{text[start:end]}?"))
        or is_put_to_them(text, end=end, role=passage.turn.role)
        or is_somebody_elses(book.claims, text, start=start, second_hand=passage.second_hand)
    )


def _names_a_rival(passage: Passage, kind: str, book: CueBook) -> bool:
    """Tell whether the words beside it give a contract to another vendor."""
    return kind == "contract" and any(
        each.rival.search(passage.text) for each in book.events if each.kind == kind
    )


def _is_supposed(passage: Passage, book: CueBook) -> bool:
    """Tell whether the sentence only supposes, or, in a report, only hopes."""
    claims = book.claims
    return bool(
        claims.hypothesis.search(passage.text)
        or (passage.second_hand and claims.hope.search(passage.text))
    )
