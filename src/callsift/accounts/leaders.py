"""Finds when a senior person of the buyer was last seen, and whether that is too long ago for a late stage."""

from collections.abc import Iterator
from itertools import islice

from callsift.accounts.case import Case
from callsift.accounts.history import day_of, every_evidence, quoted, signal_ids, signal_quotes
from callsift.accounts.records import Finding, Leaders, Quoted
from callsift.domain.analysis import Analysis


def leaders_in(case: Case) -> Leaders:
    """Return the last sight of a leader. The days run to the latest call: what nobody looked at is no absence."""
    watch = case.guide.watch
    dated = case.history.dated
    seen = [
        each
        for each in dated
        if signal_ids(each) & set(watch.leaders_seen) or _said_by_leader(each, case)
    ]
    if not dated:
        return Leaders(last_seen=None, unseen_days=None, quotes=())
    since = seen[-1] if seen else dated[0]
    return Leaders(
        last_seen=seen[-1].source.date if seen else None,
        unseen_days=(day_of(dated[-1]) - day_of(since)).days,
        quotes=(signal_quotes(seen[-1], watch.leaders_seen) or _said_by_leader(seen[-1], case))
        if seen
        else (),
    )


def _said_by_leader(call: Analysis, case: Case) -> tuple[Quoted, ...]:
    """Return the first kept words of somebody of the buyer's side who bears a leader's title."""
    said = (
        each
        for each in every_evidence(call)
        if each.role == "buyer" and case.leader_titles.search(each.speaker or "")
    )
    return quoted(call, islice(said, 1))


def absent_leaders(case: Case, leaders: Leaders) -> Iterator[Finding]:
    """Yield the finding that leaders are out of sight at a late stage."""
    days = leaders.unseen_days
    if days is None or days < case.guide.measures.leader_unseen_days.value:
        return
    if case.stage != "late" or _signed(case):
        return
    watch = case.guide.watch
    blocked = tuple(
        piece for each in case.history.dated for piece in signal_quotes(each, watch.leaders_missing)
    )
    if leaders.last_seen:
        later = tuple(each for each in blocked if (each.date or "") > leaders.last_seen)
        yield case.finding(
            "top_leader_absent_late", (*leaders.quotes, *later), seen=leaders.last_seen, days=days
        )
    elif blocked:
        yield case.finding("leader_blocked_late", blocked, days=days)
    else:
        yield case.finding("leader_never_seen_late", days=days, count=len(case.history.dated))


def _signed(case: Case) -> bool:
    """Tell whether the purchase is over: after a contract nobody needs to receive us."""
    return any(
        each.kind == "contract" and each.status == "done"
        for call in case.history.dated
        for each in call.milestones
    )
