"""Files that are no text are refused with advice."""

from pathlib import Path

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_bytes, read_path

CONTENT = {
    "mp3 with a tag": (b"ID3\x04" + bytes(40), "recording", "transcript"),
    "mp3 frame": (b"\xff\xfb\x90\x00" + bytes(40), "recording", "transcript"),
    "wav": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "recording", "transcript"),
    "m4a": (b"\x00\x00\x00\x20ftypM4A " + bytes(9), "recording", "transcript"),
    "mp4": (b"\x00\x00\x00\x20ftypisom" + bytes(9), "recording", "transcript"),
    "amr": (b"#!AMR\n" + bytes(9), "recording", "transcript"),
    "ogg": (b"OggS\x00" + bytes(9), "recording", "transcript"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF", "text"),
    "docx": (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "Word", "text"),
    "xlsx": (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "spreadsheet", "text"),
    "zip": (b"PK\x03\x04" + bytes(26) + b"a.txt", "archive", "text"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(9), "image", "text"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(9), "image", "text"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "Office", "text"),
    "rich text": (b"{\\rtf1\\ansi hello}", "RTF", "text"),
}


@pytest.mark.parametrize("name", CONTENT)
def test_content_of_another_kind_is_refused_whatever_its_name(name: str) -> None:
    data, what, advice = CONTENT[name]
    with pytest.raises(InputError, match=what) as caught:
        read_bytes(data, name="call.txt")
    assert advice in str(caught.value.do)


@pytest.mark.parametrize("ending", ["mp3", "M4A", "mp4", "pdf", "docx", "xlsx", "png", "zip"])
def test_an_extension_of_another_kind_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"call.{ending}"
    path.write_bytes(b"whatever")
    with pytest.raises(InputError) as caught:
        read_path(path)
    assert caught.value.do


def test_binary_data_is_refused() -> None:
    with pytest.raises(InputError):
        read_bytes(b"hello\x00world, this is text with a NUL", name="x")
    with pytest.raises(InputError):
        read_bytes(bytes(range(1, 9)) * 20, name="x")
