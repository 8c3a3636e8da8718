"""Reads SBV: two times with a comma between them, then words, `[br]` for a line's end."""

from collections.abc import Sequence

from callsift.steps.read.captions.blocks import Block, BlockReader, Blocks, NumberedLine
from callsift.steps.read.captions.timing import comma_span

FORMAT = "sbv"


def matches(lines: Sequence[NumberedLine]) -> bool:
    """Tell whether the first line is one of times."""
    first = next((line.text for line in lines if line.text), "")
    return comma_span(first) is not None


def read(lines: Sequence[NumberedLine]) -> Blocks:
    """Return the cues."""
    found = BlockReader(comma_span).read(lines)
    return Blocks(tuple(map(_broken_at_marks, found.cues)), found.not_understood)


def _broken_at_marks(block: Block) -> Block:
    lines = tuple(part for line in block.lines for part in line.split("[br]") if part.strip())
    return block._replace(lines=lines)
