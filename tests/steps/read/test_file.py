"""Files that can be had, and those that cannot."""

import os
from pathlib import Path

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_bytes, read_path, read_text
from callsift.steps.read.file import MOST_BYTES, load


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_path(path)
    assert caught.value.exit_code == 3
    assert caught.value.do
    assert caught.value.where is not None
    assert path.name in caught.value.where
    return caught.value.what


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "nothing.txt")


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    assert "directory" in refusal(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("客户：嗯", encoding="utf-8")
    path.chmod(0)
    assert "may not be read" in refusal(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"", "empty"), (b" \n\t\r\n", "white space"), ("　\n\ufeff".encode(), "white space")],
    ids=["empty", "blanks", "wide blank"],
)
def test_nothing_to_read_is_said(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "call.txt"
    path.write_bytes(content)
    assert what in refusal(path)


def test_the_size_is_looked_at_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "20 MB" in refusal(path)


def test_large_bytes_are_refused() -> None:
    with pytest.raises(InputError, match="20 MB"):
        read_bytes(b"a" * (MOST_BYTES + 1), name="x")


def test_more_may_be_allowed(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert len(load(path, most=MOST_BYTES + 1)) == MOST_BYTES + 1
    with pytest.raises(InputError, match="10 MB"):
        load(path, most=10 * 1024**2)


def test_a_file_is_named_and_hashed(tmp_path: Path) -> None:
    path = tmp_path / "call.txt"
    path.write_bytes("客户：你们多少钱？".encode())
    call = read_path(path)
    assert call.name == "call.txt"
    assert call.sha256 == read_text("客户：你们多少钱？").sha256


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_path_with_a_nul_is_refused() -> None:
    with pytest.raises(InputError):
        read_path(Path("a\0b"))
