"""Turns a table inside a document into lines that the text layouts read.

A table of turns becomes `time speaker：words`; a form becomes `field：value`; of any other table each
cell is a line or several.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from callsift.steps.read.names import is_field, is_label, is_person
from callsift.steps.read.stamps import CLOCK
from callsift.steps.read.tables.guess import TurnPlaces, turn_places

Grid: TypeAlias = list[list[str]]
_CLOCK = re.compile(rf"[\[(（【]?(?P<clock>{CLOCK})[\])）】]?")
_LONGEST_LABEL = 24
# Word allows no more.
_MOST_COLUMNS = 63


def lines_of_grid(grid: Grid) -> list[str]:
    """Return the rows as lines."""
    rows = [row for row in grid if any(row)]
    said = turns_of_grid(rows)
    if said is not None:
        return [line for lines in said for line in lines]
    places = _places_by_content(rows)
    if places is not None:
        return [line for row in rows for line in _turn(row, places)]
    return [line for row in rows for line in _form(row)]


def turns_of_grid(rows: Grid) -> list[list[str]] | None:
    """Return the lines of each row below the header of a table of turns; None where it is none."""
    places = turn_places(rows[0][:_MOST_COLUMNS]) if rows else None
    return None if places is None else [list(_turn(row, places)) for row in rows[1:]]


def _turn(row: list[str], places: TurnPlaces) -> Iterator[str]:
    """Yield the lines of one turn; a row without a speaker goes on with the last one."""
    speaker, words = _cell(row, places.speaker), _cell(row, places.text)
    if not words:
        return
    time = _CLOCK.fullmatch(_cell(row, places.time)) if places.time is not None else None
    before = f"[{time['clock']}] " if time else ""
    first, *rest = words.split("\n")
    yield f"{before}{' '.join(speaker.split())}：{first}" if speaker else before + first
    yield from rest


def _cell(row: list[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _places_by_content(rows: Grid) -> TurnPlaces | None:
    """Return where a table without a header has speakers, times and words, if it has."""
    width = len(rows[0]) if rows else 0
    if len(rows) < 2 or width not in (2, 3) or any(len(row) != width for row in rows):
        return None
    columns = list(zip(*rows, strict=True))
    clocks = [at for at, column in enumerate(columns) if all(map(_CLOCK.fullmatch, column))]
    names = [at for at, column in enumerate(columns) if at not in clocks and _are_names(column)]
    if len(names) != 1 or width - len(clocks) != 2:
        return None
    (text,) = set(range(width)) - set(clocks) - set(names)
    return TurnPlaces(speaker=names[0], time=clocks[0] if clocks else None, text=text)


def _are_names(column: tuple[str, ...]) -> bool:
    """Tell whether the cells are labels of people, one of whom returns."""
    filled = [each for each in column if each]
    if not filled or not all(len(each) <= _LONGEST_LABEL and is_label(each) for each in filled):
        return False
    returns = max(Counter(filled).values()) > 1
    return returns and sum(1 for each in filled if is_person(each)) * 2 >= len(filled)


def _form(row: list[str]) -> Iterator[str]:
    """Yield `field：value` for a field and the cell beside it, any other cell as it is."""
    cells = iter(each for each in row if each)
    for cell in cells:
        bare = cell.strip().rstrip(":：")
        value = next(cells, "") if len(bare) <= _LONGEST_LABEL and is_field(bare) else ""
        if not value:
            yield from cell.split("\n")
        elif "\n" in value:
            yield f"{bare}："
            yield from value.split("\n")
        else:
            yield f"{bare}：{value}"
