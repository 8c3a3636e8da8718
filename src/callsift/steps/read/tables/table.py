"""What a table is to the reader: rows of cells as text, and which column means what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from callsift.domain.record import Record

Shape: TypeAlias = Literal["turns", "calls"]
TableFormat: TypeAlias = Literal["xlsx", "csv"]
# No call is longer; and a cell that seems to be has lost its closing quotation mark.
LONGEST_CELL = 1_000_000
# A header that was guessed may be prose; so much of it is recognised.
_LONGEST_SHOWN = 40


class TableColumns(Record):
    """The names of the columns that mean something; a column without a header goes by its letter.

    `text` holds the words. Of a table with one row a call, `date` and `account` say when and with
    whom; of one with one row a turn, `speaker`, `role`, `time` and `end` belong to the turn and
    `call` tells apart the calls that stand in it.
    """

    text: str | None = None
    date: str | None = None
    account: str | None = None
    speaker: str | None = None
    role: str | None = None
    time: str | None = None
    end: str | None = None
    call: str | None = None

    def described(self) -> str:
        """Return the columns as words for a person: `text: 跟进记录, date: 日期`."""
        known = self.model_dump(exclude_none=True)
        return ", ".join(f"{meaning}: {name}" for meaning, name in known.items())

    def meanings(self) -> set[str]:
        """Return which meanings have a column."""
        return set(self.model_dump(exclude_none=True))

    def in_words(self) -> str:
        """Return where everything stands, as a sentence says it: `text in “跟进记录”, date in “日期”`."""
        known = self.model_dump(exclude_none=True)
        return ", ".join(
            f"{meaning} in “{name[:_LONGEST_SHOWN]}”" for meaning, name in known.items()
        )


class RowRefused(Record):
    """A row that is no call: its number as people see it, its name and why."""

    row: int
    name: str
    reason: str


class Row(NamedTuple):
    """A row's cells as text. `number` counts from 1 as spreadsheets do; `place` names the sheet too."""

    number: int
    place: str
    cells: tuple[str, ...]
    fault: str | None = None

    def cell(self, at: int | None) -> str:
        """Return a cell without blanks at its ends; nothing where the row is too short."""
        return self.cells[at].strip() if at is not None and at < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """A table whose columns are known. `rows` are read anew each time that they are gone through.

    `header` names every column, `above` are the rows over the header, and `ignored` the sheets that
    hold nothing of this kind.
    """

    name: str
    format: TableFormat
    shape: Shape
    columns: TableColumns
    header: tuple[str, ...]
    rows: Iterable[Row]
    above: tuple[Row, ...] = ()
    ignored: tuple[str, ...] = ()

    def place(self, column: str | None) -> int | None:
        """Return where a named column stands."""
        return None if column is None else self.header.index(column)
