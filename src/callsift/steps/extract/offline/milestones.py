"""Hears of events of the purchase in words that no pattern knows: a small linear model, its weights shipped as data.

Three questions of one sentence: which kind of event, how far it is, and whose it is. Trained by
`training/train_milestones.py`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import exp
from typing import Any, NamedTuple

from callsift.cues import CueBook
from callsift.domain.observation import MilestoneCandidate
from callsift.resources import package_text
from callsift.steps.extract.offline.features import feature_values, utterance_features
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
    """The model: a bias for each question, for each feature its (question, weight) pairs, and the chance it takes."""

    bar: float
    bias: tuple[float, ...]
    features: dict[str, tuple[tuple[int, float], ...]]


def learned_milestones(
    passages: Iterable[Passage], book: CueBook, weights: EventWeights | None = None
) -> Iterator[MilestoneCandidate]:
    """Yield the events that sentences speak of, the surest sentence of a turn for each kind."""
    known = weights or load_event_weights()
    best: dict[tuple[str, int], tuple[float, Passage, list[float]]] = {}
    for passage in passages:
        chances = _chances(event_features(passage), known)
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
    unit = data["unit"]
    return EventWeights(
        bar=data["bar"],
        bias=tuple(data["bias"]),
        features={
            name: tuple((flat[at], flat[at + 1] * unit) for at in range(0, len(flat), 2))
            for name, flat in data["features"].items()
        },
    )


@lru_cache(maxsize=1)
def load_event_weights() -> EventWeights:
    """Return the shipped weights."""
    return event_weights_of(json.loads(package_text(WEIGHTS_FILE)))


def _chances(features: list[str], weights: EventWeights) -> list[float]:
    sums = list(weights.bias)
    for name, value in feature_values(features):
        for task, weight in weights.features.get(name, ()):
            sums[task] += weight * value
    return [1 / (1 + exp(-max(-30.0, min(30.0, total)))) for total in sums]


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
        total = sum(
            weight
            for feature in own
            for number, weight in weights.features.get(feature, ())
            if number == task
        )
        if total > best:
            best, chosen = total, (start, end)
    return chosen
