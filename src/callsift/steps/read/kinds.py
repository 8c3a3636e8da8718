"""Names files that are no text, by first bytes and by extension, and says what to do instead."""

from pathlib import PurePath

from callsift.errors import InputError

_EXPORT_TRANSCRIPT = "Export the transcript as text and read that."
_EXPORT_TEXT = "Export or copy its content as plain text (UTF-8) and read that."
_UNPACK = "Unpack it and read the text inside."
_EXTENSIONS = {
    **dict.fromkeys(
        (
            *(
                "mp3",
                "m4a",
                "wav",
                "aac",
                "amr",
                "flac",
                "ogg",
                "oga",
                "opus",
                "wma",
                "aiff",
                "silk",
            ),
            *("mp4", "m4v", "mov", "avi", "mkv", "webm", "3gp", "flv", "wmv"),
        ),
        ("a recording", _EXPORT_TRANSCRIPT),
    ),
    "pdf": ("a PDF", "Export the transcript as text, or copy the text out of it, and read that."),
    **dict.fromkeys(("docx", "docm"), ("a Word document", _EXPORT_TEXT)),
    **dict.fromkeys(("xlsx", "xls", "xlsm"), ("a spreadsheet", _EXPORT_TEXT)),
    **dict.fromkeys(("pptx", "ppt"), ("a slide deck", _EXPORT_TEXT)),
    **dict.fromkeys(("zip", "7z", "rar", "gz", "tar"), ("an archive", _UNPACK)),
    **dict.fromkeys(
        ("png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "heic"),
        ("an image", _EXPORT_TEXT),
    ),
}
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
    """Refuse a file whose extension says that it holds no text.

    Raises:
        InputError: it is a recording, a PDF, an office document, an archive or an image.
    """
    _refuse(PurePath(name).suffix.lower().lstrip("."), name)


def refuse_by_content(data: bytes, name: str) -> None:
    """Refuse bytes that begin like a file of another kind.

    Raises:
        InputError: as above, and old office documents and rich text.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise InputError("this is an old Office document, not text.", where=name, do=_EXPORT_TEXT)
    if data.startswith(b"{\\rtf"):
        raise InputError("this is rich text (RTF), not plain text.", where=name, do=_EXPORT_TEXT)
    _refuse(_kind_of(data), name)


def _refuse(kind: str, name: str) -> None:
    if kind in _EXTENSIONS:
        what, do = _EXTENSIONS[kind]
        raise InputError(f"this is {what} (.{kind}), not text.", where=name, do=do)


def _kind_of(data: bytes) -> str:
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
    for folder, kind in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")):
        if folder in data:
            return kind
    return "zip"
