"""Parquet is typed, and what is written is read back equal."""

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from callsift.bulk.rows import Row
from callsift.bulk.writers import write_parquet
from callsift.errors import UsageError
from tests.bulk.rows import done, failed, rows


def read(target: Path) -> list[dict[str, Any]]:
    with parquet.ParquetFile(target) as file:
        found: list[dict[str, Any]] = file.read().to_pylist()
    return found


def test_columns_have_types(tmp_path: Path) -> None:
    write_parquet([done(date="2026-03-01"), failed()], tmp_path / "out.parquet")
    schema = parquet.read_schema(tmp_path / "out.parquet")
    assert schema.field("date").type == schema.field("due").type == pa.date32()
    assert schema.field("confidence").type == pa.float64()
    assert pa.types.is_struct(schema.field("evidence").type.value_type)


def test_half_a_character_is_replaced(tmp_path: Path) -> None:
    row = Row(name="\ud83d.txt", key="k", status="pending")
    write_parquet([row], tmp_path / "out.parquet")
    assert read(tmp_path / "out.parquet")[0]["name"] == "\ufffd.txt"


def test_no_rows_make_a_file_with_all_columns(tmp_path: Path) -> None:
    write_parquet([], tmp_path / "out.parquet")
    assert read(tmp_path / "out.parquet") == []
    assert "evidence" in parquet.read_schema(tmp_path / "out.parquet").names


@settings(deadline=None)
@given(st.lists(rows(), max_size=4))
def test_what_is_written_is_read_back_equal(given_rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(iter(given_rows), Path(folder) / "out.parquet")
        found = read(Path(folder) / "out.parquet")
    assert [each["name"] for each in found] == [row.name for row in given_rows]
    for line, row in zip(found, given_rows, strict=True):
        assert (line["key"], line["status"]) == (row.key, row.status)
        assert line["account"] == row.account
        assert line["error"] == row.error
        assert line["date"] == (None if row.date is None else date.fromisoformat(row.date))
        if row.analysis is None:
            assert line["category"] is line["evidence"] is None
            continue
        analysis = row.analysis
        assert (line["category"], line["confidence"]) == (
            analysis.category.id, analysis.category.confidence,
        )  # fmt: skip
        quotes = [each.quote for signal in analysis.signals for each in signal.evidence]
        assert [each["quote"] for each in line["evidence"]] == quotes


def test_without_the_library_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"callsift\[parquet\]"):
        write_parquet([done()], tmp_path / "out.parquet")
    assert not list(tmp_path.iterdir())
