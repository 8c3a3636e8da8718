"""What is used of XlsxWriter. The library is annotated, but does not declare it (no `py.typed`)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import IO, Protocol, TypeAlias

Format: TypeAlias = object


class Sheet(Protocol):
    """A sheet. Rows and columns count from 0; in constant-memory mode rows are written from the top."""

    row_data_fh: IO[str]

    def write_string(self, row: int, col: int, string: str, cell_format: Format) -> int:
        """Write a text as it is, whatever it looks like."""
        ...

    def write_number(self, row: int, col: int, number: float, cell_format: Format) -> int:
        """Write a number."""
        ...

    def write_datetime(self, row: int, col: int, date: date, cell_format: Format) -> int:
        """Write a day."""
        ...

    def set_column(self, first_col: int, last_col: int, width: float) -> int:
        """Set the width of columns, in characters."""
        ...

    def freeze_panes(self, row: int, col: int) -> None:
        """Keep the rows above and the columns before a cell in sight."""
        ...

    def autofilter(self, first_row: int, first_col: int, last_row: int, last_col: int) -> None:
        """Put a filter over some cells."""
        ...


class Book(Protocol):
    """A workbook."""

    def add_worksheet(self, name: str) -> Sheet:
        """Add a sheet behind the others."""
        ...

    def add_format(self, properties: Mapping[str, object]) -> Format:
        """Add a look of cells."""
        ...

    def worksheets(self) -> Sequence[Sheet]:
        """Return all sheets."""
        ...

    def set_properties(self, properties: Mapping[str, object]) -> None:
        """Set what the file says of itself."""
        ...

    def use_zip64(self) -> None:
        """Allow sheets of more than 4 GB."""
        ...

    def close(self) -> None:
        """Write the file."""
        ...
