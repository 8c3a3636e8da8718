"""Single values of a JSON document."""

import pytest

from callsift.steps.read.exports.fields import day, label, same_id, seconds


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((1, 1.0), (1.5, 1.5), ("12.34", 12.34), ("00:02", 2.0), ("1:00:02,500", 3602.5)),
        *(("PT1M1.5S", 61.5), ("PT0.07S", 0.07), (0, 0.0)),
        *((True, None), (None, None), ("soon", None), (-1, None), (float("nan"), None)),
        *((float("inf"), None), (10**400, None), (1773309600, None), ([], None), ("", None)),
    ],
)
def test_seconds(value: object, expected: float | None) -> None:
    assert seconds(value) == expected


def test_units_are_applied_to_numbers_only() -> None:
    assert seconds("1500", unit=0.001) == 1.5
    assert seconds("00:02", unit=0.001) == 2.0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *((0, "Speaker 0"), ("0", "Speaker 0"), ("A", "Speaker A"), (" Ann ", "Ann")),
        *((6432345678901234567, "Speaker 6432345678901234567"), ({"id": 2}, "Speaker 2")),
        *(("SPEAKER_00", "SPEAKER_00"), ("", None), (None, None), (False, None), (1.5, None)),
    ],
)
def test_labels(value: object, expected: str | None) -> None:
    assert label(value) == expected


def test_a_number_and_its_text_are_one_id() -> None:
    assert same_id(6432345678901234567) == same_id("6432345678901234567")
    assert same_id(6432345678901234567) != same_id(6432345678901234568)
    assert same_id(True) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *(("2026-03-12", "2026-03-12"), ("2026-03-12T23:30:00-08:00", "2026-03-12")),
        *((1773309600000, "2026-03-12"), (1773309600, "2026-03-12")),
        *(("2026-02-30", None), ("12 March", None), (12, None), (True, None), (float("nan"), None)),
    ],
)
def test_days(value: object, expected: str | None) -> None:
    assert day(value) == expected
