"""Reads single values of a JSON document: words, seconds, labels, dates, lists of objects.

A value of the wrong type counts as absent; nothing here raises.
"""

import math
import re
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from callsift.steps.read.lines import without_unseen

Item: TypeAlias = dict[str, Any]

_CLOCK = re.compile(r"(?:(?P<h>\d{1,4}):)?(?P<m>\d{1,3}):(?P<s>\d{1,2}(?:[.,]\d{1,9})?)")
_DURATION = re.compile(
    r"PT(?:(?P<h>\d{1,4}(?:\.\d+)?)H)?(?:(?P<m>\d{1,5}(?:\.\d+)?)M)?(?:(?P<s>\d{1,8}(?:\.\d+)?)S)?"
)
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{0,20})?")
_NUMBERED = re.compile(r"\d{1,30}|[A-Za-z]")
_DATE = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[T ].{0,40})?")
# Ten years: nothing that anybody recorded is longer, so it is a date and no time in a call.
_LONGEST = 3e8
_FIRST_DAY, _LAST_DAY = 946_684_800, 4_102_444_800


def item(value: object) -> Item:
    """Return an object, empty where the value is none."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Item]:
    """Return the objects of a list; empty where the value is none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def has_items(value: object) -> bool:
    """Tell whether a value is a list with an object in it."""
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def words(value: object) -> str:
    """Return a text, empty where the value is none."""
    return value if isinstance(value, str) else ""


def first_words(of: Item, *keys: str) -> str:
    """Return the first text that is not blank."""
    return next((text for key in keys if (text := words(of.get(key))).strip()), "")


def seconds(value: object, *, unit: float = 1.0) -> float | None:
    """Return seconds from a number of units, a clock (`1:02:03.5`) or a duration (`PT1.5S`)."""
    if isinstance(value, str):
        return _written_seconds(value.strip()[:40], unit)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int) and value.bit_length() > 64:
        return None
    result = round(value * unit, 3) if math.isfinite(value) else math.nan
    return result if 0 <= result < _LONGEST else None


def _written_seconds(text: str, unit: float) -> float | None:
    if _NUMBER.fullmatch(text):
        return seconds(float(text), unit=unit)
    found = _CLOCK.fullmatch(text) or _DURATION.fullmatch(text)
    if found is None:
        return None
    hours, minutes, rest = (float((found[part] or "0").replace(",", ".")) for part in "hms")
    return seconds(hours * 3600 + minutes * 60 + rest)


def label(value: object, *, kind: str = "Speaker") -> str | None:
    """Return a speaker's name; a number or a letter becomes `Speaker 0`, `Speaker A`."""
    if isinstance(value, dict):
        return label(
            first_words(value, "name", "displayName", "display_name")
            or value.get("user")
            or value.get("id")
        )
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{kind} {value}"
    name = without_unseen(words(value)).strip()
    return f"{kind} {name}" if _NUMBERED.fullmatch(name) else name or None


def same_id(value: object) -> str | None:
    """Return an id as text: 64-bit ids come as numbers or as strings."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return str(value).strip() or None


def day(value: object) -> str | None:
    """Return the ISO day of a date as written, or (UTC) of seconds or milliseconds since 1970."""
    if isinstance(value, str):
        found = _DATE.fullmatch(value.strip())
        return _checked(found["date"]) if found is not None else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    stamp = value / 1000 if _FIRST_DAY * 1000 <= value < _LAST_DAY * 1000 else value
    if not _FIRST_DAY <= stamp < _LAST_DAY:
        return None
    return datetime.fromtimestamp(stamp, tz=UTC).date().isoformat()


def _checked(written: str) -> str | None:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return None
