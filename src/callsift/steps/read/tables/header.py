"""Finds the header of a table and, with it, what the columns mean."""

from collections.abc import Sequence
from typing import NamedTuple

from callsift.errors import UsageError
from callsift.steps.read.tables.guess import MOST_COLUMNS, Places, guess_places, meanings_in
from callsift.steps.read.tables.table import Row, Shape, TableColumns
from callsift.steps.read.tables.words import MEANINGS, SURE, Meaning

# The header stands among the first rows, under a title at most; so many more show what the cells hold.
DEEPEST, SAMPLE = 10, 60
_MOST_NAMED = 30
_LONGEST_NAME = 20


class Head(NamedTuple):
    """A table's header: its row (None: there is none), the names of all columns, their meanings."""

    row: Row | None
    names: tuple[str, ...]
    columns: TableColumns

    @property
    def shape(self) -> Shape:
        """What a row is."""
        columns = self.columns
        is_turn = columns.speaker or columns.role or (columns.time and columns.end)
        return "turns" if is_turn else "calls"


def find_head(rows: Sequence[Row], given: TableColumns | None) -> Head:
    """Return the header among the first rows; `text` stays None where it is not obvious.

    Raises:
        UsageError: a given column is not there.
    """
    wanted = {} if given is None else given.model_dump(exclude_none=True)
    row = _header_row(rows, frozenset(wanted.values()))
    below = [each.cells for each in rows if row is None or each.number > row.number]
    widest = max((len(cells) for cells in (*below, row.cells if row else ())), default=0)
    width = min(widest, MOST_COLUMNS)
    names = _names(row.cells if row else (), width)
    places: Places = {
        meaning: _place(names, wanted[meaning]) for meaning in MEANINGS if meaning in wanted
    }
    places = guess_places(
        row.cells[:width] if row else ("",) * width, _squared(below, width), places
    )
    return Head(row, names, _columns(names, places))


def _columns(names: Sequence[str], places: Places) -> TableColumns:
    found: dict[Meaning, str] = {meaning: names[at] for meaning, at in places.items()}
    return TableColumns.model_validate(found)


def _header_row(rows: Sequence[Row], wanted: frozenset[str]) -> Row | None:
    """Return the row that names the wanted columns, else the one with most known words, else the first
    one if it is unlike the rest."""
    first = [row for row in rows[:DEEPEST] if any(row.cells)]
    if wanted:
        named = [row for row in first if wanted <= {cell.strip() for cell in row.cells}]
        if named:
            return named[0]
    best = max(first, key=lambda row: _score(row.cells), default=None)
    if best is not None and _score(best.cells) > 1:
        return best
    return first[0] if len(first) > 1 and _names_columns(first[0], rows) else None


def _names_columns(row: Row, rows: Sequence[Row]) -> bool:
    """Tell whether a row of unknown words is a header all the same: what stands below is unlike it."""
    cells = [cell.strip() for cell in row.cells]
    is_named = len(cells) > 1 and len(set(cells)) == len(cells)
    below = [cell.strip() for each in rows if each.number > row.number for cell in each.cells]
    is_unlike = any(len(cell) > _LONGEST_NAME or _is_number(cell) for cell in below)
    return is_named and is_unlike and all(map(_is_name, cells))


def _is_name(cell: str) -> bool:
    return bool(cell) and len(cell) <= _LONGEST_NAME and not _is_number(cell)


def _is_number(cell: str) -> bool:
    """Tell whether a cell is a number, a date or a time: digits for the better part."""
    return sum(each.isdigit() for each in cell) * 2 > len(cell)


def _score(cells: Sequence[str]) -> int:
    """Return how much a row looks like a header: a lone column counts where its word is sure."""
    found = meanings_in(cells)
    return len(found) + (found.get("text") == SURE)


def _names(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Return a name for each column, none twice: its header, else its letter."""
    names: list[str] = []
    for at in range(width):
        cell = " ".join(cells[at].split()) if at < len(cells) else ""
        name = cell or letter(at)
        names.append(f"{name} ({letter(at)})" if name in names else name)
    return tuple(names)


def letter(at: int) -> str:
    """Return the letter of a column: A, B, … Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _place(names: Sequence[str], wanted: str) -> int:
    name = " ".join(wanted.split())
    if name in names:
        return names.index(name)
    letters = [letter(at) for at in range(len(names))]
    if name.upper() in letters:
        return letters.index(name.upper())
    raise UsageError(
        f"the table has no column `{wanted}`; it has {listed(names)}.",
        do="Name one of these, or its letter.",
    )


def listed(names: Sequence[str]) -> str:
    """Return the columns as words for a person."""
    shown = ", ".join(f"{letter(at)} `{name[:40]}`" for at, name in enumerate(names[:_MOST_NAMED]))
    return shown + (", …" if len(names) > _MOST_NAMED else "")


def refuse_without_text(head: Head, name: str) -> None:
    """Refuse a table in which it is not obvious where the words stand.

    Raises:
        UsageError: it lists the columns and says how to name one.
    """
    if head.columns.text is None:
        raise UsageError(
            f"it is not obvious which column of this table holds the words; it has {listed(head.names)}.",
            where=name,
            do="Name it: `callsift batch --text-column NAME`.",
        )


def _squared(rows: Sequence[Sequence[str]], width: int) -> list[Sequence[str]]:
    return [row[:width] for row in rows[:SAMPLE]]
