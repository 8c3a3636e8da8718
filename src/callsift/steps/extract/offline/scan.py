"""Finds signals by the playbook's cues, hints and exchanges, sentence by sentence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from callsift.claims import is_somebody_elses, withdrawn
from callsift.cues import ClaimCues, Cue, CueBook, SignalCues
from callsift.domain.observation import Candidate
from callsift.domain.transcript import Role, Turn
from callsift.steps.extract.offline.passages import Passage, clause_around
from callsift.typography import folded

CUE = 0.72
EXCHANGE = 0.68
HINTS = 0.5
_NEAR = 40
ABLE: dict[str, frozenset[Role]] = {
    "buyer": frozenset(("buyer", "reporter", "unknown", "other")),
    "seller": frozenset(("seller", "reporter")),
}


@dataclass(frozen=True)
class Hits:
    """Where the cues and hints of which signals stand; `twice` are signals with two different hints."""

    cues: dict[str, tuple[int, int]]
    hints: dict[str, tuple[int, int]]
    twice: frozenset[str]


def scan(passages: Iterable[Passage], book: CueBook) -> Iterator[Candidate]:
    """Yield a candidate for each sentence that shows a signal by its cues alone: without a learned model."""
    for passage in passages:
        hits = hits_of(passage, book)
        for name, span in hits.cues.items():
            yield _candidate(passage, book.signals[name], span, CUE)
        for name, span in hits.hints.items():
            if name in hits.twice and name not in hits.cues:
                yield _candidate(passage, book.signals[name], span, HINTS)


def hits_of(passage: Passage, book: CueBook) -> Hits:
    """Return the signals whose cues and hints stand in a passage and are not taken back, with their folded spans."""
    cues: dict[str, tuple[int, int]] = {}
    hints: dict[str, tuple[int, int]] = {}
    twice: set[str] = set()
    for name, (strong, faint) in sorted(book.possible(passage.text).items()):
        each = book.signals[name]
        if passage.turn.role not in ABLE[each.signal.shown_by]:
            continue
        found = _standing_among(strong, passage, each, book.claims)
        if found:
            cues[name] = found[0]
        weak = _standing_among(faint, passage, each, book.claims)
        if weak:
            hints[name] = weak[0]
        if len(weak) > 1:
            twice.add(name)
    return Hits(cues, hints, frozenset(twice))


def standing_cue(passage: Passage, cues: SignalCues, book: CueBook) -> tuple[int, int] | None:
    """Return the folded span of the first cue of a signal that stands in a passage, or None."""
    met = book.index.met(passage.text)
    for each in cues.cues:
        match = _standing(each, passage, cues, book.claims) if each.needs <= met else None
        if match is not None:
            return match.span()
    return None


def _standing_among(
    patterns: Iterable[Cue], passage: Passage, cues: SignalCues, claims: ClaimCues
) -> list[tuple[int, int]]:
    """Return the spans of the first standing match of each pattern, at most two."""
    spans: list[tuple[int, int]] = []
    for pattern in patterns:
        match = _standing(pattern, passage, cues, claims)
        if match is not None:
            spans.append(match.span())
            if len(spans) == 2:
                break
    return spans


def _standing(
    pattern: Cue, passage: Passage, cues: SignalCues, claims: ClaimCues
) -> re.Match[str] | None:
    """Return the first match of a pattern that nothing around it takes back."""
    for match in pattern.finditer(passage.text):
        if match.end() > match.start() and not (
            _near(cues.counters, passage.text, match)
            or others_claim(cues, claims, passage, match.start())
            or withdrawn(
                cues,
                claims,
                passage.text,
                start=match.start(),
                end=match.end(),
                second_hand=passage.second_hand,
            )
        ):
            return match
    return None


def others_claim(cues: SignalCues, claims: ClaimCues, passage: Passage, start: int) -> bool:
    """Tell whether a stated claim is somebody else's: a neighbour's, a relative's, hearsay."""
    return cues.signal.basis == "stated" and is_somebody_elses(
        claims, passage.text, start=start, second_hand=passage.second_hand
    )


def _near(patterns: Iterable[Cue], text: str, match: re.Match[str]) -> bool:
    """Tell whether one of these stands near a match: speech recognition may run many sentences together."""
    return any(
        found.start() < match.end() + _NEAR and found.end() > match.start() - _NEAR
        for pattern in patterns
        for found in pattern.finditer(text)
    )


def _candidate(
    passage: Passage, cues: SignalCues, span: tuple[int, int], confidence: float
) -> Candidate:
    return Candidate(
        signal=cues.signal.id,
        quote=passage.quote(*span),
        turn=passage.turn.index,
        confidence=confidence,
    )


def scan_exchanges(turns: tuple[Turn, ...], book: CueBook) -> Iterator[Candidate]:
    """Yield a candidate for each question whose answer settles a signal, and for such a sequence in notes."""
    with_exchanges = [each for each in book.signals.values() if each.exchanges]
    for before, turn in pairwise(turns):
        if before.role != turn.role:
            yield from _answers(before, turn, with_exchanges)
    for turn in turns:
        if turn.role == "reporter":
            yield from _reported(turn, with_exchanges)
    for before, turn in pairwise(turns):
        if before.role == turn.role == "reporter":
            yield from _answers(before, turn, with_exchanges)


def _answers(before: Turn, turn: Turn, signals: list[SignalCues]) -> Iterator[Candidate]:
    question, answer = folded(before.text), folded(turn.text)
    for cues in signals:
        if turn.role not in ABLE[cues.signal.shown_by]:
            continue
        for exchange in cues.exchanges:
            # Neither pattern is compiled where the other cannot match.
            if not exchange.first.may_match(question.text):
                continue
            match = exchange.then.search(answer.text)
            if (
                match
                and match.end() > match.start()
                and exchange.first.search(question.text)
                and not _near((*cues.counters, *cues.denials), answer.text, match)
            ):
                yield _settled(turn, cues, answer.span(*match.span()))
                break


def _reported(turn: Turn, signals: list[SignalCues]) -> Iterator[Candidate]:
    text = folded(turn.text)
    for cues in signals:
        for exchange in cues.exchanges:
            first = exchange.first.search(text.text)
            match = exchange.then.search(text.text, first.end()) if first else None
            if (
                match
                and match.end() > match.start()
                and not _near((*cues.counters, *cues.denials), text.text, match)
            ):
                yield _settled(turn, cues, text.span(*match.span()))
                break


def _settled(turn: Turn, cues: SignalCues, span: tuple[int, int]) -> Candidate:
    return Candidate(
        signal=cues.signal.id,
        quote=clause_around(turn.text, *span),
        turn=turn.index,
        confidence=EXCHANGE,
    )
