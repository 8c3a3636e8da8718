"""JSONL is lossless: a line an input, in order."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.bulk.rows import Row
from callsift.bulk.writers import write_jsonl
from callsift.domain.analysis import Analysis
from tests.bulk.rows import done, failed, rows


def test_a_line_has_these_keys_in_this_order(tmp_path: Path) -> None:
    write_jsonl([done(), failed()], tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [list(json.loads(each)) for each in lines] == [
        ["name", "key", "status", "account", "date", "error", "analysis"]
    ] * 2
    assert json.loads(lines[1]) == {
        "name": "2.txt",
        "key": "2.txt",
        "status": "failed",
        "account": None,
        "date": None,
        "error": "2.txt: this is empty.",
        "analysis": None,
    }


@settings(deadline=None)
@given(st.lists(rows(), max_size=4))
def test_what_is_written_is_read_back_equal(given_rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "out.jsonl"
        write_jsonl(iter(given_rows), target)
        data = target.read_bytes()
    assert data.count(b"\n") == len(given_rows)
    for line, row in zip(data.split(b"\n")[:-1], given_rows, strict=True):
        read = json.loads(line)
        known = (read["account"], read["date"])
        assert (read["name"], read["key"], read["status"], read["error"], *known) == (
            row.name, row.key, row.status, row.error, row.account, row.date,
        )  # fmt: skip
        analysis = read["analysis"]
        assert (None if analysis is None else Analysis.model_validate(analysis)) == row.analysis


def test_chinese_stays_readable(tmp_path: Path) -> None:
    write_jsonl([failed("电话.txt", "空")], tmp_path / "out.jsonl")
    assert "电话.txt" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
