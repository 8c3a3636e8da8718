"""Chooses the day that an agreed next step names, from the call's own date. Pure: no clock."""

from collections.abc import Sequence
from datetime import date

from callsift.steps.recommend.days import Mention, days_in, full_dates
from callsift.typography import folded

# So near each other a weekday and a date are one day said twice: 周三（20号）, Tuesday the 24th.
_BESIDE = 3


def named_day(text: str, called: date | None) -> date | None:
    """Return the day on which something is to happen, or None where none is named.

    The first day that lies ahead, else the day of the call itself where that is named; days that are over count for
    nothing. A day without a year, a weekday or a span ("in two weeks") is reckoned from `called`; without the date of
    the call only a full date can be read.
    """
    form = folded(text).text
    if called is None:
        return next((each.day for each in full_dates(form)), None)
    days = [each.day for each in _said_once(days_in(form, called)) if each.day >= called]
    return next((day for day in days if day > called), days[0] if days else None)


def _said_once(mentions: Sequence[Mention]) -> list[Mention]:
    """Join a weekday with the day beside it, where that falls on it; a date that does not is a slip of the tongue."""
    kept: list[Mention] = []
    for each in mentions:
        before = kept[-1] if kept else None
        if before is None or each.start > before.end + _BESIDE or not _is_one_weekday(before, each):
            kept.append(each)
            continue
        weekday, other = (before, each) if before.by == "weekday" else (each, before)
        if other.day.weekday() == weekday.day.weekday():
            kept[-1] = Mention(before.start, each.end, other.day, other.by)
        elif other.by == "date":
            kept[-1] = weekday
        else:
            kept.append(each)
    return kept


def _is_one_weekday(one: Mention, other: Mention) -> bool:
    return (one.by == "weekday") != (other.by == "weekday")
