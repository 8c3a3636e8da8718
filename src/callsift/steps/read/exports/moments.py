"""Reads when something was written (ISO, or seconds or milliseconds since 1970), and the day of a call.

A time of a recording, which counts from its start, is none of these.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from callsift.steps.read.exports.fields import day, item
from callsift.steps.read.stamps import full_date

_EPOCH = re.compile(r"\d{10}(?:\.\d{1,9})?|\d{13}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?")
_ZONE = re.compile(r"\s?(?:Z|[+-]\d{2}:?\d{2})?")
_MOST_SECONDS = 4_102_444_800
# What says when a call was, surest first; a record is often written later.
_WHEN = (
    *("date", "calldate", "meetingdate", "日期", "通话日期", "会议日期"),
    *("starttime", "startedat", "start", "started", "datetime", "meetingtime", "calltime"),
    *("scheduled", "recordedat", "时间", "开始时间", "会议时间", "通话时间", "录音时间"),
    *("time", "timestamp", "createdat", "created", "createtime", "创建时间"),
)
_PARTS_OF_KEYS = str.maketrans("", "", "_- ")
# No service puts what it says of a call deeper.
_DEEPEST = 3


class Moment(NamedTuple):
    """A day (ISO), and seconds that differences can be taken of."""

    day: str
    seconds: float


def moment_of(value: object) -> Moment | None:
    """Return when something was written, or None where a value does not say so."""
    if isinstance(value, str):
        text = value.strip()[:40]
        if _EPOCH.fullmatch(text):
            return moment_of(float(text))
        return _written(text)
    today = day(value)
    if today is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Moment(today, value if value < _MOST_SECONDS else value / 1000)


def _written(text: str) -> Moment | None:
    """Return an ISO time; its day is the one that is written, whatever the zone."""
    found = _ISO.match(text)
    if found is None or not _ZONE.fullmatch(text, found.end()):
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" +", "+"))
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Moment(moment.date().isoformat(), aware.timestamp())


def day_of(document: object) -> str | None:
    """Return the day that a document says of its call, beside its lists."""
    found = dict(_facts(document, _DEEPEST))
    known = (found[key] for key in _WHEN if key in found)
    return next((each for value in known if (each := _day(value)) is not None), None)


def _facts(value: object, deepest: int) -> Iterator[tuple[str, object]]:
    """Yield what a document says outside its lists, from the inside out: what is outside counts more."""
    for each in item(value).values():
        if deepest:
            yield from _facts(each, deepest - 1)
    for key, each in item(value).items():
        if isinstance(each, str | int | float):
            yield key.translate(_PARTS_OF_KEYS).lower(), each


def _day(value: object) -> str | None:
    return (full_date(value[:40]) if isinstance(value, str) else None) or _moment_day(value)


def _moment_day(value: object) -> str | None:
    moment = moment_of(value)
    return None if moment is None else moment.day


def span_since(
    first: Moment | None, start: object, end: object
) -> tuple[float | None, float | None]:
    """Return two moments in seconds since the first one."""
    begin, close = (
        None if first is None or moment is None else round(moment.seconds - first.seconds, 3)
        for moment in (moment_of(start), moment_of(end))
    )
    is_forward = begin is not None and begin >= 0
    return (begin, close) if is_forward else (None, None)
