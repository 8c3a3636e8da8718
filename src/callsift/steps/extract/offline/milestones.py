"""Hears of events of the purchase in words that no pattern knows: a small linear model, its weights shipped as data.

Three questions of one sentence: which kind of event, how far it is, and whose it is. Trained by
`training/train_milestones.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from callsift.cues import CueBook
from callsift.domain.observation import MilestoneCandidate
from callsift.linear import Linear, chance_of, shipped_weights
from callsift.steps.extract.offline.passages import Passage

KINDS = (
    *("demo", "trial", "comparison", "negotiation", "tender"),
    *("vendor_decision", "contract", "reorder", "gate"),
)
STATUSES = ("done", "under_way", "dated")
RIVAL = "rival"
TASKS = (*KINDS, *STATUSES, RIVAL)
# Over 386 dialogues left out, dropping less likely ones than this leaves out 24 of 47 wrong events and 6 of 63 right
# ones; over calls 01-24 of `fixtures/calls` 3 of 5 and 2 of 9.
_POSSIBLE = 0.05


class EventWeights(NamedTuple):
    """The models, one a question, and the chance from which an event counts as heard."""

    bar: float
    linear: Linear


class Hearing:
    """What the model hears of each kind of event in each turn: its chance, from the sentence that says it most plainly."""

    def __init__(self, passages: Iterable[Passage], weights: EventWeights | None = None) -> None:
        self._weights = weights or load_event_weights()
        self._best: dict[tuple[str, int], tuple[float, Passage]] = {}
        for passage in passages:
            log_odds = self._weights.linear.log_odds(passage.features)
            for kind, odds in zip(KINDS, log_odds, strict=False):
                key = (kind, passage.turn.index)
                if key not in self._best or odds > self._best[key][0]:
                    self._best[key] = (odds, passage)

    def is_possible(self, event: MilestoneCandidate) -> bool:
        """Tell whether an event that a pattern found can be meant: most wrong ones stand among quite other words."""
        odds, _ = self._best.get((event.kind, event.turn or 0), (0.0, None))
        return chance_of(odds) >= _POSSIBLE

    def milestones(self, book: CueBook) -> Iterator[MilestoneCandidate]:
        """Yield the events that are plain enough and not merely supposed."""
        linear = self._weights.linear
        for (kind, turn), (odds, passage) in self._best.items():
            if chance_of(odds) < self._weights.bar or _is_supposed(passage, book):
                continue
            answers = dict(zip(TASKS, linear.log_odds(passage.features), strict=True))
            yield MilestoneCandidate(
                kind=kind,
                status=max(STATUSES, key=answers.__getitem__),
                party=RIVAL if answers[RIVAL] > 0 else "us",
                quote=passage.quote(*passage.telling_clause(linear, KINDS.index(kind))),
                turn=turn,
            )


def event_weights_of(head: Mapping[str, Any], rows: bytes) -> EventWeights:
    """Return the weights that a file's head and rows hold."""
    return EventWeights(head["bar"], Linear(head, rows))


@lru_cache(maxsize=1)
def load_event_weights() -> EventWeights:
    """Return the shipped weights."""
    return event_weights_of(*shipped_weights("steps/extract/offline/milestones"))


def _is_supposed(passage: Passage, book: CueBook) -> bool:
    """Tell whether the sentence only supposes, or, in a report, only hopes."""
    claims = book.claims
    return bool(
        claims.hypothesis.search(passage.text)
        or (passage.second_hand and claims.hope.search(passage.text))
    )
