"""Turns the rows of a table into Calls: one a row, or one of many rows that are turns."""

import hashlib
import re
from collections.abc import Iterator

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read.decoding import refuse_binary
from callsift.steps.read.layout_reader import read_decoded
from callsift.steps.read.stamps import full_date
from callsift.steps.read.tables.table import LONGEST_CELL, Row, RowRefused, Table
from callsift.steps.read.tables.turns import calls_of_turns

_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH_OR_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)")
# What a spreadsheet shows instead of a value that it cannot compute.
_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")


def calls_of(table: Table) -> Iterator[Call | RowRefused]:
    """Yield a call for each row, or for each run of turns; a row that is none says why.

    A call is named by its file and row: `file.xlsx#12`.

    Raises:
        InputError: the workbook turns out to be damaged.
    """
    if table.shape == "turns":
        yield from calls_of_turns(table)
        return
    text, date = table.place(table.columns.text), table.place(table.columns.date)
    account = table.place(table.columns.account)
    for row in table.rows:
        words = row.cell(text)
        reason = row.fault or _unusable(words)
        name = f"{table.name}#{row.place}"
        if reason is not None:
            yield RowRefused(row=row.number, name=name, reason=reason)
        else:
            yield _call(row, words, name=name, table=table, at=(date, account))


def _unusable(words: str) -> str | None:
    if not words:
        return "its text is empty"
    if len(words) > LONGEST_CELL:
        return "its text is longer than a million characters"
    return "its text is an error of the spreadsheet" if _ERROR.fullmatch(words) else None


def _call(
    row: Row, words: str, *, name: str, table: Table, at: tuple[int | None, int | None]
) -> Call | RowRefused:
    """Return the call of one row; what its own text says of the date yields to the column."""
    data = f"{words}\n#{row.place}".encode("utf-8", "surrogatepass")
    try:
        refuse_binary(words, name)
        call = read_decoded(words, data=data, name=name)
    except InputError as error:
        return RowRefused(row=row.number, name=name, reason=error.what.rstrip("."))
    date, account = at
    return call.model_copy(
        update={
            "transcript": call.transcript.model_copy(update={"format": table.format}),
            "sha256": hashlib.sha256(data).hexdigest(),
            "date": day_of(row.cell(date)) or call.date,
            "account": row.cell(account) or None,
        }
    )


def day_of(cell: str) -> str | None:
    """Return the day in a cell as ISO; of 3/4/2026 nobody knows which number is the month."""
    found = full_date(cell)
    if found is not None:
        return found
    if (compact := _COMPACT.match(cell)) is not None:
        return full_date("-".join(compact.groups()))
    if (short := _MONTH_OR_DAY_FIRST.match(cell)) is None:
        return None
    first, second = int(short[1]), int(short[2])
    if (first > 12) == (second > 12) and first != second:
        return None
    month, day = (second, first) if first > 12 else (first, second)
    return full_date(f"{short[3]}-{month}-{day}")
