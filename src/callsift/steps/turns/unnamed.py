"""Tells sides where a text names no speakers: turns that sound like one side, in a talk that mostly goes to and fro."""

from collections.abc import Sequence

from callsift.domain.transcript import Role
from callsift.linear import chance_of

# How often the next line is the other side's; exports without names break long speeches into lines too.
_SWITCHES = 0.85
# A line is given to a side only when it is this sure; of lines that the model had not seen, one in thirty was wrong.
_SURE = 0.9
# Fewer lines than this show no to and fro.
_FEWEST = 8


def sides_in_turn(odds: Sequence[float]) -> list[Role]:
    """Return the side of each turn, `unknown` where it is not sure.

    Args:
        odds: for each turn the log-odds that its words are the seller's.
    """
    if len(odds) < _FEWEST:
        return ["unknown"] * len(odds)
    selling = [chance_of(each) for each in odds]
    onward = _passed_on(selling)
    back = _passed_on(selling[::-1])[::-1]
    return [
        _side(_agreed(before, here, after))
        for before, here, after in zip(onward, selling, back, strict=True)
    ]


def _passed_on(selling: Sequence[float]) -> list[float]:
    """Return for each turn the chance of a seller's turn that the turns before it alone suggest."""
    found: list[float] = []
    expected = 0.5
    for each in selling:
        found.append(expected)
        now = _agreed(expected, each, 0.5)
        expected = now * (1 - _SWITCHES) + (1 - now) * _SWITCHES
    return found


def _agreed(*chances: float) -> float:
    """Return what independent chances of one thing come to together."""
    for_it = against = 1.0
    for each in chances:
        for_it *= each
        against *= 1 - each
    return for_it / (for_it + against)


def _side(selling: float) -> Role:
    if selling >= _SURE:
        return "seller"
    return "buyer" if selling <= 1 - _SURE else "unknown"
