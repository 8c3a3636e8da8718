"""Finds milestones of the purchase and the facts that the rules ask for."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from callsift.claims import is_put_to_them, is_somebody_elses, taken_back
from callsift.cues import ClaimCues, Cue, CueBook, EventCues, ExchangeCue
from callsift.domain.observation import (
    Candidate,
    FactCandidate,
    MilestoneCandidate,
    MilestoneKind,
)
from callsift.steps.extract.offline.passages import Passage

_AGREED = ("accepts_meeting_or_group", "plans_next_step_together")
_PROPOSED = "secures_next_meeting"
_DECIDED, _DECISION = "decision_date_set", "decision_date"
_PAST_WORK = (("demo", "done"), ("trial", "done"), ("trial", "under_way"))


def find_milestones(
    passages: Iterable[Passage],
    book: CueBook,
    is_possible: Callable[[MilestoneKind, int], bool] = lambda _kind, _turn: True,
) -> Iterator[MilestoneCandidate]:
    """Yield each event that a sentence speaks of as fact, given to us unless the sentence names a rival.

    Patterns of a kind are tried only in the turns where it `is_possible`.
    """
    for passage in passages:
        taken: set[str] = set()
        for event in book.events:
            if event.kind in taken or not is_possible(event.kind, passage.turn.index):
                continue
            match = _event(event, passage, book.claims)
            if match is not None:
                taken.add(event.kind)
                yield MilestoneCandidate(
                    kind=event.kind,
                    status=event.status,
                    party="rival" if event.rival.search(passage.text) else "us",
                    quote=passage.quote(*match.span()),
                    turn=passage.turn.index,
                )


def _event(event: EventCues, passage: Passage, claims: ClaimCues) -> re.Match[str] | None:
    for pattern in event.patterns:
        match = pattern.search(passage.text)
        if (
            match
            and not _is_doubtful(passage, match.start(), claims)
            and _is_ours(passage, match.start(), claims)
            and not claims.asked.search(passage.text)
            and not is_put_to_them(passage.text, end=match.end(), role=passage.turn.role)
        ):
            return match
    return None


def implied_events(
    candidates: Iterable[Candidate], known: Collection[str], book: CueBook
) -> Iterator[MilestoneCandidate]:
    """Yield the events that signals are part of: who haggles over the scope negotiates.

    Where words speak of an event of that kind (`known`), they tell more.
    """
    told = set(known)
    for each in candidates:
        event = book.signals[each.signal].signal.implies
        if event is not None and event.kind not in told:
            told.add(event.kind)
            yield MilestoneCandidate(
                kind=event.kind,
                status=event.status,
                party="us",
                quote=each.quote,
                turn=each.turn,
            )


def given_to_rivals(
    milestones: Iterable[MilestoneCandidate], candidates: Iterable[Candidate], book: CueBook
) -> tuple[MilestoneCandidate, ...]:
    """Return the events, those that are told in one turn with dealings with other vendors as theirs."""
    theirs = _turns_of_rivals(candidates, book)
    return tuple(
        each.model_copy(update={"party": "rival"}) if each.turn in theirs else each
        for each in milestones
    )


def _turns_of_rivals(candidates: Iterable[Candidate], book: CueBook) -> set[int | None]:
    return {each.turn for each in candidates if book.signals[each.signal].signal.of_rivals}


def _is_doubtful(passage: Passage, start: int, claims: ClaimCues) -> bool:
    return (
        taken_back(claims, passage.text, start=start, second_hand=passage.second_hand) is not None
    )


def _is_ours(passage: Passage, start: int, claims: ClaimCues) -> bool:
    return not is_somebody_elses(claims, passage.text, start=start, second_hand=passage.second_hand)


def find_facts(
    passages: Sequence[Passage],
    milestones: tuple[MilestoneCandidate, ...],
    candidates: tuple[Candidate, ...],
    book: CueBook,
) -> Iterator[FactCandidate]:
    """Yield the facts that the rules ask for: work done before, a need, the rep's doubt, agreed steps, who decides."""
    spoken = tuple(_spoken(passages, book, _turns_of_rivals(candidates, book)))
    yield from spoken
    for each in milestones:
        if (each.kind, each.status) in _PAST_WORK and each.party == "us":
            yield FactCandidate(name="worked_before", value=True, quote=each.quote, turn=each.turn)
    named = [each for each in candidates if book.day.search(each.quote.lower())]
    yield from _agreed(named, candidates, told={p.turn.index for p in passages if p.second_hand})
    if not any(each.name == _DECISION for each in spoken):
        yield from (_quoted(_DECISION, each) for each in named if each.signal == _DECIDED)


def _agreed(
    named: Iterable[Candidate], candidates: Iterable[Candidate], told: Collection[int]
) -> Iterator[FactCandidate]:
    """Yield the next steps of the candidates that name a day."""
    agreed = any(each.signal in _AGREED for each in candidates)
    for each in named:
        # What the seller proposes is a next step only where the buyer agreed to one, or where notes say so.
        if each.signal in _AGREED or (each.signal == _PROPOSED and (agreed or each.turn in told)):
            yield _quoted("next_step", each)


def _quoted(name: str, candidate: Candidate) -> FactCandidate:
    return FactCandidate(
        name=name, value=candidate.quote, quote=candidate.quote, turn=candidate.turn
    )


def _spoken(
    passages: Sequence[Passage], book: CueBook, of_rivals: Collection[int | None]
) -> Iterator[FactCandidate]:
    for name, cues in book.facts.items():
        able = [
            each
            for each in passages
            if each.turn.role in cues.said_by and not (cues.of_us and each.turn.index in of_rivals)
        ]
        found = _first(able, cues.patterns, book.claims) or _answered(able, cues.exchanges)
        if found is not None:
            passage, match = found
            quote = passage.quote(*match.span())
            value = True if cues.told_as is None else cues.told_as.replace("{quote}", quote)
            yield FactCandidate(name=name, value=value, quote=quote, turn=passage.turn.index)


def _first(
    passages: Sequence[Passage], patterns: tuple[Cue, ...], claims: ClaimCues
) -> tuple[Passage, re.Match[str]] | None:
    for passage in passages:
        for pattern in patterns:
            match = pattern.search(passage.text)
            if match and not _is_doubtful(passage, match.start(), claims):
                return passage, match
    return None


def _answered(
    passages: Sequence[Passage], exchanges: tuple[ExchangeCue, ...]
) -> tuple[Passage, re.Match[str]] | None:
    """Return the first answer to a question that asks for a fact, where it tells it."""
    for passage in passages:
        for exchange in exchanges:
            match = exchange.then.search(passage.text)
            if match and exchange.first.search(passage.answers):
                return passage, match
    return None
