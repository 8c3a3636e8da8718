"""Finds telephone numbers that do not stand by themselves in one piece: cut by words or stops, or glued to others.

`139 然后是 1234 5678`, `一三九 嗯 一二三四 五六七八`, `139123456783点`, `v13912345678`. Words between digits are those in which a number is
dictated; anything else, a unit above all, ends the number. What a whole number looks like is no matter of this module.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from callsift.steps.redact.beside import (
    is_amount,
    is_of_amount,
    is_said,
    is_told,
    is_told_after,
)
from callsift.steps.redact.checks import is_day
from callsift.steps.redact.line import Detection, FoldedLine
from callsift.steps.redact.numbers import digits_of
from callsift.steps.redact.words import any_of, number_words

_SIGNS = r"[ .·,，、。…:：\-‐‑‒–—―−/()]"
_DIGITS = re.compile(r"[0-9]+")
_MOST_DIGITS = 12
_MOBILE = re.compile(r"1[3-9][0-9]{9}|09[0-9]{8}")
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
# A digit too few or too many: misheard, and a number of a person all the same.
_PARTIAL = re.compile(r"1[3-9][0-9]{8}(?:[0-9]{2})?")
_FORM = re.compile("|".join(each.pattern for each in (_MOBILE, _LANDLINE, _LOCAL, _PARTIAL)))
# A mobile number is said in groups that begin like this; 1380 and 1234 567 are two figures.
_FIRST_GROUPS = (3, 7)
_WITH_HOUR = re.compile(r"(?<![0-9a-z.,])(1[3-9][0-9]{9})(?=([0-9]{1,2})(点|时|:|：|号|月))")
# What may be glued to a mobile number. X13912345678B is a model.
_GLUED = re.compile(r"(?<![0-9])(?<![0-9][.,])(1[3-9][0-9](?:[ .\-]?[0-9]{4}){2})(?![0-9])")
_AHEAD = re.compile(
    r"(?:^|[^0-9a-z])((?:v|w|m|t|p|q|vx|wx|mob|mobile|cell|tel|ph|phone|call|weixin|wechat|whatsapp|is|no)?[:.]?)$"
)
_BEHIND = re.compile(
    r"(?![a-z])|(?:v|vx|wx|q|qq|weixin|wechat|tel|ok|call|and|or|then|mob|mobile)(?![a-z0-9])"
)
_REACH = 12
# Bound to the digits of a decimal number, or a letter.
_BOUND = re.compile(r"(?:[0-9][.,]|[a-z])$")
_LATEST = {"号": 31, "月": 12}
_TOO_LONG = re.compile(r"(?<![0-9a-z.,])(1[3-9][0-9]{10})(?![0-9a-z点时:：号月])")


class _Piece(NamedTuple):
    """Digits in one piece, and whether a word or a full stop parts them from the piece before."""

    start: int
    end: int
    by_word: bool


def find_broken(line: FoldedLine) -> Iterator[Detection]:
    """Yield every telephone number that is cut, or glued to what follows; spans may overlap."""
    for found in _WITH_HOUR.finditer(line.spoken):
        if _is_before_hour(line, found):
            yield line.found(*found.span(1), "phone", found[1])
    for found in _TOO_LONG.finditer(line.spoken):
        start, end = found.span(1)
        if is_told(line, start, "phone") and not is_of_amount(line, start, end, "phone"):
            yield line.found(start, end, "phone", found[1])
    for found in _GLUED.finditer(line.spoken):
        if _is_glued(line, *found.span(1)):
            yield line.found(*found.span(1), "phone", digits_of(found[1]))
    for run in _run().finditer(line.spoken):
        pieces = list(_pieces(line.spoken, *run.span()))
        for first in range(len(pieces) - 1):
            yield from _from(line, pieces, first)


def _is_glued(line: FoldedLine, start: int, end: int) -> bool:
    ahead = _AHEAD.search(line.text, max(0, start - _REACH), start)
    if ahead is None or _BEHIND.match(line.text, end) is None:
        return False
    word = start - len(ahead[1])
    return not (is_of_amount(line, start, end, "phone") or is_amount(line, word, end, "phone"))


def _is_before_hour(line: FoldedLine, found: re.Match[str]) -> bool:
    start, end = found.span(1)
    sign = found[3]
    if int(found[2]) > _LATEST.get(sign, 24) or is_of_amount(line, start, end, "phone"):
        return False
    return sign not in _LATEST or is_told(line, start, "phone")


def _pieces(text: str, start: int, end: int) -> Iterator[_Piece]:
    before = start
    for found in _DIGITS.finditer(text, start, end):
        gap = text[before : found.start()]
        yield _Piece(*found.span(), by_word="。" in gap or any(map(str.isalpha, gap)))
        before = found.end()


def _from(line: FoldedLine, pieces: list[_Piece], first: int) -> Iterator[Detection]:
    """Yield the numbers that begin with this piece and go on in others."""
    digits = ""
    for last in range(first, min(len(pieces), first + _MOST_DIGITS)):
        digits += line.spoken[pieces[last].start : pieces[last].end]
        if len(digits) > _MOST_DIGITS:
            return
        # Most rows of digits have no such form, and are looked at no further.
        if last > first and _FORM.fullmatch(digits):
            part = pieces[first : last + 1]
            if _counts(line, part, digits):
                yield line.found(part[0].start, part[-1].end, "phone", digits)


def _counts(line: FoldedLine, part: list[_Piece], digits: str) -> bool:
    start, end = part[0].start, part[-1].end
    if _BOUND.search(line.spoken, max(0, start - 2), start) or is_of_amount(
        line, start, end, "phone"
    ):
        return False
    told = is_told(line, start, "phone") or is_told_after(line, end)
    if not (told or any(each.by_word for each in part[1:])):
        return False
    read_out = is_said(line, start, end, len(digits))
    if _MOBILE.fullmatch(digits):
        return told or read_out or _is_grouped(part)
    if _LANDLINE.fullmatch(digits):
        return told or read_out
    return told and read_out and not is_day(digits)


def _is_grouped(part: list[_Piece]) -> bool:
    sizes = [each.end - each.start for each in part]
    return sizes[0] in _FIRST_GROUPS and min(sizes) > 1


@lru_cache(maxsize=1)
def _run() -> re.Pattern[str]:
    gap = rf"{_SIGNS}{{0,3}}(?:(?:{any_of(number_words().between)}){_SIGNS}{{0,3}}){{0,3}}"
    # Digits are taken whole: to give them back one by one would take the square of their number.
    return re.compile(rf"(?<![0-9])[0-9]++(?:{gap}[0-9]++)+")
