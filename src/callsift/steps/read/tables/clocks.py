"""Turns the time columns of a table into seconds: clock times, seconds or milliseconds."""

import re
from collections.abc import Sequence
from itertools import chain
from typing import TypeAlias

from callsift.steps.read.stamps import TIME, parse_stamp, seconds_since_start

Span: TypeAlias = tuple[float | None, float | None]
_CLOCK = re.compile(TIME)
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,9})?")
_THOUSAND = 1000
# No turn of a recording lasts ten minutes on average; turns that seem to are in milliseconds.
_LONGEST_TURN = 600
# With an end to each, the average length itself is known, and a minute is long.
_LONGEST_CUE = 60


def seconds_of(starts: Sequence[str], ends: Sequence[str]) -> list[Span]:
    """Return start and end of each row in seconds from the start of the recording."""
    filled = [cell for cell in (*starts, *ends) if cell]
    if not filled:
        return [(None, None)] * len(starts)
    if all(map(_NUMBER.fullmatch, filled)):
        return _numbers(starts, ends)
    # Beginnings and ends in turn: a time of the day is counted from the first one.
    clocks = [
        parse_stamp(cell) if _CLOCK.search(cell) else None
        for cell in chain.from_iterable(zip(starts, ends, strict=True))
    ]
    seconds = seconds_since_start(clocks)
    return list(zip(seconds[::2], seconds[1::2], strict=True))


def _numbers(starts: Sequence[str], ends: Sequence[str]) -> list[Span]:
    spans = [(_number(start), _number(end)) for start, end in zip(starts, ends, strict=True)]
    unit = _THOUSAND if _are_milliseconds(spans) else 1
    return [
        (None if start is None else start / unit, None if end is None else end / unit)
        for start, end in spans
    ]


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _are_milliseconds(spans: Sequence[Span]) -> bool:
    lengths = [end - start for start, end in spans if start is not None and end is not None]
    if lengths:
        return sum(lengths) / len(lengths) > _LONGEST_CUE
    known = [start for start, _ in spans if start is not None]
    return len(known) > 1 and (known[-1] - known[0]) / (len(known) - 1) > _LONGEST_TURN
