"""Cells as people read them."""

from datetime import date, datetime, time, timedelta

import pytest

from callsift.steps.read.tables.cells import cell_text

CASES: dict[str, tuple[object, str]] = {
    "nothing": (None, ""),
    "a whole number": (13800000000.0, "13800000000"),
    "a long id as text": ("0012345678901234567", "0012345678901234567"),
    "a fraction": (0.1 + 0.2, "0.3"),
    "an integer": (42, "42"),
    "truth": (True, "TRUE"),
    "a day": (date(2026, 3, 5), "2026-03-05"),
    "a day of a workbook": (datetime(2026, 3, 5), "2026-03-05"),
    "a moment": (datetime(2026, 3, 5, 9, 30, 1), "2026-03-05 09:30:01"),
    "a time": (time(0, 12, 34), "00:12:34"),
    "a length": (timedelta(minutes=12, seconds=34), "00:12:34"),
    "a length with a fraction": (timedelta(seconds=3.49), "00:00:03.490"),
    "a spelt-out return": ("一_x000D_\n二", "一\n二"),
    "a spelt-out soft line end": ("一_x000B_二_x000c_三", "一\x0b二\x0c三"),
    "line ends": ("一\r\n二\r三", "一\n二\n三"),
}


@pytest.mark.parametrize(("value", "text"), CASES.values(), ids=CASES.keys())
def test_a_value_is_shown_as_people_read_it(value: object, text: str) -> None:
    assert cell_text(value) == text
