"""Finds signals by the learned model, which weighs an utterance's words together with the cues that stand in it.

A cue alone is a good reason, not a sure one: the model has seen which cues can be believed beside which words.
"""

from collections.abc import Iterable, Iterator

from callsift.claims import withdrawn
from callsift.cues import CueBook, SignalCues
from callsift.domain.observation import Candidate
from callsift.steps.extract.offline.features import utterance_features
from callsift.steps.extract.offline.learned import Weights, probabilities
from callsift.steps.extract.offline.passages import Passage, clauses
from callsift.steps.extract.offline.scan import ABLE, Hits, hits_of, others_claim


def weigh(passages: Iterable[Passage], book: CueBook, weights: Weights) -> Iterator[Candidate]:
    """Yield a candidate for each passage that the model believes to show a signal."""
    for passage in passages:
        hits = hits_of(passage, book)
        features = utterance_features(
            passage.text,
            before=passage.answers,
            role=passage.turn.role,
            cues=hits.cues,
            hints=hits.hints,
        )
        chances = dict(zip(weights.signals, probabilities(features, weights), strict=True))
        likely = [
            name for name in chances if name in book.signals and chances[name] >= _bar(name, hits, weights)
        ]
        for name in _without_contradictions(likely, chances, book):
            found = _candidate(passage, book.signals[name], book, weights, chances[name], hits)
            if found is not None:
                yield found


def _bar(name: str, hits: Hits, weights: Weights) -> float:
    """Return the chance that a signal needs to be reported; less where one of its cues stands."""
    bars = weights.cue_threshold if name in hits.cues else weights.threshold
    return bars[weights.signals.index(name)]


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


def _candidate(
    passage: Passage,
    cues: SignalCues,
    book: CueBook,
    weights: Weights,
    chance: float,
    hits: Hits,
) -> Candidate | None:
    if passage.turn.role not in ABLE[cues.signal.shown_by]:
        return None
    name = cues.signal.id
    span = hits.cues.get(name) or _telling_clause(passage, name, weights)
    start, end = span
    if withdrawn(
        cues, book.claims, passage.text, start=start, end=end, second_hand=passage.second_hand
    ):
        return None
    if others_claim(cues, book.claims, passage.text, start):
        return None
    return Candidate(
        signal=name,
        quote=passage.quote(start, end),
        turn=passage.turn.index,
        confidence=round(chance, 3),
    )


def _telling_clause(passage: Passage, name: str, weights: Weights) -> tuple[int, int]:
    """Return the folded span of the clause whose own words speak most for the signal."""
    number = weights.signals.index(name)
    best, chosen = float("-inf"), (0, len(passage.text))
    for start, end in clauses(passage.text):
        own = utterance_features(
            passage.text[start:end], before="", role=passage.turn.role, cues=(), hints=()
        )
        total = sum(
            weight
            for feature in own
            for signal, weight in weights.features.get(feature, ())
            if signal == number
        )
        if total > best:
            best, chosen = total, (start, end)
    return chosen
