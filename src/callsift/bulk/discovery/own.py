"""Knows the files that callsift wrote itself: its results are no calls. Only their ends are looked at."""

import codecs
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from callsift.bulk.writers.heading import is_heading
from callsift.bulk.writers.parquet import MARK
from callsift.bulk.writers.workbook import SUBJECT

_LOOKED_AT = 4096
# The description of a Parquet file stands at its end.
_TAIL = 1 << 16
_RESULTS = "results that callsift wrote"
# How an analysis, the reports of accounts and one such report begin, white space left out. Other programs' exports name
# the version of their schema too.
_ANALYSES = (
    b'{"schema_version":1,"source":{"name":',
    b'{"schema_version":1,"accounts":[{"schema_version":1,"account":',
    b'{"schema_version":1,"account":',
)


def reason_by_content(path: Path) -> str | None:
    """Return why a file is left out as callsift's own, or None where it may be a call, or cannot be read."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".xlsx":
            return _RESULTS if _is_workbook(path) else None
        if suffix == ".parquet":
            return _RESULTS if _is_parquet(path) else None
        if suffix not in (".json", ".jsonl", ".csv"):
            return None
        with path.open("rb") as file:
            first = file.read(_LOOKED_AT)
    except (OSError, ValueError):
        return None
    first = first.removeprefix(codecs.BOM_UTF8)
    return _of_table(first) if suffix == ".csv" else _of_json(first)


def _of_json(first: bytes) -> str | None:
    head = b"".join(first.split())
    if head.startswith(_ANALYSES) and (b'"engine":{"name":' in head or b'"today":"' in head):
        return "an analysis that callsift wrote"
    is_line = head.startswith(b'{"name":') and b'","key":"' in head and b'","status":"' in head
    return _RESULTS if is_line else None


def _of_table(first: bytes) -> str | None:
    line = first.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    return _RESULTS if is_heading(line.split(",")) else None


def _is_workbook(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            about = archive.getinfo("docProps/core.xml")
            if about.file_size > _TAIL:
                return False
            return SUBJECT.encode() in archive.read(about)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return False


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _TAIL, 0))
        tail = file.read()
    return tail.endswith(b"PAR1") and MARK.encode() in tail
