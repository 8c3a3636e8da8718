"""Standard input is JSONL or a list of paths; of other words nothing is repeated."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from callsift.bulk.discovery import Item, discover
from callsift.errors import InputError
from tests.bulk.discovery.found import call, items, make, names


def piped(data: bytes) -> list[Item]:
    return items(discover(["-"], stdin=BytesIO(data)))


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [("\n", "utf-8"), ("\r\n", "utf-8"), ("\0", "utf-8"), ("\n", "utf-8-sig"), ("\r\n", "utf-16")],
    ids=["lines", "lines of Windows", "NUL", "with a BOM", "twice as wide"],
)
def test_a_list_of_paths_is_read(tmp_path: Path, separator: str, encoding: str) -> None:
    make(tmp_path, {"电话 1.txt": call(1), "b.txt": call(2), "folder/c.txt": call(3)})
    paths = [str(tmp_path / each) for each in ("电话 1.txt", "folder", "b.txt")]
    found = piped((separator.join(paths) + separator).encode(encoding))
    assert names(found, tmp_path) == ["电话 1.txt", "folder/c.txt", "b.txt"]


def test_a_name_with_a_line_break_comes_through_between_zeros(tmp_path: Path) -> None:
    make(tmp_path, {"two\nlines.txt": call()})
    assert names(piped(f"{tmp_path / 'two'}\nlines.txt\0".encode()), tmp_path) == ["two\nlines.txt"]


def test_signs_of_patterns_in_a_list_are_plain_characters(tmp_path: Path) -> None:
    make(tmp_path, {"a[1].txt": call(1), "a1.txt": call(2)})
    assert names(piped(f"{tmp_path}/a[1].txt\n".encode()), tmp_path) == ["a[1].txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_jsonl_is_read(encoding: str) -> None:
    lines = [{"text": call(n).decode(), "account": "甲"} for n in range(3)]
    text = "\n".join(json.dumps(each, ensure_ascii=False) for each in lines)
    found = piped(text.encode(encoding))
    assert [each.name for each in found] == ["stdin#1", "stdin#2", "stdin#3"]
    assert [each.load().transcript.text for each in found] == [each["text"] for each in lines]


def test_a_call_piped_by_mistake_fails_line_by_line_without_being_repeated() -> None:
    found = piped(call())
    assert [each.name for each in found] == ["stdin#1", "stdin#2"]
    for each in found:
        with pytest.raises(InputError) as refused:
            each.load()
        assert "设备" not in str(refused.value)
        assert "拜访" not in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \r\n"])
def test_nothing_piped_is_nothing(data: bytes) -> None:
    assert piped(data) == []


def test_without_a_stream_the_dash_fails() -> None:
    (item,) = items(discover(["-"]))
    with pytest.raises(InputError, match="standard input"):
        item.load()
