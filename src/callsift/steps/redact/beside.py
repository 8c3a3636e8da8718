"""Looks at what stands right before and after a number: words that tell what it is, or that it is an amount."""

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from callsift.steps.redact.line import FILLER, FoldedLine
from callsift.steps.redact.words import number_words

Context: TypeAlias = Literal["phone", "id", "card"]

_SIGNS, _DIGITS = frozenset(" .,，、-/"), frozenset("0123456789")
# A comma or a point with few digits behind it belongs to an amount; with many, another number begins.
_REST_OF_AMOUNT = re.compile(r"[.,][0-9]{1,4}(?![0-9])")
# So far back a word can stand that tells what a number is.
_REACH = 24
# Between the word and the number: no other number, no end of a clause, nothing masked.
_GAP = rf"[^0-9{FILLER}〕,，。;；!！?？]{{0,12}}$"


def is_told(line: FoldedLine, start: int, context: Context) -> bool:
    """Tell whether a word before the number says that it is of this kind."""
    if _is_next_of_row(line.text, start):
        return False
    return _context(context).search(line.text, max(0, start - _REACH), start) is not None


def is_told_after(line: FoldedLine, end: int) -> bool:
    """Tell whether a word right behind the number says that it is a telephone number."""
    return _phone_after().match(line.text, end) is not None


def is_said(line: FoldedLine, start: int, end: int, digits: int) -> bool:
    """Tell whether at least half of so many digits stand there as Chinese words."""
    written = sum(each.isascii() and each.isdigit() for each in line.text[start:end])
    return written * 2 <= digits


def is_amount(line: FoldedLine, start: int, end: int, context: Context) -> bool:
    """Tell whether the number is marked as an amount, a quantity or the number of a thing.

    证件编号 is no number of a thing: the word right before says whose number it is.
    """
    row = _is_next_of_row(line.text, start)
    before = None if row else _amount_before().search(line.text, max(0, start - _REACH), start)
    if before is not None and not _ends_in(context).search(
        line.text, max(0, before.start() - _REACH), before.start()
    ):
        return True
    return _amount_after().match(line.text, end) is not None


def goes_on(line: FoldedLine, end: int) -> bool:
    """Tell whether a row of digits is the beginning of an amount.

    A Chinese comma ends a clause, and what a comma parts has three digits before it at most.
    """
    if _REST_OF_AMOUNT.match(line.text, end) is None:
        return False
    sign = line.raw[line.origins[end]]
    return sign == "." or (sign == "," and not line.text[max(end - 4, 0) : end].isdigit())


def is_of_amount(line: FoldedLine, start: int, end: int, context: Context) -> bool:
    """Tell whether the row of digits is an amount, or the beginning of one."""
    return goes_on(line, end) or is_amount(line, start, end, context)


def _is_next_of_row(text: str, start: int) -> bool:
    """Tell whether but a sign parts the number from one before it, so that no word can stand there."""
    return start > 1 and text[start - 1] in _SIGNS and text[start - 2] in _DIGITS


@lru_cache(maxsize=3)
def _context(context: Context) -> re.Pattern[str]:
    words = number_words()
    if context == "phone":
        return re.compile(f"(?:{_any(words.phone)}){_GAP}|(?:{_any(words.dial)})[ :：]?$")
    return re.compile(f"(?:{_any(words.id if context == 'id' else words.card)}){_GAP}")


@lru_cache(maxsize=3)
def _ends_in(context: Context) -> re.Pattern[str]:
    words = number_words()
    return re.compile(
        f"(?:{_any({'phone': words.phone, 'id': words.id, 'card': words.card}[context])})[号码]{{0,2}}$"
    )


@lru_cache(maxsize=1)
def _phone_after() -> re.Pattern[str]:
    return re.compile(f"[ .。,，、]{{0,3}}(?:{_any(number_words().phone_after)})")


@lru_cache(maxsize=1)
def _amount_before() -> re.Pattern[str]:
    return re.compile(f"(?:{_any(number_words().amount_before)})[ :：#.是为-]{{0,3}}$")


@lru_cache(maxsize=1)
def _amount_after() -> re.Pattern[str]:
    return re.compile(f" ?(?:{_any(number_words().amount_after)})")


def _any(words: tuple[str, ...]) -> str:
    """Return a pattern of these words; English ones only where they begin a word."""
    return "|".join(
        rf"(?<![a-z]){re.escape(each)}"
        if each[0].isascii() and each[0].isalpha()
        else re.escape(each)
        for each in words
    )
