"""How far a score may be off, so few calls it rests on: percentile bootstrap over calls (Efron, 1979), fixed seed."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from callsift.domain.record import Record

_Case = TypeVar("_Case")
_ROUNDS = 1_000
_SEED = 7
_TAIL = 0.025


class Interval(Record):
    """The middle 95 % of a score over resampled calls."""

    low: float
    high: float


def interval(cases: Sequence[_Case], score: Callable[[Sequence[_Case]], float]) -> Interval:
    """Return the interval of a score; the same cases give the same interval."""
    draw = random.Random(_SEED)  # noqa: S311 - for statistics, not for secrets
    values = sorted(score(draw.choices(cases, k=len(cases))) for _ in range(_ROUNDS))
    cut = int(_TAIL * _ROUNDS)
    return Interval(low=round(values[cut], 3), high=round(values[-cut - 1], 3))
