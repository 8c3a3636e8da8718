"""A file is replaced whole or not at all."""

import stat
from pathlib import Path

import pytest

from callsift.bulk.writers.replacing import replacing
from callsift.errors import UsageError
from tests.bulk.rows import names_in


def write(target: Path, text: str) -> None:
    with replacing(target) as partial:
        partial.write_text(text, encoding="utf-8")


def break_off(target: Path, failure: BaseException) -> None:
    with replacing(target) as partial:
        partial.write_text("half", encoding="utf-8")
        raise failure


def test_a_new_file_is_written_and_an_old_one_replaced(tmp_path: Path) -> None:
    for text in ("one", "two"):
        write(tmp_path / "out.csv", text)
        assert (tmp_path / "out.csv").read_text(encoding="utf-8") == text
    assert names_in(tmp_path) == ["out.csv"]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, UsageError])
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    write(tmp_path / "out.csv", "old")
    with pytest.raises(failure):
        break_off(tmp_path / "out.csv", failure("stop"))
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"
    assert names_in(tmp_path) == ["out.csv"]


def test_the_old_file_stands_until_the_end(tmp_path: Path) -> None:
    write(tmp_path / "out.csv", "old")
    with replacing(tmp_path / "out.csv") as partial:
        partial.write_text("new", encoding="utf-8")
        assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"


def test_what_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for target in (tmp_path / "no/such/folder.csv", tmp_path / "folder.csv"):
        with pytest.raises(UsageError, match="cannot be written"):
            write(target, "x")
    assert names_in(tmp_path) == ["folder.csv"]


def test_who_may_read_the_file_does_not_change(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    write(target, "old")
    target.chmod(0o600)
    write(target, "new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out.csv").symlink_to(tmp_path / "real" / "out.csv")
    write(tmp_path / "out.csv", "new")
    assert (tmp_path / "out.csv").is_symlink()
    assert (tmp_path / "real" / "out.csv").read_text(encoding="utf-8") == "new"
