"""Builds workbooks, so that each test shows what is in them."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


def workbook(
    sheets: Mapping[str, Rows] | Rows, *, merged: Sequence[str] = (), hidden: str = ""
) -> bytes:
    """Return a workbook; `merged` are ranges of the first sheet, `hidden` is a sheet's title."""
    named = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in named.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title == hidden:
            sheet.sheet_state = "hidden"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
