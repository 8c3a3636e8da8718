"""Turns what an engine said into what the text confirms. Everything that does not count is listed with its reason."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar, get_args

from callsift.claims import cuts_negation, taken_back, withdrawn
from callsift.cues import ClaimCues, CueBook, SignalCues, compile_cues
from callsift.domain.observation import (
    Candidate,
    Dropped,
    DropReason,
    Evidence,
    Extraction,
    Fact,
    FactCandidate,
    Grounded,
    GroundedFact,
    Milestone,
    MilestoneCandidate,
    MilestoneKind,
    MilestoneStatus,
    Observation,
    Party,
)
from callsift.domain.transcript import Transcript, Turn
from callsift.playbook.model import Playbook
from callsift.quotes import Place, choose_place, find_places, place_in
from callsift.sentences import Sentence, split_sentences
from callsift.typography import Folded, folded

_Kept = TypeVar("_Kept")
_KINDS = frozenset(get_args(MilestoneKind))
_STATUSES = frozenset(get_args(MilestoneStatus))
_PARTIES = frozenset(get_args(Party))


class _Ground(NamedTuple):
    """What quotes are looked for in: the transcript, and its turns that no evidence may come from."""

    transcript: Transcript
    flagged: frozenset[int]


def ground(
    extraction: Extraction,
    transcript: Transcript,
    playbook: Playbook,
    *,
    flagged: frozenset[int] = frozenset(),
) -> Grounded:
    """Return what of an engine's answer the transcript confirms. No evidence comes from a flagged turn."""
    book = compile_cues(playbook)
    where = _Ground(transcript, flagged)
    dropped: list[Dropped] = list(extraction.dropped)
    observations = _kept(dropped, (_signal(each, where, book) for each in extraction.candidates))
    milestones = _kept(
        dropped, (_milestone(each, where, book.claims) for each in extraction.milestones)
    )
    facts = _kept(dropped, (_fact(each, where, playbook, book.claims) for each in extraction.facts))
    return Grounded(
        observations=tuple(observations),
        milestones=tuple(milestones),
        facts=tuple(facts),
        dropped=tuple(dropped),
    )


def _kept(dropped: list[Dropped], results: Iterable[_Kept | Dropped]) -> list[_Kept]:
    kept: list[_Kept] = []
    for result in results:
        if isinstance(result, Dropped):
            dropped.append(result)
        else:
            kept.append(result)
    return kept


def _signal(candidate: Candidate, where: _Ground, book: CueBook) -> Observation | Dropped:
    cues = book.signals.get(candidate.signal)
    if cues is None:
        return Dropped(signal=candidate.signal, quote=candidate.quote, reason="unknown_id")
    evidence = _evidence(candidate.signal, candidate.quote, candidate.turn, where)
    if isinstance(evidence, Dropped):
        return evidence
    reason = _objection(cues, book, evidence, where.transcript.turns[evidence.turn])
    if reason is not None:
        return Dropped(signal=candidate.signal, quote=evidence.quote, reason=reason)
    return Observation(signal=candidate.signal, confidence=candidate.confidence, evidence=evidence)


def _evidence(name: str, quote: str, hint: int | None, where: _Ground) -> Evidence | Dropped:
    turns = where.transcript.turns
    if hint is not None and 0 <= hint < len(turns) and hint not in where.flagged:
        # Looking through all turns for each quote takes minutes on a day's recording.
        hinted = place_in(turns[hint], quote)
        if hinted is not None:
            return _at(hinted, where.transcript)
    found = find_places(where.transcript, quote)
    if not found:
        reason: DropReason = "not_found" if quote.strip() else "invalid"
        return Dropped(signal=name, quote=quote, reason=reason)
    places = tuple(each for each in found if each.turn not in where.flagged)
    if not places:
        return Dropped(signal=name, quote=quote, reason="flagged")
    place = choose_place(places, hint)
    if place is None:
        return Dropped(
            signal=name, quote=quote, reason="ambiguous", places=tuple(p.start for p in places)
        )
    return _at(place, where.transcript)


def _at(place: Place, transcript: Transcript) -> Evidence:
    turn = transcript.turns[place.turn]
    return Evidence(
        quote=transcript.text[place.start : place.end],
        turn=turn.index,
        speaker=turn.speaker,
        role=turn.role,
        start_s=turn.start_s,
        end_s=turn.end_s,
        start=place.start,
        end=place.end,
        status=place.status,
    )


def _objection(
    cues: SignalCues, book: CueBook, evidence: Evidence, turn: Turn
) -> DropReason | None:
    """Return why a grounded quote still does not count, or None."""
    opposite = "seller" if cues.signal.shown_by == "buyer" else "buyer"
    if evidence.role == opposite:
        return "wrong_role"
    if _is_cut(evidence, turn):
        return "negated"
    for text, span in _sentences_with(evidence, turn):
        reason = _withdrawn(cues, book, text, span, second_hand=turn.role == "reporter")
        if reason is not None:
            return reason
    return None


def _doubt(evidence: Evidence, turn: Turn, claims: ClaimCues) -> DropReason | None:
    """Return how an event, or what is said to be so, is denied, supposed or only asked about; or None."""
    if _is_cut(evidence, turn):
        return "negated"
    for text, (begin, _) in _sentences_with(evidence, turn):
        reason = taken_back(claims, text.text, start=begin, second_hand=turn.role == "reporter")
        if reason is not None:
            return reason
        if claims.asked.search(text.text):
            return "hypothetical"
    return None


def _is_cut(evidence: Evidence, turn: Turn) -> bool:
    return cuts_negation(turn.text, evidence.start - turn.start)


def _sentences_with(evidence: Evidence, turn: Turn) -> Iterator[tuple[Folded, tuple[int, int]]]:
    """Yield the folded sentences that a quote lies in, with its place in each."""
    begin, end = evidence.start - turn.start, evidence.end - turn.start
    for sentence in _sentences(turn.text):
        if sentence.start < end and begin < sentence.end:
            text = folded(sentence.text)
            yield text, _folded_span(text, begin - sentence.start, end - sentence.start)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a turn; kept, for a long turn is asked about once a quote."""
    return tuple(split_sentences(text))


def _folded_span(text: Folded, begin: int, end: int) -> tuple[int, int]:
    return text.position(max(begin, 0)), text.position(max(end, 0))


def _withdrawn(
    cues: SignalCues, book: CueBook, text: Folded, span: tuple[int, int], *, second_hand: bool
) -> DropReason | None:
    """Ask about each cue inside the quote, or about the quote itself where it holds none."""
    begin, end = span
    inside = [
        match.span()
        for cue in cues.cues
        for match in cue.finditer(text.text)
        if match.start() >= begin and match.end() <= end
    ]
    verdicts = [
        withdrawn(cues, book.claims, text.text, start=start, end=stop, second_hand=second_hand)
        for start, stop in inside or [(begin, end)]
    ]
    return verdicts[0] if all(verdicts) else None


def _milestone(
    candidate: MilestoneCandidate, where: _Ground, claims: ClaimCues
) -> Milestone | Dropped:
    name = f"milestone:{candidate.kind}"
    if not (
        candidate.kind in _KINDS and candidate.status in _STATUSES and candidate.party in _PARTIES
    ):
        return Dropped(signal=name, quote=candidate.quote, reason="invalid")
    evidence = _evidence(name, candidate.quote, candidate.turn, where)
    if isinstance(evidence, Dropped):
        return evidence
    doubt = _doubt(evidence, where.transcript.turns[evidence.turn], claims)
    if doubt is not None:
        return Dropped(signal=name, quote=evidence.quote, reason=doubt)
    return Milestone.model_validate(
        {
            "kind": candidate.kind,
            "status": candidate.status,
            "with": candidate.party,
            "evidence": (evidence,),
        }
    )


def _fact(
    candidate: FactCandidate, where: _Ground, playbook: Playbook, claims: ClaimCues
) -> GroundedFact | Dropped:
    name = f"fact:{candidate.name}"
    definition = playbook.facts.get(candidate.name)
    if definition is None:
        return Dropped(signal=name, quote=candidate.quote or "", reason="unknown_id")
    if candidate.value is False and not candidate.quote:
        # That something did not happen has no place in the text; it is what holds without evidence anyway.
        return GroundedFact(name=candidate.name, fact=Fact(value=False))
    evidence = _evidence(name, candidate.quote or "", candidate.turn, where)
    if isinstance(evidence, Dropped):
        return evidence
    doubt: DropReason | None = None
    if evidence.role not in definition.said_by:
        doubt = "wrong_role"
    elif candidate.value is True:
        doubt = _doubt(evidence, where.transcript.turns[evidence.turn], claims)
    if doubt is not None:
        return Dropped(signal=name, quote=evidence.quote, reason=doubt)
    return GroundedFact(name=candidate.name, fact=Fact(value=candidate.value, evidence=(evidence,)))
