"""Finds telephone, identity and card numbers in a line, in digits or read out in Chinese.

A number counts by its own form where that is telling (a mobile number, an identity number with its date, a card number
with its check digit), else only where a word before it says what it is.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from callsift.domain.transcript import Language
from callsift.steps.redact import checks
from callsift.steps.redact.beside import Context, is_of_amount, is_said, is_told
from callsift.steps.redact.line import Detection, FoldedLine

_S = r"[ .·\-‐‑‒–—―−/]"
# Between digits that are read out, pauses too.
_P = r"[ .·\-‐‑‒–—―−/,，、…]{0,2}"
# What it is may be glued to it, and the number of an item in a list stand before it.
_AHEAD = r"(?:(?<![0-9a-z])|(?<=tel)|(?<=phone)|(?<=[vw]x))(?<![0-9]{2}\.)(?=("
_BEHIND = r")(?![0-9a-z]))"
_EXTENSION = r"(?: ?(?:转|分机|ext\.?|x|#) ?\d{1,6})?"
# A row of so many digits is the shortest that can be a number of a person.
_SHORTEST = re.compile(rf"[0-9](?:{_P}[()]?{_P}[0-9]){{6}}")
_HONG_KONG = re.compile("(?:香港|澳门|hong kong|macau)[^0-9〔〕,，。;；!！?？]{0,6}$")
_NOT_DIGITS = re.compile(r"[^0-9a-z]")


class Shape(NamedTuple):
    """A form of numbers: its pattern, when it counts, and in which languages it is looked for."""

    kind: Context
    pattern: re.Pattern[str]
    counts: Callable[[FoldedLine, int, int, str], bool]
    languages: tuple[Language, ...] = ("zh", "zh-Hant", "en", "mixed")


def find_numbers(line: FoldedLine, language: Language) -> Iterator[Detection]:
    """Yield every number of a person in the line; spans may overlap."""
    if _SHORTEST.search(line.spoken) is None:
        return
    for shape in _shapes():
        if language in shape.languages:
            yield from _matches(line, line.text, shape)
    if line.spoken != line.text:
        for shape in (*_shapes(), *_read_out()):
            yield from _matches(line, line.spoken, shape)


def digits_of(text: str) -> str:
    """Return the digits and letters of a number without what parts them."""
    return _NOT_DIGITS.sub("", text.replace("叉", "x"))


def _matches(line: FoldedLine, view: str, shape: Shape) -> Iterator[Detection]:
    for found in shape.pattern.finditer(view):
        start, end = found.span(1)
        digits = digits_of(found[1])
        if is_of_amount(line, start, end, shape.kind):
            continue
        if shape.counts(line, start, end, digits):
            yield line.found(start, end, shape.kind, _key(digits))


def _key(digits: str) -> str:
    """Return what equal numbers share: the country code of a Chinese mobile number says nothing."""
    return re.sub(r"^(?:00)?86(?=1[3-9][0-9]{9}$)", "", digits)


def _shape(
    kind: Context,
    pattern: str,
    counts: Callable[[FoldedLine, int, int, str], bool],
    *languages: Language,
) -> Shape:
    ending = _EXTENSION if kind == "phone" else ""
    compiled = re.compile(_AHEAD + pattern + ending + _BEHIND)
    return Shape(kind, compiled, counts, languages) if languages else Shape(kind, compiled, counts)


@lru_cache(maxsize=1)
def _shapes() -> tuple[Shape, ...]:
    return (*_chinese_phones(), *_foreign_phones(), *_papers())


def _chinese_phones() -> tuple[Shape, ...]:
    s = _S
    mobile = r"(?:\(?(?:\+|00)?86\)?[ \-]?)?1[3-9]"
    area = rf"\(?0(?:10|2\d|[3-9]\d\d)\)?{s}{{0,2}}"
    taiwan = rf"\(?0[2-8]\d?\)?{s}{{0,2}}"
    return (
        _shape("phone", rf"{mobile}\d(?:{s}?\d{{4}}{s}?\d{{4}}|{s}\d{{3}}{s}\d{{5}})", _always),
        _shape("phone", rf"{mobile}(?:{s}?\d){{9}}", _told("phone")),
        _shape("phone", rf"{area}\d{{3,4}}{s}?\d{{4}}(?:-\d{{1,6}})?", _is_landline),
        _shape("phone", rf"[48]00(?:{s}\d{{3}}{s}?\d{{4}}|{s}\d{{4}}{s}?\d{{3}})", _always),
        _shape("phone", r"[48]00\d{7}", _told("phone")),
        _shape("phone", rf"09\d\d{s}?\d{{3}}{s}?\d{{3}}", _always, "zh-Hant", "mixed", "zh"),
        _shape("phone", rf"{taiwan}\d{{3,4}}{s}?\d{{4}}", _always, "zh-Hant"),
        _shape("phone", rf"\(?0\d{{1,4}}\)?(?:{s}?\d){{5,9}}", _is_told_area),
        _shape("phone", rf"\d{{3,4}}{s}?\d{{4}}", _is_local),
        _shape("phone", r"[2-9]\d{3}[ -]\d{4}", _is_of_hong_kong),
        _shape("phone", rf"85[23]{s}?[2-9]\d{{3}}{s}?\d{{4}}", _is_of_hong_kong),
    )


def _foreign_phones() -> tuple[Shape, ...]:
    s, apart = _S, r"[ .()\-‐‑–—]{0,2}"
    known = "(?:1|44|49|33|81|82|65|852|853|886)"
    american = rf"\(?[2-9]\d\d\)?{s}{{1,2}}[2-9]\d\d{s}\d{{4}}"
    return (
        _shape("phone", rf"(?:\+?1{s})?{american}", _always, "en", "mixed"),
        _shape("phone", rf"(?:\+?1{s}?)?\([2-9]\d\d\){s}?[2-9]\d\d{s}\d{{4}}", _always),
        _shape("phone", r"1?[2-9]\d\d[2-9]\d{6}", _told("phone"), "en", "mixed"),
        _shape("phone", r"\(?0\d{2,4}\)? \d{3,4} ?\d{3,4}", _is_landline, "en", "mixed"),
        _shape("phone", rf"\+[1-9](?:{apart}\d){{8,14}}", _always),
        _shape("phone", rf"\+[1-9](?:{apart}\d){{6,7}}", _told("phone")),
        _shape("phone", rf"00{known}(?:[ .()\-‐‑–—]{{1,2}}\d+){{1,5}}", _is_long),
    )


def _papers() -> tuple[Shape, ...]:
    s = _S
    return (
        _shape("id", rf"[1-9](?:{s}?\d){{16}}{s}?[0-9x叉]", _is_prc),
        _shape("id", rf"[1-9](?:{s}?\d){{14}}", _is_old_prc),
        _shape("id", r"[a-z]{1,2} ?\d{3,4} ?\d{4}", _told("id")),
        _shape("id", r"\d{8,9}", _is_told_paper),
        _shape("id", r"\d{3}-\d{2}-\d{4}", _told("id")),
        _shape("id", r"[a-z][1289]\d{8}", _is_taiwan),
        _shape("id", r"[a-z]{1,2}\d{6} ?\(?[0-9a]\)?", _is_hong_kong),
        *(_shape("card", rf"[3-6](?:{s}?\d){{{n}}}", _is_card) for n in (18, 17, 16, 15)),
    )


@lru_cache(maxsize=1)
def _read_out() -> tuple[Shape, ...]:
    """Return the forms in which pauses may stand anywhere."""
    p = _P
    return (
        _shape("phone", rf"1{p}[3-9](?:{p}\d){{9}}", _is_read_out),
        _shape("phone", r"1[3-9]\d{8}(?:\d\d)?", _is_misheard),
        _shape("phone", rf"0{p}9(?:{p}\d){{8}}", _is_read_out),
        _shape("phone", rf"[48]{p}0{p}0(?:{p}\d){{7}}", _is_read_out),
        _shape("phone", rf"[2-9](?:{p}\d){{6,7}}", _is_local_read),
        _shape(
            "phone", rf"0{p}(?:1{p}0|2{p}\d|[3-9]{p}\d{p}\d)(?:{p}\d){{7,8}}(?!月)", _is_read_out
        ),
        _shape("id", rf"[1-9](?:{p}\d){{16}}{p}[0-9x叉]", _is_prc),
        *(_shape("card", rf"[3-6](?:{p}\d){{{n}}}", _is_card_read) for n in (18, 17, 16, 15)),
    )


def _always(_line: FoldedLine, _start: int, _end: int, _digits: str) -> bool:
    return True


def _told(context: Context) -> Callable[[FoldedLine, int, int, str], bool]:
    return lambda line, start, _end, _digits: is_told(line, start, context)


def _is_long(_line: FoldedLine, _start: int, _end: int, digits: str) -> bool:
    return 9 <= len(digits.partition("x")[0]) <= 17


def _is_landline(_line: FoldedLine, _start: int, _end: int, digits: str) -> bool:
    return len(digits) >= 10


def _is_told_area(line: FoldedLine, start: int, _end: int, digits: str) -> bool:
    return 9 <= len(digits) <= 12 and is_told(line, start, "phone")


def _is_local(line: FoldedLine, start: int, _end: int, digits: str) -> bool:
    return digits[0] != "0" and not checks.is_day(digits) and is_told(line, start, "phone")


def _is_local_read(line: FoldedLine, start: int, end: int, digits: str) -> bool:
    return _is_local(line, start, end, digits) and is_said(line, start, end, len(digits))


def _is_misheard(line: FoldedLine, start: int, end: int, digits: str) -> bool:
    return is_told(line, start, "phone") and is_said(line, start, end, len(digits))


def _is_of_hong_kong(line: FoldedLine, start: int, _end: int, digits: str) -> bool:
    told = _HONG_KONG.search(line.text, max(0, start - 12), start) or is_told(line, start, "phone")
    return bool(told) and not checks.is_day(digits)


def _is_told_paper(line: FoldedLine, start: int, _end: int, digits: str) -> bool:
    return not checks.is_day(digits[:8]) and is_told(line, start, "id")


def _is_prc(line: FoldedLine, start: int, _end: int, digits: str) -> bool:
    if is_told(line, start, "id"):
        return True
    return checks.is_like_prc_id(digits) and (
        checks.is_prc_id(digits) or checks.is_prc_adult(digits)
    )


def _is_old_prc(line: FoldedLine, start: int, _end: int, digits: str) -> bool:
    return checks.is_old_prc_id(digits) and is_told(line, start, "id")


def _is_taiwan(line: FoldedLine, start: int, _end: int, digits: str) -> bool:
    return is_told(line, start, "id") or (_is_traditional(line) and checks.is_taiwan_id(digits))


def _is_hong_kong(line: FoldedLine, start: int, end: int, digits: str) -> bool:
    bracketed = line.text[end - 1] == ")"
    return checks.is_hong_kong_id(digits) and (bracketed or is_told(line, start, "id"))


def _is_traditional(line: FoldedLine) -> bool:
    return any(each in line.raw for each in "號碼證們這個還會") and "证" in line.text


def _is_card(line: FoldedLine, start: int, end: int, digits: str) -> bool:
    groups = re.findall(r"\d+", line.spoken[start:end])
    in_fours = len(groups) == 1 or all(len(each) == 4 for each in groups[:-1])
    return is_told(line, start, "card") or (in_fours and checks.is_luhn(digits))


def _is_card_read(line: FoldedLine, start: int, end: int, digits: str) -> bool:
    return _is_read_out(line, start, end, digits) and (
        checks.is_luhn(digits) or is_told(line, start, "card")
    )


def _is_read_out(line: FoldedLine, start: int, end: int, digits: str) -> bool:
    return is_said(line, start, end, len(digits)) or is_told(line, start, "phone")
