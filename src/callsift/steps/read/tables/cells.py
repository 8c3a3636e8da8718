"""Turns a cell's value into text: dates as ISO dates, whole numbers without a point."""

import re
from datetime import date, datetime, time, timedelta

_ESCAPED = re.compile(r"_x(000[9a-dA-D]|005[fF])_")
_DIGITS = 15


def cell_text(value: object) -> str:
    """Return what a person would read in the cell; nothing for an empty one."""
    if isinstance(value, str):
        return _ESCAPED.sub(_unescaped, value).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, date | time | timedelta):
        return _when(value)
    if isinstance(value, float):
        return format(value, f".{_DIGITS}g")
    if isinstance(value, bool):
        return str(value).upper()
    return "" if value is None else str(value)


def _when(value: date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        return _clock(value)
    return _moment(value) if isinstance(value, datetime) else value.isoformat()


def _unescaped(found: re.Match[str]) -> str:
    """Undo how a workbook spells a control character: a return is dropped, its line feed stays."""
    character = chr(int(found[1], 16))
    return "" if character == "\r" else character


def _moment(value: datetime) -> str:
    """Return the day, and the time where it is not midnight sharp."""
    if value.time() == time():
        return value.date().isoformat()
    return value.replace(microsecond=0).isoformat(sep=" ")


def _clock(value: timedelta) -> str:
    minutes, seconds = divmod(value.total_seconds(), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:06.3f}".removesuffix(".000")
