"""Time columns: what their numbers mean."""

import pytest

from callsift.steps.read.tables.clocks import Span, seconds_of

CASES: dict[str, tuple[list[str], list[str], list[Span]]] = {
    "minutes": (["0:05", "1:10"], ["", ""], [(5.0, None), (70.0, None)]),
    "fractions": (["00:00:05.250", "00:00:07,5"], ["", ""], [(5.25, None), (7.5, None)]),
    "seconds": (["5", "70.5"], ["7", "80"], [(5.0, 7.0), (70.5, 80.0)]),
    "milliseconds": (["5000", "70500"], ["7000", "80000"], [(5.0, 7.0), (70.5, 80.0)]),
    "milliseconds without ends": (
        ["0", "61000", "125000"],
        ["", "", ""],
        [(0.0, None), (61.0, None), (125.0, None)],
    ),
    "times of the day": (
        ["14:00:05", "14:00:10"],
        ["14:00:07", "14:00:12"],
        [(0.0, 2.0), (5.0, 7.0)],
    ),
    "a gap": (["5", "", "9"], ["", "", ""], [(5.0, None), (None, None), (9.0, None)]),
    "no times": (["soon", "later"], ["", ""], [(None, None), (None, None)]),
    "nothing": (["", ""], ["", ""], [(None, None), (None, None)]),
}


@pytest.mark.parametrize(("starts", "ends", "spans"), CASES.values(), ids=CASES.keys())
def test_times_become_seconds(starts: list[str], ends: list[str], spans: list[Span]) -> None:
    assert seconds_of(starts, ends) == spans
