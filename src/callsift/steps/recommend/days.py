"""Finds every day that a text names, reckoned from the day on which it was said. Pure: no clock.

Chinese and English, figures and numerals. Texts are folded: lower case, simplified, no space between Chinese characters.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

from callsift.numerals import NUMERALS, number_of

Reader: TypeAlias = Callable[[str, date], Iterator["Mention"]]


class Mention(NamedTuple):
    """A day, where in the text it is named, and by what: its distance, its weekday or its date."""

    start: int
    end: int
    day: date
    by: Literal["distance", "weekday", "date"] = "date"


_NUMBER = rf"\d{{1,2}}|[{NUMERALS}]{{1,3}}"
_WEEKDAYS = {
    name: n
    for n, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天"))
    for name in names
}
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_DAY_NAME = r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|saturday|sunday"
_MONTH_NAME = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_RELATIVE: dict[str, int] = dict.fromkeys(("今天", "今晚", "今儿", "今日", "today", "tonight"), 0)
_RELATIVE |= dict.fromkeys(("明天", "明早", "明晚", "明儿", "明日", "听日", "tomorrow"), 1)
_RELATIVE |= dict.fromkeys(("后天", "后日", "the day after tomorrow", "day after tomorrow"), 2)
_RELATIVE |= dict.fromkeys(("大后天", "大后日"), 3)
_RELATIVE_WORDS = re.compile("|".join(sorted(_RELATIVE, key=len, reverse=True)))
_ISO = re.compile(
    rf"(?<!\d)(\d{{4}})(?:[-/.]|年)(\d{{1,2}}|[{NUMERALS}]{{1,2}})(?:[-/.]|月)({_NUMBER})"
)
_MONTH_DAY = re.compile(rf"(?<![\d{NUMERALS}年])({_NUMBER})月({_NUMBER})[日号]?")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/的款])")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MONTHS = 12
# 3号线, 2号机 and 30号人 are no days.
_NO_DAY = "线楼机厂车仓库柜门馆院房桌炉店标样井罐泵窑人文塔区内工"
_DAY = re.compile(
    rf"(?:(?P<next>下个?月)|(?P<this>[本这]个?月)|(?<![\d{NUMERALS}月第]))(?P<day>{_NUMBER})(?:号|日(?!后))(?![{_NO_DAY}])"
)
_WEEK = re.compile(
    r"(?<![上每])(?<!上个)(?P<which>下下|下|这|本)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-6])(?!\d)"
)
_ENGLISH_WEEK = re.compile(rf"(?<!last )(?<!every )\b(?P<next>next )?(?P<day>{_DAY_NAME})\b\.?")
_ENGLISH_DATE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH_NAME})\b|\b({_MONTH_NAME})\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b"
)
_ORDINAL = re.compile(
    rf"\b(?:the|(?:{_DAY_NAME}),?) (\d{{1,2}})(?:st|nd|rd|th)\b(?! (?:floor|of|time|quarter|line))"
)
_AFTER = re.compile(
    rf"(?P<many>{_NUMBER})个?(?P<unit>工作日|天|日|周|星期|礼拜|月)(?:之|以)?[后内]"
    r"|\b(?:in|within) (?P<in>\d{1,2}|a|an|one|two|three|four|five|six|ten) (?P<what>working day|business day|day|week|fortnight|month)s?\b"
)
_ENGLISH_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
}
_DAYS_OF = {
    "天": 1,
    "日": 1,
    "day": 1,
    "周": 7,
    "星期": 7,
    "礼拜": 7,
    "week": 7,
    "fortnight": 14,
    "月": 30,
    "month": 30,
}
_WORKING = ("工作日", "working day", "business day")
_MONTH_END = re.compile(
    r"(?P<next>下个?月)?(?:这个?|本)?月底|\b(?:end of (?P<following>next|the|this) month|month[- ]end)\b"
)
# A day of this year that lies so little behind is past; one further back is meant of the next year.
_PAST_DAYS = 45


def full_dates(text: str) -> Iterator[Mention]:
    """Yield the days that are named with their year."""
    for found in _ISO.finditer(text):
        yield from _mention(found, _day(int(found[1]), number_of(found[2]), number_of(found[3])))


def days_in(text: str, said: date) -> list[Mention]:
    """Return the days that a folded text names, from left to right; days before `said` may be among them."""
    found = [*full_dates(text), *(each for read in _READERS for each in read(text, said))]
    return sorted(found)


def _relative(text: str, said: date) -> Iterator[Mention]:
    for found in _RELATIVE_WORDS.finditer(text):
        day = said + timedelta(days=_RELATIVE[found[0]])
        yield Mention(found.start(), found.end(), day, "distance")


def _after(text: str, said: date) -> Iterator[Mention]:
    for found in _AFTER.finditer(text):
        many = (
            _few(found["many"])
            if found["many"]
            else _ENGLISH_NUMBERS.get(found["in"]) or int(found["in"])
        )
        unit = found["unit"] or found["what"]
        if unit in _WORKING:
            day = _working_days(said, many)
        else:
            day = said + timedelta(days=many * _DAYS_OF[unit])
        yield Mention(found.start(), found.end(), day, "distance")


def _weekday(text: str, said: date) -> Iterator[Mention]:
    for found in _WEEK.finditer(text):
        weeks = {"下": 1, "下下": 2}.get(found["which"] or "", 0)
        day = _of_week(said, weeks, _WEEKDAYS[found["day"]])
        is_said_of_this = found["which"] in ("这", "本")
        ahead = day if day > said or is_said_of_this else day + timedelta(weeks=1)
        yield Mention(found.start(), found.end(), ahead, "weekday")
    for found in _ENGLISH_WEEK.finditer(text):
        number = _ENGLISH_DAYS.index(found["day"][:3])
        ahead = said + timedelta(days=(number - said.weekday()) % 7 or 7)
        day = _of_week(said, 1, number) if found["next"] else ahead
        yield Mention(found.start(), found.end(), day, "weekday")


def _month_day(text: str, said: date) -> Iterator[Mention]:
    for found in _MONTH_DAY.finditer(text):
        yield from _mention(found, _upcoming(number_of(found[1]), number_of(found[2]), said))
    for found in _SLASHED.finditer(text):
        yield from _slashed(found, said, is_chinese=bool(_CHINESE.search(text)))
    for found in _ENGLISH_DATE.finditer(text):
        month = _ENGLISH_MONTHS.index((found[2] or found[3])[:3]) + 1
        yield from _mention(found, _upcoming(month, int(found[1] or found[4]), said))


def _slashed(found: re.Match[str], said: date, *, is_chinese: bool) -> Iterator[Mention]:
    """Read `6/3`: the month first in Chinese; in English only where one of them can be no month."""
    first, second = int(found[1]), int(found[2])
    if is_chinese or second > _MONTHS:
        yield from _mention(found, _upcoming(first, second, said))
    elif first > _MONTHS:
        yield from _mention(found, _upcoming(second, first, said))


def _day_of_month(text: str, said: date) -> Iterator[Mention]:
    for found in _DAY.finditer(text):
        number = number_of(found["day"])
        ahead = 1 if found["next"] else 0
        day = _in_month(said, ahead, number)
        is_over = day is None or day <= said
        yield from _mention(
            found, _in_month(said, 1, number) if is_over and not (ahead or found["this"]) else day
        )
    for found in _ORDINAL.finditer(text):
        day = _in_month(said, 0, int(found[1]))
        yield from _mention(found, day if day and day > said else _in_month(said, 1, int(found[1])))


def _month_end(text: str, said: date) -> Iterator[Mention]:
    for found in _MONTH_END.finditer(text):
        first = _in_month(said, 1 if found["next"] or found["following"] == "next" else 0, 1)
        if first is not None:
            yield from _mention(found, first.replace(day=monthrange(first.year, first.month)[1]))


_READERS: tuple[Reader, ...] = (_relative, _after, _weekday, _month_day, _day_of_month, _month_end)


def _mention(found: re.Match[str], day: date | None) -> Iterator[Mention]:
    if day is not None:
        yield Mention(found.start(), found.end(), day)


def _few(text: str) -> int:
    """Read a count of days; of 三五 the larger one."""
    return number_of(text if set(text) & set("十0123456789") else text[-1]) or 0


def _of_week(said: date, weeks: int, weekday: int) -> date:
    return said - timedelta(days=said.weekday()) + timedelta(weeks=weeks, days=weekday)


def _working_days(said: date, many: int) -> date:
    day = said
    while many:
        day += timedelta(days=1)
        many -= day.weekday() < _ENGLISH_DAYS.index("sat")
    return day


def _in_month(said: date, ahead: int, number: int | None) -> date | None:
    years, month = divmod(said.month - 1 + ahead, 12)
    return _day(said.year + years, month + 1, number)


def _upcoming(month: int | None, number: int | None, said: date) -> date | None:
    this_year = _day(said.year, month, number)
    if this_year and (said - this_year).days > _PAST_DAYS:
        return _day(said.year + 1, month, number)
    return this_year


def _day(year: int, month: int | None, number: int | None) -> date | None:
    try:
        return date(year, month or 0, number or 0)
    except ValueError:
        return None
