"""Numbers written in Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.numerals import number_of

UNITS = ((1_000, "千"), (100, "百"), (10, "十"))
DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """Write a number below 10,000 in full, as school teaches it."""
    out, gap = "", False
    for value, unit in UNITS:
        digit = number // value % 10
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + unit
        gap = not digit if digit or out else gap
    last = number % 10
    return out + ("零" if gap and out and last else "") + (DIGITS[last] if last else "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十三", 23),
        ("两百", 200),
        ("三百五", 350),
        ("三百零五", 305),
        ("一千二", 1_200),
        ("三万五", 35_000),
        ("十二万", 120_000),
        ("一亿两千万", 120_000_000),
        ("兩億", 200_000_000),
        ("二〇二六", 2026),
        ("27", 27),
    ],
)
def test_numerals_are_read(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", "几百", "3百", "1.5", "abc", "-2"])
def test_what_writes_no_number_is_none(text: str) -> None:
    assert number_of(text) is None


@given(st.integers(1, 9_999), st.integers(0, 9_999))
def test_a_number_in_full_is_that_number(above: int, below: int) -> None:
    assert number_of(written(above)) == above
    if below >= 1_000:
        assert number_of(f"{written(above)}万{written(below)}") == above * 10_000 + below
