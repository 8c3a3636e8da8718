"""Finds the day in a file's name: exports are often named by it, and say it nowhere else."""

import re
from datetime import date
from pathlib import PurePath

from callsift.domain.transcript import Call

_DAY = re.compile(
    r"(?<!\d)(?:(20\d\d)[-_.年 ](\d{1,2})[-_.月 ](\d{1,2})|(20\d\d)(\d\d)(\d\d))(?!\d)"
)


def dated_by_name(call: Call, name: str) -> Call:
    """Return the call of a file, with the day of the file's name where the text names none."""
    return call if call.date else call.model_copy(update={"date": day_named(name)})


def day_named(name: str) -> str | None:
    """Return the one day (ISO) that the name of a file gives, year first; None where there is none, or several."""
    found = {
        day
        for match in _DAY.finditer(PurePath(name).stem)
        if (day := _day(*filter(None, match.groups()))) is not None
    }
    return found.pop() if len(found) == 1 else None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
