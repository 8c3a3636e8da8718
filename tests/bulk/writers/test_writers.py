"""The suffix chooses the writer; every writer keeps the order, and the old file where it fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callsift.bulk.discovery import discover
from callsift.bulk.rows import Row
from callsift.bulk.writers import write_results
from callsift.errors import UsageError
from tests.builders import shipped
from tests.bulk.rows import done, failed, names_in

SUFFIXES = [".jsonl", ".csv", ".xlsx", ".parquet", ".XLSX"]


def write(rows: Iterator[Row], target: Path) -> None:
    write_results(rows, target, playbook=shipped(), lang=None)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_suffix_has_a_writer(tmp_path: Path, suffix: str) -> None:
    write(iter([done(), failed()]), tmp_path / f"out{suffix}")
    assert (tmp_path / f"out{suffix}").stat().st_size > 100
    assert names_in(tmp_path) == [f"out{suffix}"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_rows_that_end_in_a_failure_leave_the_old_file(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"out{suffix}"
    target.write_bytes(b"old")

    def rows() -> Iterator[Row]:
        for number in range(1500):
            yield done(f"{number}.txt")
        raise RuntimeError("the ledger is gone")

    with pytest.raises(RuntimeError, match="ledger"):
        write(rows(), target)
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == [target.name]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_that_is_not_there_is_a_usage_error(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write(iter([done()]), tmp_path / "no" / f"out{suffix}")


@pytest.mark.parametrize("name", ["out.txt", "out", "out.xls", ".csv"])
def test_another_suffix_is_refused_by_naming_those_that_are_known(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(UsageError, match=r"\.jsonl, \.csv, \.xlsx or \.parquet"):
        write(iter([done()]), tmp_path / name)
    assert not names_in(tmp_path)


def test_rows_are_taken_one_after_another_and_never_held(tmp_path: Path) -> None:
    held = 0
    most = 0

    class Counted(Row):
        """A row that counts how many of its kind are alive."""

        def __init__(self, **fields: object) -> None:
            nonlocal held, most
            super().__init__(**fields)
            held += 1
            most = max(most, held)

        def __del__(self) -> None:
            nonlocal held
            held -= 1

    for suffix in SUFFIXES:
        rows = (Counted(name=str(n), key=str(n), status="failed", error="x") for n in range(5000))
        write(rows, tmp_path / f"out{suffix}")
    assert most <= 1_100


def test_results_lying_among_the_calls_are_no_calls(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        write(iter([failed()]), tmp_path / f"out{suffix}")
    assert not [each for each in discover([str(tmp_path)]) if hasattr(each, "load")]
