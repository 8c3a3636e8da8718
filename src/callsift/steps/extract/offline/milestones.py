"""Hears of events of the purchase in words that no pattern knows: a small linear model, its weights shipped as data.

Three questions of one sentence: which kind of event, how far it is, and whose it is. Trained by
`training/train_milestones.py`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from callsift.cues import CueBook
from callsift.domain.observation import MilestoneCandidate
from callsift.resources import package_text
from callsift.steps.extract.offline.features import utterance_features
from callsift.steps.extract.offline.linear import Linear
from callsift.steps.extract.offline.passages import Passage, clauses

WEIGHTS_FILE = "steps/extract/offline/milestones.json"
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
        chances = known.linear.chances(event_features(passage))
        for kind, chance in zip(KINDS, chances, strict=False):
            key = (kind, passage.turn.index)
            if chance >= known.bar and (key not in best or chance > best[key][0]):
                best[key] = (chance, passage, chances)
    for (kind, turn), (_, passage, chances) in best.items():
        if _is_supposed(passage, book):
            continue
        start, end = _telling_clause(passage, KINDS.index(kind), known)
        yield MilestoneCandidate(
            kind=kind,
            status=max(STATUSES, key=lambda each: chances[TASKS.index(each)]),
            party=RIVAL if chances[TASKS.index(RIVAL)] > 0.5 else "us",
            quote=passage.quote(start, end),
            turn=turn,
        )


def event_features(passage: Passage) -> list[str]:
    """Return what the model weighs of a sentence."""
    return utterance_features(
        passage.text, before=passage.answers, role=passage.turn.role, cues=(), hints=()
    )


def event_weights_of(data: Mapping[str, Any]) -> EventWeights:
    """Return the weights that a document of the weights file's shape holds."""
    return EventWeights(data["bar"], Linear.of(data))


@lru_cache(maxsize=1)
def load_event_weights() -> EventWeights:
    """Return the shipped weights."""
    return event_weights_of(json.loads(package_text(WEIGHTS_FILE)))


def _is_supposed(passage: Passage, book: CueBook) -> bool:
    """Tell whether the sentence only supposes, or, in a report, only hopes."""
    claims = book.claims
    return bool(
        claims.hypothesis.search(passage.text)
        or (passage.second_hand and claims.hope.search(passage.text))
    )


def _telling_clause(passage: Passage, task: int, weights: EventWeights) -> tuple[int, int]:
    """Return the folded span of the clause whose own words speak most for the kind of event."""
    best, chosen = float("-inf"), (0, len(passage.text))
    for start, end in clauses(passage.text):
        own = utterance_features(
            passage.text[start:end], before="", role=passage.turn.role, cues=(), hints=()
        )
        total = weights.linear.pull(own, task)
        if total > best:
            best, chosen = total, (start, end)
    return chosen
