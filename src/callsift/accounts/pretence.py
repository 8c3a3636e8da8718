"""Finds a later call that acts as an earlier stage although an event before it shows that the stage had passed."""

from collections.abc import Iterator
from typing import NamedTuple

from callsift.accounts.case import Case
from callsift.accounts.history import quoted, signal_ids, signal_quotes
from callsift.accounts.records import Finding, Quoted
from callsift.domain.analysis import Analysis

_RANK = {"unknown": 0, "early": 1, "mid": 2, "late": 3}


class _Proof(NamedTuple):
    rank: int
    date: str
    quotes: tuple[Quoted, ...]


def pretended_stage(case: Case) -> Iterator[Finding]:
    """Yield the latest such call, with the event that proves the stage and the words that belie it.

    A call in which nothing of the later stage happens to be said is no pretence: it must itself show acts of an
    earlier one. Signals may err, events are what the rules of the stage rest on: only these prove.
    """
    furthest: _Proof | None = None
    found: tuple[Analysis, _Proof, tuple[str, ...]] | None = None
    for call in case.history.dated:
        if furthest and furthest.date < str(call.source.date):
            acts = _early_acts(call, case)
            if acts and _RANK.get(call.stage.id, 0) < furthest.rank:
                found = (call, furthest, acts)
            elif _proof(call, case):
                found = None
        furthest = _further(furthest, _proof(call, case))
    if found:
        call, proof, acts = found
        quotes = (*proof.quotes, *signal_quotes(call, acts))
        yield case.finding("stage_pretence", quotes, date=call.source.date, proof_date=proof.date)


def _early_acts(call: Analysis, case: Case) -> tuple[str, ...]:
    """Return the signs of an earlier stage: one plain one, or several slight ones."""
    seen = signal_ids(call)
    plain = seen & set(case.guide.watch.early_plainly)
    slight = seen & set(case.guide.watch.early_slightly)
    if plain or len(slight) >= case.guide.measures.slight_acts.value:
        return tuple(sorted(plain | slight))
    return ()


def _proof(call: Analysis, case: Case) -> _Proof | None:
    """Return the furthest stage that an event of this call proves."""
    for stage, kinds in (("late", case.guide.reached.late), ("mid", case.guide.reached.mid)):
        pieces = tuple(
            piece
            for each in call.milestones
            if each.kind in kinds and case.guide.reached.proves(each)
            for piece in quoted(call, each.evidence)
        )
        if pieces:
            return _Proof(_RANK[stage], str(call.source.date), pieces[:1])
    return None


def _further(one: _Proof | None, other: _Proof | None) -> _Proof | None:
    if one is None or other is None:
        return one or other
    return other if other.rank > one.rank else one
