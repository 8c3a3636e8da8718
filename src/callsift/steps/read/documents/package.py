"""Opens the zip that a Word document or a workbook is, within limits. Refuses to know its content.

The standard library gives no more of a member than its declared size and compares checksums, so
what is declared is what counts; a member that lies is a damaged one.
"""

import posixpath
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO, NamedTuple
from zipfile import BadZipFile, ZipFile

from callsift.errors import InputError

# An ordinary workbook unpacks to some 15 times its size, one full of repetition to 60.
_MOST_RATIO = 120
_ALWAYS_ALLOWED = 8 * 1024 * 1024
# In multiples of what the packed file may have.
_MOST_REAL, _MOST_WORDS = 15, 4
_MOST_MEMBERS = 5_000
_OFFICE_DOCUMENT = "/officeDocument"
# What the standard library raises on a damaged, lying or encrypted member.
FAULTS = (BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, RuntimeError)


class Package(NamedTuple):
    """An opened zip; `main` is the member that holds the words or the workbook."""

    archive: ZipFile
    main: str


def open_package(data: bytes, name: str, *, most_bytes: int) -> Package:
    """Return the package, its main part found by its relations.

    Raises:
        InputError: it is damaged, unpacks to too much, or is no Office package.
    """
    try:
        archive = ZipFile(BytesIO(data))
        _refuse_bomb(archive, len(data), name, most_bytes * _MOST_REAL)
        main = _main_part(archive)
    except (*FAULTS, SyntaxError):
        raise damaged(name) from None
    if main is None:
        raise InputError(
            "this is a zip, but no Word document and no workbook.",
            where=name,
            do="Unpack it and read the text inside.",
        )
    return Package(archive, main)


def damaged(name: str) -> InputError:
    """Return the refusal of a package that cannot be read to its end."""
    return InputError(
        "this Word document or workbook is damaged or was not loaded whole.",
        where=name,
        do="Get the file again, or open it in its program and export its text.",
    )


def _refuse_bomb(archive: ZipFile, packed: int, name: str, most: int) -> None:
    members = archive.infolist()
    real = sum(member.file_size for member in members)
    is_bomb = real > _ALWAYS_ALLOWED and real > packed * _MOST_RATIO
    if is_bomb or real > most or len(members) > _MOST_MEMBERS:
        raise too_much(name)


def too_much(name: str) -> InputError:
    """Return the refusal of a package that holds more than is read."""
    return InputError(
        "this Word document or workbook unpacks to far more than a call or a table can be.",
        where=name,
        do="Copy its text into a new document, or save it as plain text or CSV.",
    )


def _main_part(archive: ZipFile) -> str | None:
    """Return the member that the package names as its office document."""
    members = set(archive.namelist())
    for target in _office_targets(archive, members):
        path = posixpath.normpath(target.lstrip("/"))
        if path in members:
            return path
    usual = ("word/document.xml", "xl/workbook.xml")
    return next((each for each in usual if each in members), None)


def _office_targets(archive: ZipFile, members: set[str]) -> Iterator[str]:
    # Parsing XML costs an import that plain texts never need.
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    if "_rels/.rels" not in members:
        return
    with archive.open("_rels/.rels") as part:
        for _, element in iterparse(part):
            if element.get("Type", "").endswith(_OFFICE_DOCUMENT):
                yield element.get("Target", "")


def open_words(package: Package, name: str, *, most_bytes: int) -> IO[bytes]:
    """Return the main part, to be read as a stream.

    Raises:
        InputError: it is longer than the words of any call.
    """
    if package.archive.getinfo(package.main).file_size > most_bytes * _MOST_WORDS:
        raise too_much(name)
    return package.archive.open(package.main)
