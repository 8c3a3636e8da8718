"""Turns the bytes of a workbook or of CSV into a Table whose columns are known."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from callsift.errors import InputError, UsageError
from callsift.steps.read.file import MOST_BYTES, refuse_large
from callsift.steps.read.kinds import kind_of, refuse_by_content
from callsift.steps.read.tables.delimited import delimited_rows
from callsift.steps.read.tables.header import (
    DEEPEST,
    SAMPLE,
    Head,
    find_head,
    refuse_without_text,
)
from callsift.steps.read.tables.table import Row, Table, TableColumns, TableFormat

if TYPE_CHECKING:
    from callsift.steps.read.tables.xlsx import Sheet


def read_table(
    data: bytes,
    *,
    name: str,
    columns: TableColumns | None = None,
    most_bytes: int = MOST_BYTES,
) -> Table:
    """Return the table in a workbook, CSV or TSV. Columns that are not given are guessed.

    Its rows are read when somebody goes through them. A row that cannot be used does not end that;
    a workbook that turns out to be damaged half-way raises InputError.

    Raises:
        InputError: the bytes are no table, are damaged, or more than `most_bytes`.
        UsageError: a given column is not there, or it is not obvious which one holds the words.
    """
    refuse_large(len(data), name, most=most_bytes)
    if kind_of(data) == "xlsx":
        # Zip and XML are loaded only where there is something to unpack.
        from callsift.steps.read.tables.xlsx import sheets_of  # noqa: PLC0415

        return _workbook(sheets_of(data, name, most_bytes=most_bytes), name, columns)
    refuse_by_content(data, name)
    rows = delimited_rows(data, name) if data.strip() else None
    if rows is None:
        raise InputError(
            "this is no table: its lines have no delimiter in common.",
            where=name,
            do="Read it as a text, or save the table as CSV or XLSX.",
        )
    found = _find(rows, columns)
    refuse_without_text(found.head, name)
    return _table(name, "csv", [_Part(rows, found)])


class _Found(NamedTuple):
    """A header and the rows over it."""

    head: Head
    above: tuple[Row, ...]


class _Part(NamedTuple):
    """Rows of a file or of one sheet, and the header among them."""

    rows: Iterable[Row]
    found: _Found
    title: str = ""


def _find(rows: Iterable[Row], columns: TableColumns | None) -> _Found:
    first = list(islice(rows, DEEPEST + SAMPLE))
    head = find_head(first, columns)
    number = 0 if head.row is None else head.row.number
    return _Found(head, tuple(row for row in first if row.number < number and any(row.cells)))


def _table(
    name: str, form: TableFormat, parts: Sequence[_Part], ignored: tuple[str, ...] = ()
) -> Table:
    """Return the table of one or several parts with the same header."""
    head, above = parts[0].found
    return Table(
        name=name,
        format=form,
        shape=head.shape,
        columns=head.columns,
        header=head.names,
        rows=_Below(parts),
        above=above,
        ignored=ignored,
    )


class _Below:
    """The rows below the headers, without blank ones."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[Row]:
        for rows, (head, _), _ in self._parts:
            header = 0 if head.row is None else head.row.number
            for row in rows:
                if row.number > header and (row.fault or any(map(str.strip, row.cells))):
                    yield row


def _workbook(sheets: "Sequence[Sheet]", name: str, columns: TableColumns | None) -> Table:
    """Return the table of the sheets that have the same header; the others are named."""
    filled = [sheet for sheet in sheets if any(True for _ in islice(sheet, 1))]
    if not filled:
        raise InputError(
            "there is no text in it: all visible sheets are empty.",
            where=name,
            do="Save the sheet that holds the calls.",
        )
    found = {sheet.title: _find_in(sheet, columns) for sheet in filled}
    parts = [
        _Part(sheet, each, sheet.title)
        for sheet in filled
        if (each := found[sheet.title]) is not None and each.head.columns.text is not None
    ]
    if not parts:
        # Asked again, the first sheet says what is missing.
        refuse_without_text(_find(filled[0], columns).head, name)
    _refuse_unlike(parts, name)
    used = [sheet for sheet in filled if any(part.rows is sheet for part in parts)]
    if len(used) > 1:
        for sheet in used:
            sheet.in_place = f"{sheet.title}!"
    ignored = tuple(sheet.title for sheet in sheets if sheet not in used)
    return _table(name, "xlsx", parts, ignored)


def _find_in(sheet: "Sheet", columns: TableColumns | None) -> _Found | None:
    """Return the header of a sheet, or None where a given column is not in this one."""
    try:
        return _find(sheet, columns)
    except UsageError:
        return None


def _refuse_unlike(parts: Sequence[_Part], name: str) -> None:
    """Refuse several tables in one workbook.

    Raises:
        UsageError: two sheets could hold the calls, but have different headers.
    """
    if len({part.found.head.names for part in parts}) > 1:
        titles = ", ".join(f"`{part.title}`" for part in parts)
        raise UsageError(
            f"several sheets of this workbook could hold the calls: {titles}.",
            where=name,
            do="Save the one that does as a file of its own.",
        )
