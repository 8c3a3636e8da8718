"""Gathers grounded observations into what the rules look at: one entry a signal, no duplicates. Order never matters."""

from collections.abc import Iterable
from itertools import groupby

from callsift.domain.analysis import Caution, Observed, Override, Signal, Source
from callsift.domain.observation import (
    Evidence,
    Extraction,
    Fact,
    Grounded,
    GroundedFact,
    Milestone,
    Observation,
)
from callsift.domain.transcript import Call
from callsift.playbook.model import Playbook
from callsift.steps.merge.halve import halved, names_the_figure

_IMPLY_A_NEED = ("maturity", "intent", "potential")
# Two ways of treating a vendor are not shown to one from whom nothing is wanted.
_ENOUGH_TALK = 2


def merge(
    grounded: Grounded,
    call: Call,
    playbook: Playbook,
    *,
    extraction: Extraction,
    overrides: tuple[Override, ...] = (),
    warnings: tuple[Caution, ...] = (),
) -> Observed:
    """Return all that the rules may look at for one call."""
    signals = tuple(_signals(grounded.observations, playbook))
    buyer = tuple(each for each in signals if each.axis != "conduct")
    milestones = _milestones(grounded.milestones)
    return Observed(
        source=source_of(call),
        engine=extraction.engine,
        signals=buyer,
        conduct=tuple(each for each in signals if each.axis == "conduct"),
        milestones=milestones,
        facts=_facts(grounded.facts, buyer, milestones, playbook),
        dropped=tuple(
            sorted(grounded.dropped, key=lambda each: (each.signal, each.quote, each.reason))
        ),
        overrides=overrides,
        warnings=(*warnings, *_mended(extraction)),
        usage=extraction.usage,
    )


def _mended(extraction: Extraction) -> tuple[Caution, ...]:
    """Say that an engine's reply had faults which were forgiven to read it."""
    if not extraction.repairs:
        return ()
    return (Caution(id="reply_mended", values={"count": (str(len(extraction.repairs)),)}),)


def source_of(call: Call) -> Source:
    """Return the record of where a call came from."""
    transcript = call.transcript
    return Source(
        name=call.name,
        format=transcript.format,
        kind=transcript.kind,
        language=transcript.language,
        date=call.date,
        account=call.account,
        turns=len(transcript.turns),
        chars=len(transcript.text),
        sha256=call.sha256,
    )


def _signals(observations: tuple[Observation, ...], playbook: Playbook) -> Iterable[Signal]:
    """Yield one signal for each id, in the order of first appearance in the text."""
    by_id = sorted(observations, key=lambda each: (each.signal, _place(each.evidence)))
    merged = [
        _signal(name, tuple(group), playbook)
        for name, group in groupby(by_id, key=lambda each: each.signal)
    ]
    return sorted(merged, key=lambda each: (_place(each.evidence[0]), each.id))


def _signal(name: str, group: tuple[Observation, ...], playbook: Playbook) -> Signal:
    definition = playbook.signals[name]
    wrong = 1.0
    best: dict[tuple[int, int], float] = {}
    for each in group:
        span = (each.evidence.start, each.evidence.end)
        best[span] = max(best.get(span, 0.0), each.confidence)
    for span in sorted(best):
        wrong *= 1 - best[span]
    return Signal(
        id=name,
        axis=definition.axis,
        sign=definition.sign,
        confidence=round(1 - wrong, 3),
        evidence=_evidence(each.evidence for each in group),
    )


def _evidence(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the pieces in the order of the text, without one that lies inside another."""
    kept: list[Evidence] = []
    for piece in sorted(pieces, key=lambda each: (each.start, -each.end)):
        if not kept or piece.end > kept[-1].end:
            kept.append(piece)
    return tuple(kept)


def _place(evidence: Evidence) -> tuple[int, int]:
    return (evidence.start, evidence.end)


def _milestones(milestones: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
    keyed: dict[tuple[str, str, str], list[Evidence]] = {}
    for each in milestones:
        keyed.setdefault((each.kind, each.status, each.party), []).extend(each.evidence)
    return tuple(
        Milestone.model_validate(
            {"kind": kind, "status": status, "with": party, "evidence": _evidence(pieces)}
        )
        for (kind, status, party), pieces in sorted(keyed.items())
    )


def _facts(
    found: tuple[GroundedFact, ...],
    signals: tuple[Signal, ...],
    milestones: tuple[Milestone, ...],
    playbook: Playbook,
) -> dict[str, tuple[Fact, ...]]:
    facts: dict[str, list[Fact]] = {}
    for name, fact in ((each.name, each.fact) for each in found):
        halve = playbook.facts[name].kind == "claim" and isinstance(fact.value, str)
        entry = fact.model_copy(update={"halved": _half(fact, signals)}) if halve else fact
        if entry not in facts.setdefault(name, []):
            facts[name].append(entry)
    _add_claims(facts, signals)
    _add_need(facts, signals, milestones)
    return {name: tuple(sorted(facts[name], key=_fact_order)) for name in sorted(facts)}


def _fact_order(fact: Fact) -> tuple[int, str, int]:
    start, end = _place(fact.evidence[0]) if fact.evidence else (-1, -1)
    return (start, str(fact.value), end)


def _add_claims(facts: dict[str, list[Fact]], signals: tuple[Signal, ...]) -> None:
    """Keep each claim that was seen as a signal, with its half, unless an engine gave it as a fact."""
    if "claim" in facts:
        return
    for signal in signals:
        if signal.id == "inflated_claim":
            claims = (Fact(value=each.quote, evidence=(each,)) for each in signal.evidence)
            facts["claim"] = [
                claim.model_copy(update={"halved": _half(claim, signals)}) for claim in claims
            ]


def _half(claim: Fact, signals: tuple[Signal, ...]) -> str | None:
    """Return half the claim's figure; nothing where money that is in place covers the same figure (source C)."""
    value = str(claim.value)
    turns = {each.turn for each in claim.evidence}
    covered = any(
        each.turn in turns and names_the_figure(each.quote, value)
        for signal in signals
        if signal.id == "funding_in_place"
        for each in signal.evidence
    )
    return None if covered else halved(value)


def _add_need(
    facts: dict[str, list[Fact]], signals: tuple[Signal, ...], milestones: tuple[Milestone, ...]
) -> None:
    """Where the buyer speaks of buying at all, a need is mentioned, whether or not an engine said so."""
    if any(fact.value is True for fact in facts.get("need_mentioned", [])):
        return
    standing = [each for each in signals if each.axis == "standing"]
    telling = [each for each in signals if each.axis in _IMPLY_A_NEED]
    if len(standing) >= _ENOUGH_TALK:
        telling.extend(standing)
    # Who has come so far with us wants something, though nobody names it any more.
    shown = [each.evidence[:1] for each in telling]
    shown += [each.evidence[:1] for each in milestones if each.party == "us"]
    if shown:
        facts["need_mentioned"] = [Fact(value=True, evidence=shown[0])]
