"""Splits speakers into two sides so that what is known fits best, and says how sure each one is."""

from collections.abc import Sequence
from itertools import product

# With more speakers than this, trying all splits takes too long; the rest is judged one by one.
MOST = 10


def margins(leanings: Sequence[float], bonds: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return how much better the best split is with each speaker selling than buying.

    Two or more speakers are always split: a call has both sides.
    """
    count = len(leanings)
    if count > MOST:
        return tuple(leanings)
    selling = [float("-inf")] * count
    buying = [float("-inf")] * count
    for sides in product((1, -1), repeat=count):
        if count > 1 and len(set(sides)) == 1:
            continue
        worth = _worth(sides, leanings, bonds)
        for index, side in enumerate(sides):
            best = selling if side == 1 else buying
            best[index] = max(best[index], worth)
    return tuple((sell - buy) / 2 for sell, buy in zip(selling, buying, strict=True))


def _worth(
    sides: Sequence[int], leanings: Sequence[float], bonds: Sequence[Sequence[float]]
) -> float:
    total = sum(side * leaning for side, leaning in zip(sides, leanings, strict=True))
    for one, row in enumerate(bonds):
        for two in range(one):
            total += sides[one] * sides[two] * row[two]
    return total
