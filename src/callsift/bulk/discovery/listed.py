"""Reads what stands on standard input: JSONL, or a list of paths, one a line or parted by NUL."""

import os
from collections.abc import Iterator
from typing import BinaryIO

from callsift.bulk.discovery.item import Item, unreadable
from callsift.bulk.discovery.json_lines import items_in_lines
from callsift.bulk.discovery.lines import RawLine, lines_of, opening
from callsift.bulk.discovery.place import Place
from callsift.errors import InputError

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PLACE = Place("stdin")


def listed_in(stream: BinaryIO) -> Iterator[Item | str]:
    """Yield the inputs of JSONL, or the paths of a list."""
    first = opening(stream)
    bom = next(filter(first.startswith, _BOMS), b"")
    is_wide = len(bom) == 2
    if first.removeprefix(bom).lstrip(b"\0 \t\r\n")[:1] == b"{":
        yield from items_in_lines(lines_of(stream, first=first), _PLACE)
        return
    separator = b"\0" if b"\0" in first and not is_wide else b"\n"
    for line in lines_of(stream, first=first, separator=separator):
        path = _path(line)
        yield _no_path(line.number) if path is None else path


def _path(line: RawLine) -> str | None:
    """Return the path that a line is; None where nothing is there."""
    try:
        path = os.fsdecode(line.data or b"")
        return path if os.path.lexists(path) else None
    except ValueError:
        return None


def _no_path(number: int) -> Item:
    """Return a failing input. The line itself is not repeated: it may be what somebody said."""
    name = f"{_PLACE.shown}#{number}"
    error = InputError(
        "this line is neither JSON nor the path of a file that is there.",
        where=name,
        do="Pipe JSONL or a list of paths; a single call is read by `callsift analyze -`.",
    )
    return unreadable(name, error)
