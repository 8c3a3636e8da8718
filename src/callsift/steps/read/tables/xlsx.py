"""Turns a workbook into sheets of rows. Formulas count by their last result; macros never run.

openpyxl reads a sheet as a stream. python-calamine is six times faster, but lays a sheet out as a
full rectangle: two cells at opposite corners end the process.
"""

import re
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from typing import IO, NamedTuple, Protocol, TypeVar, cast

from callsift.errors import InputError
from callsift.steps.read.documents.package import FAULTS, damaged, open_package
from callsift.steps.read.tables.cells import cell_text
from callsift.steps.read.tables.table import Row

# What openpyxl raises on parts that are no XML, or not what they should be.
_FAULTS = (*FAULTS, SyntaxError, TypeError, AttributeError, ArithmeticError, AssertionError)
# A spreadsheet has no more rows; no table of calls has more columns.
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 256
_CHUNK = 256
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
_BLOCK, _OVERLAP = 1 << 20, 256
_MOST_MERGED = 100_000
_Read = TypeVar("_Read")


class _Streamed(Protocol):
    """What is used of openpyxl's read-only sheet, whose stubs say that it is of another type."""

    title: str
    sheet_state: str
    _worksheet_path: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(
        self, *, max_row: int, max_col: int, values_only: bool
    ) -> Iterator[tuple[object, ...]]: ...


class _Merge(NamedTuple):
    """Cells of one column that are one cell: its column from 0, its last row from 1."""

    column: int
    last: int


class Sheet:
    """A visible sheet; its rows are read anew each time that they are gone through."""

    def __init__(self, worksheet: _Streamed, name: str, merges: "_Merges") -> None:
        self.title = worksheet.title
        self._worksheet = worksheet
        self._name = name
        self._merges = merges
        self.in_place = ""

    def __iter__(self) -> Iterator[Row]:
        held: dict[int, tuple[int, str]] = {}
        for number, values in self._filled():
            cells = [cell_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            self._fill(number, cells, held)
            yield Row(number, f"{self.in_place}{number}", tuple(cells))

    def _filled(self) -> Iterator[tuple[int, tuple[object, ...]]]:
        """Yield the rows that hold anything, with their numbers."""
        # What the sheet says of its own size is often wrong.
        self._worksheet.reset_dimensions()
        rows = enumerate(
            self._worksheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True),
            1,
        )
        # For every row that is not in the file openpyxl gives the same one: a million cost nothing.
        blank: tuple[object, ...] | None = None
        try:
            while chunk := _quietly(lambda: list(islice(rows, _CHUNK))):
                for number, row in chunk:
                    if row is blank:
                        continue
                    if any(value is not None for value in row):
                        yield number, row
                    else:
                        blank = row
        except _FAULTS:
            raise damaged(self._name) from None

    def _fill(self, number: int, cells: list[str], held: dict[int, tuple[int, str]]) -> None:
        """Put the value of a merged cell into each of its rows."""
        for merge in self._merges.get(number, ()):
            value = cells[merge.column] if merge.column < len(cells) else ""
            held[merge.column] = (merge.last, value)
        for column, (last, value) in list(held.items()):
            if number > last:
                del held[column]
            elif column < len(cells) and not cells[column]:
                cells[column] = value


_Merges = dict[int, list[_Merge]]


def sheets_of(data: bytes, name: str, *, most_bytes: int) -> list[Sheet]:
    """Return the visible sheets of a workbook.

    Raises:
        InputError: it is damaged, a bomb, or no workbook.
    """
    # Half a second's import that only workbooks need.
    from openpyxl import load_workbook  # noqa: PLC0415

    package = open_package(data, name, most_bytes=most_bytes)
    try:
        book = _quietly(
            lambda: load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        )
        worksheets = cast("list[_Streamed]", book.worksheets)
        visible = [each for each in worksheets if each.sheet_state == "visible"]
        sheets = []
        for worksheet in visible:
            with package.archive.open(worksheet._worksheet_path) as part:
                sheets.append(Sheet(worksheet, name, _merges_in(part)))
    except _FAULTS:
        raise damaged(name) from None
    if not sheets:
        raise InputError(
            "this workbook has no visible sheet.", where=name, do="Show the sheet and save it."
        )
    return sheets


def _quietly(read: Callable[[], _Read]) -> _Read:
    """Call openpyxl without its warnings of styles and extensions that do not matter here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return read()


def _merges_in(part: IO[bytes]) -> _Merges:
    """Return the cells merged over several rows, by their first row.

    A read-only sheet does not tell them, and they stand behind all rows.
    """
    merges: _Merges = {}
    rest, count = b"", 0
    while block := part.read(_BLOCK):
        block = rest + block
        end = 0
        for found in _MERGED.finditer(block):
            end = found.end()
            first, last = int(found[2]), int(found[4])
            count += 1
            column = _column(found[1])
            if first < last and column < _MOST_COLUMNS and count <= _MOST_MERGED:
                merges.setdefault(first, []).append(_Merge(column, last))
        rest = block[max(end, len(block) - _OVERLAP) :]
    return merges


def _column(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - ord("A") + 1
    return number - 1
