"""Does confidence mean what it says? Verdicts sorted into bins of confidence, each beside how often it was right.

Expected calibration error: Naeini, Cooper, Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian
Binning" (2015), with bins of equal width.
"""

from collections.abc import Iterable

from callsift.domain.record import Record

_BINS = 5


class Bin(Record):
    """The verdicts whose confidence lies in [low, high): how many, their mean confidence, and the share of right ones."""

    low: float
    high: float
    number: int
    confidence: float
    accuracy: float


class Calibration(Record):
    """All bins that hold a verdict, and the mean gap between confidence and accuracy, weighted by number."""

    bins: tuple[Bin, ...]
    error: float


def calibration_of(verdicts: Iterable[tuple[float, bool]]) -> Calibration:
    """Return how the confidence of verdicts compares with their being right."""
    listed = list(verdicts)
    bins = []
    for number in range(_BINS):
        low, high = number / _BINS, (number + 1) / _BINS
        inside = [v for v in listed if low <= v[0] < high or (v[0] == 1.0 and high == 1.0)]
        if inside:
            bins.append(
                Bin(
                    low=low,
                    high=high,
                    number=len(inside),
                    confidence=round(sum(c for c, _ in inside) / len(inside), 3),
                    accuracy=round(sum(right for _, right in inside) / len(inside), 3),
                )
            )
    gaps = sum(each.number * abs(each.confidence - each.accuracy) for each in bins)
    return Calibration(bins=tuple(bins), error=round(gaps / len(listed), 3) if listed else 0.0)
