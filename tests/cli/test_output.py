"""A result goes whole to where it is wanted, or not at all, and shows itself to nobody else."""

import stat
import sys
from pathlib import Path

import pytest

from callsift.cli.output import check_writable, write_result
from callsift.errors import UsageError

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")


def test_a_file_is_replaced_as_a_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    target.write_text("old")
    mine = tmp_path / "result.json.part"
    mine.write_text("mine")
    write_result("新的\n", str(target))
    assert target.read_bytes() == "新的\n".encode()
    assert mine.read_text() == "mine"
    assert sorted(tmp_path.iterdir()) == [target, mine]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_file_stays_as_private_as_it_was(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "result.json"
    target.touch()
    target.chmod(mode)
    write_result("x", str(target))
    assert stat.S_IMODE(target.stat().st_mode) == mode


@pytest.mark.parametrize("out", ["no/folder/x.json", "."], ids=["no such folder", "a folder"])
def test_what_cannot_be_written_is_refused_before_anything_is_done(
    tmp_path: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="cannot write"):
        check_writable(out)
    assert list(tmp_path.iterdir()) == []


def test_looking_whether_a_file_can_be_written_makes_none(tmp_path: Path) -> None:
    check_writable(str(tmp_path / "x.json"))
    assert list(tmp_path.iterdir()) == []
