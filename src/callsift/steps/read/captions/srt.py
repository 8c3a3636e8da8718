"""Reads SRT, and captions with arrows between the times that have no header at all."""

from collections.abc import Sequence
from itertools import islice

from callsift.steps.read.captions.blocks import BlockReader, Blocks, NumberedLine
from callsift.steps.read.captions.timing import arrow_span

FORMAT = "srt"
# The times of the first cue stand among the first lines; a title or two may be above.
_OPENING = 3
_ENOUGH = 3
_SHARE = 0.2


def matches(lines: Sequence[NumberedLine]) -> bool:
    """Tell whether times with an arrow are what the file is built of."""
    filled = [line.text for line in lines if line.text]
    if any(arrow_span(text) for text in islice(filled, _OPENING)):
        return True
    times = sum(1 for text in filled if arrow_span(text))
    return times >= _ENOUGH and times >= _SHARE * len(filled)


def read(lines: Sequence[NumberedLine]) -> Blocks:
    """Return the cues and the lines above the first one."""
    return BlockReader(arrow_span).read(lines)
