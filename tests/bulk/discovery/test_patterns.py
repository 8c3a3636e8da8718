"""A pattern that no shell expanded means what a shell would have made of it."""

from pathlib import Path

import pytest

from callsift.bulk.discovery import discover
from callsift.errors import InputError
from tests.bulk.discovery.found import call, items, make, names, skipped

FILES = (
    "a/1.txt",
    "a/2.txt",
    "a/10.txt",
    "a/x.vtt",
    "a/deep/3.txt",
    "b/1.txt",
    "b/4.md",
    "top.txt",
)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("*.txt", ["top.txt"]),
        ("a/*.txt", ["a/1.txt", "a/2.txt", "a/10.txt"]),
        ("a/?.txt", ["a/1.txt", "a/2.txt"]),
        ("*/1.txt", ["a/1.txt", "b/1.txt"]),
        ("**/1.txt", ["a/1.txt", "b/1.txt"]),
        ("**/*.txt", ["a/1.txt", "a/2.txt", "a/10.txt", "a/deep/3.txt", "b/1.txt", "top.txt"]),
        ("a/**", ["a/1.txt", "a/2.txt", "a/10.txt", "a/deep/3.txt", "a/x.vtt"]),
        ("b*", ["b/1.txt", "b/4.md"]),
        ("[ab]/[0-9]*.txt", ["a/1.txt", "a/2.txt", "a/10.txt", "b/1.txt"]),
        ("a/**/3.txt", ["a/deep/3.txt"]),
    ],
)
def test_a_pattern_means_these_files_in_this_order(
    tmp_path: Path, pattern: str, wanted: list[str]
) -> None:
    make(tmp_path, {name: call(n) for n, name in enumerate(FILES)})
    assert names(discover([str(tmp_path / pattern)]), tmp_path) == wanted


def test_a_pattern_is_taken_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make(tmp_path, {"1.txt": call()}))
    assert [each.name for each in items(discover(["*.txt"]))] == ["1.txt"]


def test_two_patterns_over_one_folder_are_both_looked_for(tmp_path: Path) -> None:
    make(tmp_path, {"1.txt": call(1), "2.md": call(2)})
    found = discover([str(tmp_path / "*.md"), str(tmp_path / "*.txt")])
    assert names(found, tmp_path) == ["2.md", "1.txt"]


def test_a_pattern_that_fits_nothing_is_an_input_that_fails(tmp_path: Path) -> None:
    (item,) = items(discover([str(tmp_path / "*.txt")]))
    with pytest.raises(InputError, match="no file fits"):
        item.load()


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    make(tmp_path, {"call[1].txt": call(1), "call1.txt": call(2)})
    assert names(discover([str(tmp_path / "call[1].txt")]), tmp_path) == ["call[1].txt"]


def test_only_what_fits_the_pattern_is_told_as_left_out(tmp_path: Path) -> None:
    make(tmp_path, {".hidden.txt": call(), ".hidden.md": call(), "a.txt": call()})
    assert list(skipped(discover([str(tmp_path / "*.txt")]))) == [".hidden.txt"]
