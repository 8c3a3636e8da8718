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

CUE_DISCOUNT = 0.5


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
        for number, chance in enumerate(probabilities(features, weights)):
            name = weights.signals[number]
            bar = weights.threshold[number] * (CUE_DISCOUNT if name in hits.cues else 1.0)
            if chance >= bar and name in book.signals:
                found = _candidate(passage, book.signals[name], book, weights, chance, hits)
                if found is not None:
                    yield found


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
