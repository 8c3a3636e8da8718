"""Measures the contacts against the weekly call and the three to five follow-ups."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from callsift.accounts.case import Case
from callsift.accounts.history import conduct_in, day_of, signal_ids, signal_quotes
from callsift.accounts.records import Finding, Gap, Quoted, Rhythm
from callsift.domain.analysis import Analysis, NextAction


def contact_rhythm(case: Case, action: NextAction) -> Rhythm:
    """Return the rhythm of contacts. What the verdict's action allows beyond a week is not overdue."""
    days = case.history.days
    measures = case.guide.measures
    weekly = measures.weekly_days.value
    return Rhythm(
        weekly_days=weekly,
        cadence_days=action.cadence_days,
        contacts=len(days),
        follow_ups=max(len(days) - 1, 0),
        wanted_low=measures.follow_ups_low.value,
        wanted_high=measures.follow_ups_high.value,
        gaps=tuple(_gap(one, other, weekly) for one, other in pairwise(days)),
        first=days[0].isoformat() if days else None,
        last=days[-1].isoformat() if days else None,
        days_since_last=(case.today - days[-1]).days if days else None,
        overdue_days=_overdue(case, action) if days else 0,
    )


def _gap(one: date, other: date, weekly: int) -> Gap:
    days = (other - one).days
    return Gap(since=one.isoformat(), until=other.isoformat(), days=days, overdue=days > weekly)


def _overdue(case: Case, action: NextAction) -> int:
    """Return how many days late the next call is; a day that was agreed stands in place of the cadence."""
    if action.cadence_days is None:
        return 0
    late = (case.today - case.history.days[-1]).days - action.cadence_days
    if action.due:
        late = min(late, (case.today - date.fromisoformat(action.due)).days)
    return max(late, 0)


def broken_rhythm(case: Case, rhythm: Rhythm) -> Iterator[Finding]:
    """Yield what is wrong with the rhythm, where the verdict wants further calls at all."""
    if rhythm.cadence_days is None or rhythm.days_since_last is None:
        return
    if rhythm.overdue_days:
        yield case.finding(
            "contact_overdue",
            days=rhythm.days_since_last,
            cadence=rhythm.cadence_days,
            late=rhythm.overdue_days,
        )
    limit = max(case.guide.measures.long_gap_days.value, rhythm.cadence_days)
    long = [each.days for each in rhythm.gaps if each.days > limit]
    if long and not case.many_leads:
        yield case.finding("contact_gaps", count=len(long), limit=limit, longest=max(long))
    yield from _few_follow_ups(case, rhythm)


def _few_follow_ups(case: Case, rhythm: Rhythm) -> Iterator[Finding]:
    """Yield that three to five were not reached. Undated calls may be some of them: then nothing is said."""
    known = (case.today - case.history.days[0]).days
    due = known >= case.guide.measures.follow_up_window_days.value
    if not due or case.many_leads or case.history.undated:
        return
    if rhythm.follow_ups < rhythm.wanted_low:
        yield case.finding(
            "too_few_follow_ups",
            days=known,
            count=rhythm.follow_ups,
            low=rhythm.wanted_low,
            high=rhythm.wanted_high,
        )


def silence_after_proposal(case: Case, action: NextAction) -> Iterator[Finding]:
    """Yield that documents were wanted in the latest call and none is on record since.

    Who is silent the records cannot tell; so it is no signal of the buyer's unless a call says so itself. A step that was
    agreed for a day to come is no silence.
    """
    history = case.history
    if not history.dated:
        return
    quotes = _wanted(history.latest, case)
    days = (case.today - day_of(history.latest)).days
    coming = action.due is not None and date.fromisoformat(action.due) >= case.today
    if quotes and not coming and days >= case.guide.measures.silence_days.value:
        date_said = history.latest.source.date
        yield case.finding("proposal_then_silence", quotes, date=date_said, days=days)


def _wanted(call: Analysis, case: Case) -> tuple[Quoted, ...]:
    watch = case.guide.watch
    promised = tuple(
        Quoted(
            call=call.source.name, date=call.source.date, sha256=call.source.sha256, evidence=piece
        )
        for each in conduct_in(call)
        if each.id in watch.documents_promised
        for piece in each.evidence
    )
    if "proposal_then_silence" in signal_ids(call):
        return signal_quotes(call, ["proposal_then_silence"])
    return (*signal_quotes(call, watch.documents_wanted), *promised)
