"""Reads numbers that are written in Chinese, as speech recognition leaves them: 二十三, 三百五, 一亿两千万."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
# For a character class of a pattern.
NUMERALS = "".join((*_DIGITS, *_SMALL))
LARGE_UNITS = "".join(_LARGE)


def number_of(text: str) -> int | None:
    """Return the number that Chinese numerals or ASCII digits write, or None where they write none.

    A digit that follows a unit directly counts tenths of it: 三百五 is 350, 三百零五 is 305. Digits alone are read in
    their order: 二〇二六.
    """
    if text.isascii():
        return int(text) if text.isdecimal() else None
    if not text or not set(text) <= {*_DIGITS, *_SMALL, *_LARGE}:
        return None
    if all(each in _DIGITS for each in text):
        return int("".join(str(_DIGITS[each]) for each in text))
    return _with_units(text)


def _with_units(text: str) -> int:
    total = section = digit = 0
    unit = 1
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            unit = unit if digit else 1
        elif character in _SMALL:
            unit = _SMALL[character]
            section += (digit or 1) * unit
            digit = 0
        else:
            unit = _LARGE[character]
            total = (
                (total + section + digit) * unit
                if unit > total
                else total + (section + digit) * unit
            )
            section = digit = 0
    is_tenth = digit and unit >= _SMALL["百"]
    return total + section + digit * (unit // 10 if is_tenth else 1)
