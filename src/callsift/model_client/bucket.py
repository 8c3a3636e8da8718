"""Which token bucket an endpoint has, by what it took and what it refused: the one that would have cost the least to copy.

Whoever copies a bucket that is too slow holds back requests which the endpoint would have taken; whoever copies one that
is too fast has them refused, and loses what comes in during the pause and cannot be put by. Both are counted in requests.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

# First a coarse grid of rates, up to seven times the usual; around the best of it two finer ones, to some two per cent.
_COARSE = 1.25
_UP_TO = 10
_FINER = (1.06, 1.015)
_EACH_WAY = 4
_BURSTS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
# Whoever slept until a request was due shall not miss it by a rounding.
_NEARLY_ONE = 1 - 1e-9


class Tried(NamedTuple):
    """A request: when it was sent; None where it was taken, else the seconds of the pause that its refusal cost.

    Of many that were refused together only the last cost the pause, the others 0.
    """

    at: float
    pause_s: float | None = None


class Bucket(NamedTuple):
    """So many requests a second, so many of them at once."""

    rate: float
    burst: float


def fitted(tried: Sequence[Tried], usual: float) -> Bucket:
    """Return the bucket that costs the least, of several the slowest; `tried` is in order and not empty.

    `usual` is the rate at which requests were taken, pauses included; hardly a slower one is looked for.
    """
    taken = sum(each.pause_s is None for each in tried)
    bursts = [*(each for each in _BURSTS if each < taken), max(taken, 1)]
    best = _best(tried, [usual * _COARSE**power for power in range(_UP_TO)], bursts)
    for step in _FINER:
        powers = range(-_EACH_WAY, _EACH_WAY + 1)
        rates = [max(best.rate * step**power, usual) for power in powers]
        best = _best(tried, rates, bursts)
    return best


def cost(tried: Sequence[Tried], bucket: Bucket) -> float:
    """Return how many requests it would have cost to copy a bucket."""
    rate, burst = bucket
    lost, left, last = 0.0, burst, tried[0].at
    for at, pause_s in tried:
        left = min(left + (at - last) * rate, burst)
        last = at
        if pause_s is None:
            lost += max(1 - left, 0.0)
            left = max(left - 1, 0.0)
        elif left >= _NEARLY_ONE:
            lost += 1 + max(rate * pause_s - burst, 0.0)
            # Only after the last one refused it is empty for certain.
            left = 0.0 if pause_s else left - 1
    return lost


def _best(tried: Sequence[Tried], rates: Iterable[float], bursts: Sequence[float]) -> Bucket:
    buckets = (Bucket(rate, burst) for rate in rates for burst in bursts)
    return min(buckets, key=lambda each: (cost(tried, each), *each))
