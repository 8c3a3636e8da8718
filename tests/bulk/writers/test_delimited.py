"""CSV opens in Excel as what it is: Chinese readable, no formula, one line a call."""

import csv
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.bulk.rows import Row
from callsift.bulk.writers import Wording, write_csv
from callsift.bulk.writers.cells import visible
from callsift.bulk.writers.verdicts import Verdict, verdict_of
from tests.builders import shipped
from tests.bulk.rows import done, failed, rows
from tests.bulk.writers.test_cells import STARTERS

WORDING = Wording(shipped(), "zh", date(2026, 3, 10))


def read(target: Path) -> list[list[str]]:
    with target.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_it_begins_with_a_bom_and_ends_lines_as_excel_does(tmp_path: Path) -> None:
    write_csv([done(), failed()], tmp_path / "out.csv", WORDING)
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf\xe6\x96\x87\xe4\xbb\xb6,")
    assert data.endswith(b"\r\n")


def test_the_headers_are_in_the_language_of_the_results(tmp_path: Path) -> None:
    first = {}
    for lang in ("zh", "en"):
        write_csv([], tmp_path / "out.csv", WORDING._replace(lang=lang))
        first[lang] = read(tmp_path / "out.csv")[0]
    assert first["zh"][:5] == ["文件", "客户", "日期", "状态", "线索类别"]
    assert first["en"][:5] == ["Call", "Account", "Date", "Status", "Category"]


@settings(deadline=None)
@given(st.lists(rows(), max_size=4))
def test_what_is_written_is_read_back_equal_and_no_cell_is_a_formula(given_rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out.csv"
        write_csv(iter(given_rows), target, WORDING)
        _, *lines = read(target)
    assert len(lines) == len(given_rows)
    for line, row in zip(lines, given_rows, strict=True):
        assert not any(cell.startswith(STARTERS) for cell in line)
        plain = [
            cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(STARTERS) else cell
            for cell in line
        ]
        for field, cell, value in zip(
            Verdict._fields, plain, verdict_of(row, WORDING), strict=True
        ):
            if field == "confidence":
                assert (float(cell) if cell else None) == value
            else:
                assert cell == visible(str(value))
