"""Tells what bytes are: a text, a document that is read, or something refused with advice.

First bytes decide. A name decides only of recordings, images and archives, which may be too large
to be opened at all.
"""

import re
from pathlib import PurePath
from typing import NamedTuple

from callsift.errors import InputError


class _Refusal(NamedTuple):
    """What something is, and what to do instead."""

    what: str
    do: str


_EXPORT_TEXT = "Export or copy its content as plain text (UTF-8) and read that."
_RECORDING = _Refusal("a recording", "Export the transcript as text and read that.")
_ARCHIVE = _Refusal("an archive", "Unpack it and read the text inside.")
_IMAGE = _Refusal("an image", _EXPORT_TEXT)
_BY_NAME = {
    **dict.fromkeys(
        ["mp3", "m4a", "wav", "aac", "amr", "flac", "ogg", "oga", "opus", "wma", "aiff", "silk"],
        _RECORDING,
    ),
    **dict.fromkeys(["mp4", "m4v", "mov", "avi", "mkv", "webm", "3gp", "flv", "wmv"], _RECORDING),
    **dict.fromkeys(["zip", "7z", "rar", "gz", "tar"], _ARCHIVE),
    **dict.fromkeys(["png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "heic"], _IMAGE),
}
_REFUSED = {
    **_BY_NAME,
    "pptx": _Refusal("a slide deck", _EXPORT_TEXT),
    "xlsb": _Refusal("a binary workbook", "Save it as .xlsx or CSV and read that."),
    "odf": _Refusal("an OpenDocument file", "Save it as .docx, .xlsx or plain text and read that."),
}
# What is read besides texts, and how its owner calls it.
_READ = {"docx": "a Word document", "xlsx": "a workbook", "pdf": "a PDF"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams inside, in the width in which such a file writes them.
_OLE_STREAMS = {
    "EncryptedPackage": _Refusal(
        "an Office document with a password",
        "Open it, save it without the password, and read that.",
    ),
    "WordDocument": _Refusal("an old Word document (.doc)", "Save it as .docx and read that."),
    "Workbook": _Refusal("an old workbook (.xls)", "Save it as .xlsx or CSV and read that."),
    "PowerPoint Document": _Refusal("an old slide deck (.ppt)", _EXPORT_TEXT),
    "__substg1.0_": _Refusal("a mail of Outlook (.msg)", _EXPORT_TEXT),
}
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|meta|table)[\s>]", re.IGNORECASE
)
_ARCHIVED_PAGE = re.compile(rb"MIME-Version:[^\0]{0,800}(?:multipart/related|text/html)", re.DOTALL)
_OFFICE_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml[^\0]{0,800}schemas-microsoft-com:office", re.DOTALL
)
_LOOKED_AT = 1024
_MAGIC = (
    (b"ID3\x02", "mp3"),
    (b"ID3\x03", "mp3"),
    (b"ID3\x04", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (b"#!AMR", "amr"),
    (b"#!SILK", "silk"),
    (b"\x02#!SILK", "silk"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"FLV\x01", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wma"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b\x08", "gz"),
)
_RIFF = {b"WAVE": "wav", b"AVI ": "avi", b"WEBP": "webp"}


def refuse_by_extension(name: str) -> None:
    """Refuse a file whose extension says that it holds sound, pictures or other files.

    Raises:
        InputError: it is a recording, an image or an archive.
    """
    kind = _suffix(name)
    if kind in _BY_NAME:
        raise _refused(_BY_NAME[kind], name, kind)


def refuse_by_content(data: bytes, name: str) -> None:
    """Refuse bytes that begin like a file of a kind that is not read.

    Raises:
        InputError: as above, and slides, old office documents, rich text and web pages.
    """
    if data.startswith(_OLE):
        raise _refused(_in_old_office(data), name)
    if data.startswith(b"{\\rtf"):
        raise _refused(_Refusal("rich text (RTF), not plain text", _EXPORT_TEXT), name)
    first = data[:_LOOKED_AT]
    if _PAGE.match(first) or _ARCHIVED_PAGE.match(first) or _OFFICE_XML.match(first):
        raise _refused(_as_page(name), name)
    kind = kind_of(data)
    if kind in _REFUSED:
        raise _refused(_REFUSED[kind], name, kind)


def misnamed(name: str) -> InputError | None:
    """Return the refusal of bytes that are no text and not what the name says, if it says so."""
    called = _READ.get(_suffix(name))
    if called is None:
        return None
    return InputError(
        f"its name says that it is {called}, but what it holds is none.",
        where=name,
        do="Get the file again, or open it in its program and save it anew.",
    )


def promised_by(name: str) -> str | None:
    """Return the kind of document that a name promises, or None where it promises a text or nothing."""
    suffix = _suffix(name)
    return suffix if suffix in _READ else None


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def _refused(refusal: _Refusal, name: str, kind: str = "") -> InputError:
    what = f"{refusal.what} (.{kind}), not text" if kind else refusal.what
    return InputError(f"this is {what}.", where=name, do=refusal.do)


def _in_old_office(data: bytes) -> _Refusal:
    for stream, refusal in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in data:
            return refusal
    return _Refusal("an old Office document, not text", _EXPORT_TEXT)


def _as_page(name: str) -> _Refusal:
    """Return the refusal of a web page, which many a system calls a workbook or a document."""
    do = "Open it, save it as .xlsx, .docx or plain text, and read that."
    suffix = _suffix(name)
    if suffix in ("xls", "xlsx", "doc", "docx"):
        return _Refusal(f"a web page (HTML) or XML that is named .{suffix}", do)
    return _Refusal("a web page (HTML) or XML, not a plain text", do)


def kind_of(data: bytes) -> str:
    """Return the extension that the first bytes stand for, or nothing."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12], "")
    if data[:4] == b"FORM" and data[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if data[:1] == b"\x00" and data[4:8] == b"ftyp":
        return _container(data[8:12])
    return _zipped(data) if data[:4] in (b"PK\x03\x04", b"PK\x05\x06") else ""


def _container(brand: bytes) -> str:
    if brand[:3] == b"M4A":
        return "m4a"
    return "heic" if brand in (b"heic", b"heix", b"mif1") else "mp4"


def _zipped(data: bytes) -> str:
    """Return what a zip holds, by the folder that is named first: documents may hold others."""
    if data[30:58].startswith(b"mimetypeapplication/vnd.oas"):
        return "odf"
    folders = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
    found = [(at, kind) for folder, kind in folders if (at := data.find(folder)) >= 0]
    # An Office document that was cut off names its relations first.
    rest = "docx" if b"_rels/.rels" in data[:_LOOKED_AT] else "zip"
    kind = min(found)[1] if found else rest
    return "xlsb" if kind == "xlsx" and b"xl/workbook.bin" in data else kind
