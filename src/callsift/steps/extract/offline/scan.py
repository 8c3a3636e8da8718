"""Finds signals by the playbook's cues, hints and exchanges, sentence by sentence."""

import re
from collections.abc import Iterable, Iterator

from callsift.claims import withdrawn
from callsift.cues import ClaimCues, CueBook, SignalCues
from callsift.domain.observation import Candidate
from callsift.domain.transcript import Role, Turn
from callsift.steps.extract.offline.passages import Passage, clause_around
from callsift.typography import folded

CUE = 0.72
EXCHANGE = 0.68
HINTS = 0.5
_ABLE: dict[str, frozenset[Role]] = {
    "buyer": frozenset(("buyer", "reporter", "unknown", "other")),
    "seller": frozenset(("seller", "reporter", "unknown")),
}


def scan(passages: Iterable[Passage], book: CueBook) -> Iterator[Candidate]:
    """Yield a candidate for each sentence that shows a signal and does not take it back."""
    for passage in passages:
        for cues in book.signals.values():
            if passage.turn.role in _ABLE[cues.signal.shown_by]:
                found = _in_sentence(passage, cues, book.claims)
                if found is not None:
                    yield found


def _in_sentence(passage: Passage, cues: SignalCues, claims: ClaimCues) -> Candidate | None:
    if any(each.search(passage.text) for each in cues.counters):
        return None
    for cue in cues.cues:
        match = _standing(cue, passage, cues, claims)
        if match is not None:
            return _candidate(passage, cues, match.span(), CUE)
    hinted = [
        match
        for match in (_standing(each, passage, cues, claims) for each in cues.hints)
        if match is not None
    ]
    if len(hinted) >= 2:
        return _candidate(passage, cues, hinted[0].span(), HINTS)
    return None


def _standing(
    pattern: re.Pattern[str], passage: Passage, cues: SignalCues, claims: ClaimCues
) -> re.Match[str] | None:
    """Return the first match of a pattern that the sentence does not take back."""
    for match in pattern.finditer(passage.text):
        if match.end() > match.start() and not withdrawn(
            cues, claims, passage.text, start=match.start(), end=match.end(), second_hand=passage.second_hand
        ):
            return match
    return None


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
    for before, turn in zip(turns, turns[1:], strict=False):
        if before.role != turn.role:
            yield from _answers(before, turn, with_exchanges)
    for turn in turns:
        if turn.role == "reporter":
            yield from _reported(turn, with_exchanges)
    for before, turn in zip(turns, turns[1:], strict=False):
        if before.role == turn.role == "reporter":
            yield from _answers(before, turn, with_exchanges)


def _answers(before: Turn, turn: Turn, signals: list[SignalCues]) -> Iterator[Candidate]:
    question, answer = folded(before.text), folded(turn.text)
    for cues in signals:
        if turn.role not in _ABLE[cues.signal.shown_by]:
            continue
        for exchange in cues.exchanges:
            match = exchange.then.search(answer.text)
            if match and match.end() > match.start() and exchange.first.search(question.text):
                yield _settled(turn, cues, answer.span(*match.span()))
                break


def _reported(turn: Turn, signals: list[SignalCues]) -> Iterator[Candidate]:
    text = folded(turn.text)
    for cues in signals:
        for exchange in cues.exchanges:
            first = exchange.first.search(text.text)
            match = exchange.then.search(text.text, first.end()) if first else None
            if match and match.end() > match.start():
                yield _settled(turn, cues, text.span(*match.span()))
                break


def _settled(turn: Turn, cues: SignalCues, span: tuple[int, int]) -> Candidate:
    return Candidate(
        signal=cues.signal.id,
        quote=clause_around(turn.text, *span),
        turn=turn.index,
        confidence=EXCHANGE,
    )
