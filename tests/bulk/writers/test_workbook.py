"""A workbook shows verdicts, evidence and failures; whatever stands in a cell is a text and no formula."""

import re
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from callsift.bulk.rows import Row
from callsift.bulk.writers import Wording, write_xlsx
from callsift.bulk.writers.sheets import cell_text
from callsift.bulk.writers.verdicts import Verdict, verdict_of
from tests.builders import shipped, verdict
from tests.bulk.rows import done, failed, quoted, rows

WORDING = Wording(shipped(), "en", date(2026, 3, 10))
_ESCAPE = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")
Cells = list[list[object]]


def written(given_rows: Sequence[Row], folder: Path, wording: Wording = WORDING) -> Path:
    write_xlsx(iter(given_rows), folder / "out.xlsx", wording)
    return folder / "out.xlsx"


def sheets(file: Path) -> dict[str, Cells]:
    """Return the cells of every sheet; a workbook spells `_x0041_` with an escape, which openpyxl leaves."""
    book = load_workbook(file)
    found = {
        sheet.title: [[_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }
    book.close()
    return found


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    return _ESCAPE.sub("_", value) if isinstance(value, str) else value


def test_the_three_sheets_are_filled(tmp_path: Path) -> None:
    analysis = quoted(verdict("project_approved"), ["已经立项了", "钱批了"], "张总")
    row = Row(
        name="1.txt", key="1", account="甲", date="2026-03-01", status="done", analysis=analysis
    )
    pending = Row(name="3.txt", key="3", status="pending")
    book = sheets(written([row, failed(), pending], tmp_path))
    assert list(book) == ["Verdicts", "Evidence", "Failures"]
    assert [line[0] for line in book["Verdicts"]] == ["Call", "1.txt", "2.txt", "3.txt"]
    name = shipped().signals["project_approved"].name.en
    assert book["Evidence"][1:] == [
        ["1.txt", "甲", "project_approved", name, "+", "已经立项了", "张总", 1, "0:00:00"],
        ["1.txt", "甲", "project_approved", name, "+", "钱批了", "张总", 2, "0:01:01"],
    ]
    assert book["Failures"][1:] == [["2.txt", None, None, "failed", "2.txt: this is empty."]]


def test_days_are_days_and_shares_are_numbers(tmp_path: Path) -> None:
    row = done(date="2026-03-01").model_copy(update={"date": "2026-03-01"})
    line = sheets(written([row], tmp_path))["Verdicts"][1]
    shown = dict(zip(Verdict._fields, line, strict=True))
    assert shown["date"] == date(2026, 3, 1)
    assert row.analysis is not None
    assert shown["confidence"] == row.analysis.category.confidence
    assert shown["due"] == date.fromisoformat(row.analysis.next_action.due or "")


def test_the_header_stays_in_sight_and_can_be_filtered(tmp_path: Path) -> None:
    book = load_workbook(written([done(), failed()], tmp_path))
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref is not None
        assert sheet["A1"].font.bold
    cell = book["Verdicts"].cell(2, Verdict._fields.index("category") + 1)
    assert cell.fill.fgColor.rgb not in ("00000000", None)
    assert cell.alignment.wrap_text
    book.close()


def test_a_text_that_is_too_long_for_a_cell_says_how_much_is_missing(tmp_path: Path) -> None:
    (line,) = sheets(written([failed(error="字" * 40_000)], tmp_path))["Failures"][1:]
    text = str(line[-1])
    assert len(text) <= 32_767
    assert text.endswith("more characters]")


def test_the_same_rows_make_the_same_bytes(tmp_path: Path) -> None:
    first = written([done(), failed()], tmp_path).read_bytes()
    assert written([done(), failed()], tmp_path).read_bytes() == first


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows(), max_size=3))
def test_what_is_written_is_read_back_equal_and_nothing_is_a_formula(given_rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = written(given_rows, Path(folder))
        with ZipFile(file) as archive:
            parts = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        book = sheets(file)
    assert not any(b"<f>" in part or b"<f " in part or b"<hyperlink" in part for part in parts)
    assert len(book["Verdicts"]) == len(given_rows) + 1
    for line, row in zip(book["Verdicts"][1:], given_rows, strict=True):
        for field, cell, value in zip(Verdict._fields, line, verdict_of(row, WORDING), strict=True):
            if field in ("date", "due") and isinstance(cell, date):
                assert cell.isoformat() == value
            elif isinstance(value, float):
                assert cell == value
            else:
                assert (cell or "") == cell_text(value or "")
    quotes = [
        (cell_text(row.name), cell_text(each.quote))
        for row in given_rows
        for signal in (row.analysis.signals if row.analysis else ())
        for each in signal.evidence
    ]
    assert [(line[0] or "", line[5] or "") for line in book["Evidence"][1:]] == quotes
