"""Turns CSV and its kin (`,` `;` tab `|`) into rows. Refuses to know what a column means.

Rows are numbered as a spreadsheet numbers them: a quoted cell may span several lines.
"""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO, TextIOWrapper
from itertools import islice

from callsift.errors import InputError
from callsift.steps.read.decoding import MENDING, decode, is_euro
from callsift.steps.read.tables.guess import meanings_in
from callsift.steps.read.tables.table import LONGEST_CELL, Row
from callsift.steps.read.tables.words import SURE

_DELIMITERS = (",", "\t", ";", "|")
_SNIFFED = 60
_SAMPLE = 64 * 1024
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# What stands for a byte that the encoding does not know: no text can hold it.
_SPOILT, _SPOILT_ERRORS = "\udc80", "callsift.spoilt"
_ENCODINGS = ("utf-8-sig", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs", "cp1252")
# A text whose lines all have the same two commas or more is a table even where no header is known.
_WIDE, _MANY, _LONGEST_NAME = 3, 5, 40
# Under a title and a line or two of fields.
_DEEPEST = 6


def _mark_spoilt(error: UnicodeError) -> tuple[str | bytes, int]:
    """Decode what cannot be decoded to a mark."""
    if not isinstance(error, UnicodeDecodeError):
        return _SPOILT, 1
    return ("€", error.start + 1) if is_euro(error) else (_SPOILT, error.end)


codecs.register_error(_SPOILT_ERRORS, _mark_spoilt)


class DelimitedRows:
    """The rows of some bytes, read as a stream each time that they are gone through."""

    def __init__(self, data: bytes, encoding: str, delimiter: str) -> None:
        self._data = data
        self._encoding = encoding
        self.delimiter = delimiter

    def __iter__(self) -> Iterator[Row]:
        # One wrong byte spoils its own row, not the file.
        with TextIOWrapper(
            BytesIO(self._data), self._encoding, errors=_SPOILT_ERRORS, newline=""
        ) as lines:
            marked = (
                line.removeprefix("\ufeff") if not at else line for at, line in enumerate(lines)
            )
            for number, (cells, fault) in enumerate(_records(marked, self.delimiter), 1):
                yield Row(number, str(number), cells, fault or _fault_of(cells))


def _records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[tuple[str, ...], str | None]]:
    # The limit is one for the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), 2 * LONGEST_CELL))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield (
                (),
                "its quotation marks do not match, or a cell is longer than two million characters",
            )
        else:
            yield tuple(cells), None


def _fault_of(cells: Sequence[str]) -> str | None:
    for cell in cells:
        if _SPOILT in cell:
            return "it holds bytes that are not in the encoding of the file"
        if "\x00" in cell:
            return "a zero character stands in it"
    return None


def delimited_rows(data: bytes, name: str) -> DelimitedRows | None:
    """Return the rows of a text, or None where it has no delimiter that fits.

    Raises:
        InputError: the bytes are no text.
    """
    encoding = _encoding_of(data, name)
    text = data[:_SAMPLE].decode(encoding, errors="replace")
    delimiter = _delimiter_of(text, is_whole=len(data) <= _SAMPLE)
    if delimiter is None and _is_lone_column(text):
        delimiter = ","
    return None if delimiter is None else DelimitedRows(data, encoding, delimiter)


def _is_lone_column(text: str) -> bool:
    """Tell whether the first line is the header of a table with nothing but words."""
    first = text.removeprefix("\ufeff").split("\n", 1)[0].strip().strip('"')
    return meanings_in((first,)).get("text") == SURE


def _encoding_of(data: bytes, name: str) -> str:
    """Return the encoding that the reader's judgement of a part comes down to."""
    sample = _telling_part(data)
    text = decode(sample, name)
    for encoding in _ENCODINGS:
        try:
            decoded = sample.decode(encoding, MENDING).removeprefix("\ufeff")
            if decoded == text or decoded.replace("\x00", "") == text:
                return encoding
        except UnicodeError:
            continue
    raise InputError(
        "this table is in an encoding that is read for short texts only.",
        where=name,
        do="Save it as UTF-8.",
    )


def _telling_part(data: bytes) -> bytes:
    """Return lines from the first one that is not plain ASCII; no character is cut."""
    is_wide = b"\x00" in data[:_SAMPLE] or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    first = None if is_wide else _HIGH_BYTE.search(data)
    begin = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    end = data.rfind(b"\n", begin, begin + _SAMPLE) + 1
    if not end or begin + _SAMPLE >= len(data):
        return data[begin:]
    # The second byte of a wide line feed, which comes behind it in one byte order.
    return data[begin : end + (is_wide and (end - begin) % 2)]


def _sample_records(text: str, delimiter: str, *, is_whole: bool) -> list[tuple[str, ...]]:
    # Parted as the whole is: a soft line end inside a cell is none here.
    lines = StringIO(text, newline="")
    records = list(islice(_records(lines, delimiter), _SNIFFED))
    if not is_whole and len(records) < _SNIFFED:
        # The last one is cut, maybe inside its quotation marks.
        records.pop()
    return [
        cells for cells, fault in records if fault is None and any(each.strip() for each in cells)
    ]


def _delimiter_of(text: str, *, is_whole: bool) -> str | None:
    """Return the delimiter that makes the most rows of one width."""
    best, most = None, 1.0
    for delimiter in _DELIMITERS:
        records = _sample_records(text, delimiter, is_whole=is_whole)
        widths = [len(each) for each in records]
        usual = max(set(widths), key=widths.count, default=1)
        if usual < 2:
            continue
        share = widths.count(usual) / len(widths)
        if share > 0.5 and share * usual > most:
            best, most = delimiter, share * usual
    return best


def is_table(text: str) -> bool:
    """Tell whether a text is a table beyond doubt: a known header, or a wide grid without a gap."""
    sample, is_whole = text[:_SAMPLE], len(text) <= _SAMPLE
    delimiter = _delimiter_of(sample, is_whole=is_whole)
    # Bars make a table of Markdown, which is a text.
    if delimiter is None or delimiter == "|":
        return False
    records = _sample_records(sample, delimiter, is_whole=is_whole)
    # Where a cell is longer than the sample the header stands alone.
    if len(records) < (2 if is_whole else 1):
        return False
    if any(_is_header(cells, among=len(records)) for cells in records[:_DEEPEST]):
        return True
    return delimiter in ",;" and _is_grid(records)


def _is_header(cells: Sequence[str], *, among: int) -> bool:
    """Tell whether some cells are surely a header: a column of words, and another one."""
    found = meanings_in(cells)
    if "text" not in found or len(found) < 2 or any(len(cell) > _LONGEST_NAME for cell in cells):
        return False
    is_all_known = among > 2 and all(meanings_in((cell,)) for cell in cells)
    return max(found.values()) == SURE or is_all_known


def _is_grid(records: Sequence[Sequence[str]]) -> bool:
    width = len(records[0])
    names = [cell.strip() for cell in records[0]]
    return (
        width >= _WIDE
        and len(records) >= _MANY
        and all(len(each) == width for each in records)
        and len(set(names)) == width
        and all(name and len(name) <= _LONGEST_NAME for name in names)
    )
