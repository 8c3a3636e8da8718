"""A full sheet goes on in a further one, under the same header."""

from pathlib import Path
from typing import cast

from openpyxl import load_workbook
from xlsxwriter import Workbook

from callsift.bulk.writers.book import Book
from callsift.bulk.writers.sheets import Column, Looks, Table


def test_rows_beyond_the_last_one_stand_in_a_further_sheet(tmp_path: Path) -> None:
    book = cast("Book", Workbook(str(tmp_path / "a.xlsx"), {"constant_memory": True}))
    plain = book.add_format({})
    looks = Looks(plain, plain, plain, plain, plain, {})
    table = Table(book, looks, "T", [Column("n", 9)], most_rows=3)
    for number in range(5):
        table.add([number])
    table.end()
    book.close()
    read = load_workbook(tmp_path / "a.xlsx")
    found = {sheet.title: [row[0] for row in sheet.iter_rows(values_only=True)] for sheet in read}
    assert found == {"T": ["n", 0, 1], "T 2": ["n", 2, 3], "T 3": ["n", 4]}
    assert [sheet.auto_filter.ref for sheet in read.worksheets] == ["A1:A3", "A1:A3", "A1:A2"]
