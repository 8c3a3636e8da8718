"""Turns a Markdown table of turns into lines that the text layouts read; the lines keep their numbers.

Any other table stays as it is.
"""

import re
from collections.abc import Iterator, Sequence

_RULER = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
# No ruler is longer, nor is a row that has one above it.
_LONGEST = 400


def without_bars(text: str) -> str:
    """Return a text whose tables of turns are lines `time speaker：words`."""
    if "|" not in text or "--" not in text:
        return text
    # Tables read their cells as texts in turn, so they cannot be loaded before this module.
    from callsift.steps.read.documents.grids import turns_of_grid  # noqa: PLC0415

    lines = text.split("\n")
    for first, last in _tables(lines):
        cells = [_cells(line) for line in lines[first:last]]
        said = turns_of_grid([cells[0], *cells[2:]])
        if said is not None:
            # The header and its ruler become blank lines, and so does a row without words.
            lines[first:last] = ["", "", *(" ".join(row) for row in said)]
    return "\n".join(lines)


def _tables(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each table begins and ends: a header, a ruler of the same width, and its rows."""
    last = 0
    for at, line in enumerate(lines):
        is_ruler = len(line) < _LONGEST and _RULER.fullmatch(line) is not None
        if not is_ruler or at <= last or len(_cells(lines[at - 1])) != len(_cells(line)):
            continue
        last = at + 1
        while last < len(lines) and "|" in lines[last]:
            last += 1
        yield at - 1, last


def _cells(row: str) -> list[str]:
    bare = row.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    cells = [each.strip().replace("\\|", "|") for each in _BAR.split(bare)]
    return [_BOLD.sub(r"\1", _BREAK.sub(" ", each)) for each in cells]
