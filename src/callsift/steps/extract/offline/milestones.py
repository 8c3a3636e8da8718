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


class EventWeights(NamedTuple):
    """The models, one a question, and the chance from which an event counts as heard."""

    bar: float
    linear: Linear


def learned_milestones(
    passages: Iterable[Passage], book: CueBook, weights: EventWeights | None = None
) -> Iterator[MilestoneCandidate]:
    """Yield the events that sentences speak of, the surest sentence of a turn for each kind."""
    known = weights or load_event_weights()
    best: dict[tuple[str, int], tuple[float, Passage, list[float]]] = {}
    for passage in passages:
        chances = [chance_of(odds) for odds in known.linear.log_odds(passage.features)]
        for kind, chance in zip(KINDS, chances, strict=False):
            key = (kind, passage.turn.index)
            if chance >= known.bar and (key not in best or chance > best[key][0]):
                best[key] = (chance, passage, chances)
    for (kind, turn), (_, passage, chances) in best.items():
        if _is_supposed(passage, book):
            continue
        start, end = passage.telling_clause(known.linear, KINDS.index(kind))
        yield MilestoneCandidate(
            kind=kind,
            status=max(STATUSES, key=lambda each: chances[TASKS.index(each)]),
            party=RIVAL if chances[TASKS.index(RIVAL)] > 0.5 else "us",
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


def _is_supposed(passage: Passage, book: CueBook) -> bool:
    """Tell whether the sentence only supposes, or, in a report, only hopes."""
    claims = book.claims
    return bool(
        claims.hypothesis.search(passage.text)
        or (passage.second_hand and claims.hope.search(passage.text))
    )
