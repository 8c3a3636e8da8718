"""Confidence beside how often it was right."""

from hypothesis import given
from hypothesis import strategies as st

from callsift.scoring.calibration import calibration_of


def test_verdicts_are_sorted_into_bins_with_their_accuracy() -> None:
    found = calibration_of([(0.1, False), (0.15, True), (0.9, True), (1.0, True)])
    assert [(each.low, each.high, each.number) for each in found.bins] == [
        (0.0, 0.2, 2),
        (0.8, 1.0, 2),
    ]
    assert [each.accuracy for each in found.bins] == [0.5, 1.0]


def test_confidence_that_is_what_it_says_has_no_error() -> None:
    assert calibration_of([(0.5, True), (0.5, False)]).error == 0.0


def test_no_verdict_has_no_error() -> None:
    assert calibration_of([]).error == 0.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
def test_every_verdict_is_in_exactly_one_bin(verdicts: list[tuple[float, bool]]) -> None:
    found = calibration_of(verdicts)
    assert sum(each.number for each in found.bins) == len(verdicts)
    assert 0 <= found.error <= 1
