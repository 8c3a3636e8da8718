"""A table in a workbook, written row by row: header, widths, filter. A full sheet goes on in a further one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from callsift.bulk.writers.book import Book, Format
from callsift.bulk.writers.cells import fitting, visible

Cell: TypeAlias = str | float | date | None
# A sheet has no more rows.
MOST_ROWS = 1_048_576


class Column(NamedTuple):
    """A column's header and its width in characters."""

    title: str
    width: float


class Looks(NamedTuple):
    """How the cells of a workbook look. `colours` are looks by the name of a group."""

    header: Format
    text: Format
    day: Format
    share: Format
    number: Format
    colours: Mapping[str, Format]


class Table:
    """One table of a workbook."""

    def __init__(
        self,
        book: Book,
        looks: Looks,
        title: str,
        columns: Sequence[Column],
        most_rows: int = MOST_ROWS,
    ) -> None:
        self._book = book
        self._looks = looks
        self._title = title
        self._columns = columns
        self._most_rows = most_rows
        self._parts = 0
        self._begin()

    def _begin(self) -> None:
        self._parts += 1
        title = self._title if self._parts == 1 else f"{self._title} {self._parts}"
        self._sheet = self._book.add_worksheet(title)
        self._sheet.freeze_panes(1, 1)
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, column.width)
            self._sheet.write_string(0, at, column.title, self._looks.header)
        self._row = 1

    def add(self, cells: Sequence[Cell], colours: Mapping[int, str] | None = None) -> None:
        """Write a row; `colours` name the group of some cells by their place."""
        if self._row == self._most_rows:
            self.end()
            self._begin()
        for at, cell in enumerate(cells):
            self._write(at, cell, (colours or {}).get(at, ""))
        self._row += 1

    def _write(self, at: int, cell: Cell, group: str) -> None:
        sheet, looks, row = self._sheet, self._looks, self._row
        if isinstance(cell, date):
            sheet.write_datetime(row, at, cell, looks.day)
        elif isinstance(cell, str):
            # As a string, whatever it looks like: no formula, no number, no link.
            look = looks.colours.get(group, looks.text)
            sheet.write_string(row, at, cell_text(cell), look)
        elif cell is not None:
            sheet.write_number(
                row, at, cell, looks.number if isinstance(cell, int) else looks.share
            )

    def end(self) -> None:
        """Put the filter over the table."""
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)


def cell_text(text: str) -> str:
    """Return a text as a workbook's cell holds it: line ends as line feeds, no control characters, not too long."""
    return fitting(visible(text.replace("\r\n", "\n").replace("\r", "\n")))
