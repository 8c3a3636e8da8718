"""Files of kinds that are not read are refused with advice; what is read is told by its content."""

from pathlib import Path

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_bytes, read_path
from callsift.steps.read.kinds import kind_of
from tests.steps.read.documents.build import docx, packed, paragraph, pdf
from tests.steps.read.tables.build import workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
CONTENT = {
    "mp3 with a tag": (b"ID3\x04" + bytes(40), "recording", "transcript"),
    "mp3 frame": (b"\xff\xfb\x90\x00" + bytes(40), "recording", "transcript"),
    "wav": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "recording", "transcript"),
    "m4a": (b"\x00\x00\x00\x20ftypM4A " + bytes(9), "recording", "transcript"),
    "mp4": (b"\x00\x00\x00\x20ftypisom" + bytes(9), "recording", "transcript"),
    "amr": (b"#!AMR\n" + bytes(9), "recording", "transcript"),
    "ogg": (b"OggS\x00" + bytes(9), "recording", "transcript"),
    "a pdf cut off": (b"%PDF-1.7\n%\xe2\xe3", "PDF", "text"),
    "a docx cut off": (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "Word", "text"),
    "an xlsx cut off": (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "workbook", "text"),
    "xlsb": (packed({"xl/workbook.bin": b"x"}), "binary workbook", "xlsx"),
    "pptx": (packed({"ppt/presentation.xml": "<p/>"}), "slide deck", "text"),
    "open document": (
        b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
        "OpenDocument",
        "docx",
    ),
    "zip": (b"PK\x03\x04" + bytes(26) + b"a.txt", "archive", "text"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(9), "image", "text"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(9), "image", "text"),
    "old office": (_OLE, "old Office", "text"),
    "old word": (_OLE + "WordDocument".encode("utf-16-le"), r"\.doc\b", "docx"),
    "old excel": (_OLE + "Workbook".encode("utf-16-le"), r"\.xls\b", "xlsx"),
    "a password": (_OLE + "EncryptedPackage".encode("utf-16-le"), "password", "without"),
    "rich text": (b"{\\rtf1\\ansi hello}", "RTF", "text"),
    "a web page": (b"\xef\xbb\xbf<!DOCTYPE html>\n<html>", "web page", "text"),
    "a saved web page": (b"MIME-Version: 1.0\nContent-Type: multipart/related; x", "web", "text"),
    "office xml": (
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "XML",
        "text",
    ),
}


@pytest.mark.parametrize("name", CONTENT)
def test_content_of_another_kind_is_refused_whatever_its_name(name: str) -> None:
    data, what, advice = CONTENT[name]
    with pytest.raises(InputError, match=what) as caught:
        read_bytes(data, name="call.txt")
    assert advice in str(caught.value.do)


READ = {
    "docx": docx(paragraph("客户：你们多少钱？")),
    "xlsx": workbook([("说话人", "内容"), ("客户", "你们多少钱？")]),
    "pdf": pdf(("客户：你们多少钱？",)),
}


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize(
    "name", ["call.txt", "call.docx", "call.xlsx", "call.pdf", "call", "call.doc"]
)
def test_what_is_read_is_told_by_its_content(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(READ[kind])
    call = read_path(path)
    assert kind_of(READ[kind]) == call.transcript.format == kind
    assert [turn.text for turn in call.transcript.turns] == ["你们多少钱？"]


@pytest.mark.parametrize("name", ["call.docx", "call.xlsx", "call.pdf", "call.csv"])
def test_a_text_is_a_text_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("客户：你们多少钱？", encoding="utf-8")
    assert read_path(path).transcript.format == "labelled"


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf"])
def test_a_name_that_promises_what_the_bytes_are_not_is_said(ending: str) -> None:
    with pytest.raises(InputError, match="its name says") as caught:
        read_bytes(bytes(range(256)) * 9, name=f"call.{ending}")
    assert caught.value.do


@pytest.mark.parametrize("ending", ["xls", "doc"])
def test_a_web_page_that_is_called_an_office_file_is_told(ending: str) -> None:
    with pytest.raises(InputError, match=rf"named \.{ending}"):
        read_bytes(b"<html><table><tr><td>x</td></tr></table></html>", name=f"call.{ending}")


def test_a_workbook_that_holds_a_document_is_a_workbook() -> None:
    data = packed(
        {"[Content_Types].xml": "", "xl/workbook.xml": "", "xl/embeddings/word/a.docx": ""}
    )
    assert kind_of(data) == "xlsx"


@pytest.mark.parametrize("ending", ["mp3", "M4A", "mp4", "png", "zip"])
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
