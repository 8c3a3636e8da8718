"""Finds the day that an agreed next step names, from the call's own date. Pure: no clock."""

import re
from datetime import date, timedelta

_WEEKDAYS = {
    name: n
    for n, names in enumerate(("一", "二", "三", "四", "五", "六", "日天"))
    for name in names
}
_ENGLISH = {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_MONTHS = {
    name: n
    for n, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_RELATIVE = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3, "today": 0, "tomorrow": 1}
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?|(?<!\d)(\d{1,2})[/](\d{1,2})(?!\d)")
_DAY = re.compile(r"(?<![\d月])(\d{1,2})[号日](?!线|楼)")
_WEEK = re.compile(r"(下下|下|这|本)?(?:个)?(?:周|星期|礼拜|禮拜|週)([一二三四五六日天])")
_EN_WEEK = re.compile(r"\b(next\s+)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_EN_DAY = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+(\d{1,2})",
    re.IGNORECASE,
)
_EN_ORDINAL = re.compile(r"\bthe\s+(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)


def named_day(text: str, called: date | None) -> date | None:
    """Return the first day that `text` names, or None.

    A weekday or a day without a year is the next such day after `called`; without a call's date only a full date
    can be read.
    """
    full = _ISO.search(text)
    if full:
        return _day(int(full[1]), int(full[2]), int(full[3]))
    if called is None:
        return None
    return (
        _relative(text, called)
        or _weekday(text, called)
        or _month_day(text, called)
        or _day_of_month(text, called)
    )


def _relative(text: str, called: date) -> date | None:
    lowered = text.lower()
    words = [word for word in _RELATIVE if word in lowered]
    longest = max(words, key=len, default=None)
    return called + timedelta(days=_RELATIVE[longest]) if longest else None


def _weekday(text: str, called: date) -> date | None:
    match = _WEEK.search(text)
    if match:
        monday = called - timedelta(days=called.weekday())
        weeks = {"下": 1, "下下": 2}.get(match[1] or "", 0)
        day = monday + timedelta(weeks=weeks, days=_WEEKDAYS[match[2]])
        return day if day > called or match[1] in ("这", "本") else day + timedelta(weeks=1)
    english = _EN_WEEK.search(text)
    if english:
        ahead = (_ENGLISH[english[2].lower()] - called.weekday()) % 7 or 7
        return called + timedelta(days=ahead)
    return None


def _month_day(text: str, called: date) -> date | None:
    match = _MONTH_DAY.search(text)
    if match:
        return _upcoming(int(match[1] or match[3]), int(match[2] or match[4]), called)
    english = _EN_DAY.search(text)
    if english:
        month = _MONTHS[(english[2] or english[3]).lower()]
        return _upcoming(month, int(english[1] or english[4]), called)
    return None


def _day_of_month(text: str, called: date) -> date | None:
    match = _DAY.search(text) or _EN_ORDINAL.search(text)
    if match is None:
        return None
    number = int(match[1])
    this_month = _day(called.year, called.month, number)
    if this_month and this_month > called:
        return this_month
    year, month = (called.year + 1, 1) if called.month == 12 else (called.year, called.month + 1)
    return _day(year, month, number)


def _upcoming(month: int, number: int, called: date) -> date | None:
    this_year = _day(called.year, month, number)
    if this_year and this_year < called:
        return _day(called.year + 1, month, number)
    return this_year


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
