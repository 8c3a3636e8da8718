"""Times and dates as they stand beside a speaker, and what they mean in seconds.

`12:34` is a minute of a recording or an hour of the day; only the whole sequence tells which.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

TIME = r"\d{1,3}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_WEEKDAY = r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
_DAY = (
    rf"(?:\d{{2,4}}[-/.年]\s?)?\d{{1,2}}[-/.月]\s?\d{{1,4}}[日号號]?|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|{_WEEKDAY}"
    rf"|昨天|前天|今天|[Yy]esterday|[Tt]oday|(?i:{_MONTH})\.? \d{{1,2}}(?:, 20\d\d)?"
    rf"|\d{{1,2}}[ -](?i:{_MONTH})\.?(?:[ -](?:20)?\d\d)?"
)
_DAYPART = r"凌晨|清晨|早上|上午|中午|下午|傍晚|晚上"
CLOCK = (
    rf"(?:(?:{_DAY})(?:[,，]?\s*(?:{_WEEKDAY})?\s*|,? at |T))?"
    rf"(?:(?:{_DAYPART})\s*)?{TIME}Z?"
)
_TO = r"\s*(?:-{1,2}>|[-–—~～至到])\s*"
_RANGE = _TO + TIME
# From when to when something was said; where it began counts.
SPAN = rf"{CLOCK}(?:{_RANGE})?"
# Seconds that somebody counted: `3.2s`, `1m03s`, `1分03秒`; in brackets also bare, from one to another.
ELAPSED = r"(?:\d{1,2}\s?(?:h|小时|時|时)\s?)?(?:\d{1,3}\s?(?:m|min|分钟?)\s?)?\d{1,5}(?:\.\d{1,3})?\s?(?:s|sec|秒)"
_ELAPSED_RANGE = rf"{ELAPSED}(?:{_TO}{ELAPSED})?|\d{{1,5}}\.\d{{1,3}}{_TO}\d{{1,5}}\.\d{{1,3}}"
IN_BRACKETS = rf"(?:{SPAN}|{_ELAPSED_RANGE})"
_RANGE_END = re.compile(_RANGE + "$")

_FIELDS = re.compile(r"(\d{1,3})[:：](\d{2})(?:[:：](\d{2}))?(?:[.,](\d{1,3}))?\s?([AaPp])?")
_PARTS = re.compile(
    r"(?:(?P<h>\d{1,2})\s?(?:h|小时|時|时)\s?)?(?:(?P<m>\d{1,3})\s?(?:m|min|分钟?)\s?)?(?P<s>\d{1,5}(?:\.\d{1,3})?)"
)
_FULL_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)"
)
_SLASHED_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:20)?\d{2})(?![\d/])")
# Dots part a day from its month; with slashes nobody knows which is which.
_DOTTED_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(20\d{2})(?!\d)")
_SHORT_DATE = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_ENGLISH_DATES = (
    re.compile(
        rf"\b(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>20\d{{2}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>{_MONTH})\.?,? (?P<y>20\d{{2}})\b",
        re.IGNORECASE,
    ),
)
_DAY_SECONDS = 86_400
# No recording starts this late into itself: the time is one of the day.
_MORNING = 6
_MOST_MONTHS = 12


class Stamp(NamedTuple):
    """The numbers of a time as written; `day` is the rest, a date or a part of the day."""

    fields: tuple[int, ...]
    fraction: float
    day: str

    @property
    def has_seconds(self) -> bool:
        """Whether it has three fields."""
        return len(self.fields) == 3


def parse_stamp(clock: str) -> Stamp:
    """Return the time in a text that CLOCK matches, or the first of the two in one that SPAN matches."""
    clock = _RANGE_END.sub("", clock)
    every = list(_FIELDS.finditer(clock))
    if not every and (elapsed := _PARTS.match(clock)) is not None:
        hours, minutes, rest = (float(each or 0) for each in elapsed.group("h", "m", "s"))
        whole, fraction = divmod(rest, 1)
        passed = int(hours * 3600 + minutes * 60 + whole)
        return Stamp((passed // 3600, passed // 60 % 60, passed % 60), round(fraction, 3), "")
    if not every:
        return Stamp((0, 0), 0.0, clock)
    found = every[-1]
    fields = [int(each) for each in found.group(1, 2, 3) if each is not None]
    fraction = float(f"0.{found[4]}") if found[4] else 0.0
    half = (found[5] or "").lower()
    day = clock[: found.start()].strip()
    if (half == "p" or day.endswith(("下午", "晚上", "傍晚"))) and fields[0] < 12:
        fields[0] += 12
    if half == "a" and fields[0] == 12:
        fields[0] = 0
    return Stamp(tuple(fields), fraction, day + (half and "m"))


def full_date(text: str) -> str | None:
    """Return the first date with a year, as ISO."""
    if (found := _FULL_DATE.search(text)) is not None:
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if (found := _DOTTED_DATE.search(text)) is not None:
        return _iso(int(found[3]), int(found[2]), int(found[1]))
    for pattern in _ENGLISH_DATES:
        if (found := pattern.search(text)) is not None:
            month = [name[:3] for name in _MONTHS].index(found["m"][:3].lower()) + 1
            return _iso(int(found["y"]), month, int(found["d"]))
    return None


def slashed_dates(texts: Iterable[str]) -> list[str]:
    """Return dates such as 31/05/2026 as ISO, where one of them tells that days come first, or months do."""
    found = [match for text in texts if (match := _SLASHED_DATE.search(text)) is not None]
    numbers = [(int(each[1]), int(each[2]), int(each[3]) % 100 + 2000) for each in found]
    days_first = any(one > _MOST_MONTHS for one, _, _ in numbers)
    if days_first == any(two > _MOST_MONTHS for _, two, _ in numbers):
        return []
    dates = (
        _iso(year, two, one) if days_first else _iso(year, one, two) for one, two, year in numbers
    )
    return [each for each in dates if each is not None]


def is_date(text: str) -> bool:
    """Tell whether a text is a date with a year and nothing else."""
    bare = text.strip(" ,，")
    return any(each.fullmatch(bare) is not None for each in (_FULL_DATE, *_ENGLISH_DATES))


def _iso(year: int, month: int, day: int) -> str | None:
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def is_time_of_day(stamps: Sequence[Stamp]) -> bool:
    """Tell whether the times are of the day and not of the recording."""
    if any(stamp.day for stamp in stamps):
        return True
    if not stamps or any(stamp.fields[0] > 23 for stamp in stamps):
        return False
    if len({len(stamp.fields) for stamp in stamps}) > 1:
        return False
    return stamps[0].fields[0] >= _MORNING


def seconds_since_start(stamps: Sequence[Stamp | None]) -> tuple[float | None, ...]:
    """Return seconds of the recording, or since the first message where the times are of the day.

    A time of the day that runs backwards means an unknown number of days: then nothing is known.
    """
    known = [stamp for stamp in stamps if stamp is not None]
    by_day = is_time_of_day(known)
    seconds = [None if stamp is None else _seconds(stamp, by_day) for stamp in stamps]
    return _since_first(stamps, seconds) if by_day else tuple(seconds)


def _seconds(stamp: Stamp, by_day: bool) -> float:
    hours, minutes, rest = (0, *stamp.fields)[-3:]
    if by_day and not stamp.has_seconds:
        hours, minutes, rest = *stamp.fields, 0
    return hours * 3600 + minutes * 60 + rest + stamp.fraction


def _since_first(
    stamps: Sequence[Stamp | None], seconds: Sequence[float | None]
) -> tuple[float | None, ...]:
    """Count from the first message; stop where the day is unknown and time runs back."""
    out: list[float | None] = []
    first = latest = None
    day: int | None = None
    lost, day_first = False, _is_day_first(stamps)
    for stamp, second in zip(stamps, seconds, strict=True):
        if stamp is None or second is None:
            out.append(None)
            continue
        today = day_number(stamp.day, day_first=day_first)
        if first is None:
            first, day = second, today
        passed = 0 if today is None or day is None else today - day
        now = second - first + passed * _DAY_SECONDS
        lost = lost or (today is None) != (day is None) or (latest is not None and now < latest)
        latest = now
        out.append(None if lost else now)
    return tuple(out)


def day_number(text: str, *, day_first: bool = False) -> int | None:
    """Return a number that grows by one a day, for a date with or without its year; `13/05` needs no telling."""
    iso, short = full_date(text), _SHORT_DATE.search(text)
    if iso is not None:
        year, month, day = map(int, iso.split("-"))
    elif short is not None:
        year, month, day = 2000, *map(int, short.group(1, 2))
        if day_first or month > _MOST_MONTHS:
            month, day = day, month
    else:
        return None
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _is_day_first(stamps: Sequence[Stamp | None]) -> bool:
    """Tell whether any date can only be read with the day before the month."""
    dates = [_SHORT_DATE.search(stamp.day) for stamp in stamps if stamp is not None]
    return any(found is not None and int(found[1]) > _MOST_MONTHS for found in dates)
