"""Turns a file into inputs: one, or each call that it holds. What cannot be read is an input that fails."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from callsift.bulk.discovery.item import (
    Found,
    Item,
    Skipped,
    TableRefused,
    content_key,
    unreadable,
)
from callsift.bulk.discovery.json_lines import are_turns, items_in_lines
from callsift.bulk.discovery.lines import lines_of, opening
from callsift.bulk.discovery.own import reason_by_content
from callsift.bulk.discovery.parts import MOST_TABLE_BYTES, TABLES, items_within
from callsift.bulk.discovery.place import Place
from callsift.domain.transcript import Call
from callsift.errors import CallsiftError, InputError, UsageError
from callsift.steps.read import dated_by_name, read_bytes
from callsift.steps.read.file import MOST_BYTES, load
from callsift.steps.read.tables import TableColumns
from callsift.typography import writable

_LINES = (".jsonl", ".ndjson")


def items_in_file(
    path: Path, *, columns: TableColumns | None, account: str | None
) -> Iterator[Found]:
    """Yield the inputs that a file holds.

    Args:
        path: the file.
        columns: what the columns of a table mean, where the user says so.
        account: the customer's account, where the file itself names none.
    """
    place = Place(writable(str(path)), account)
    reason = reason_by_content(path)
    if reason is not None:
        yield Skipped(path=place.shown, reason=reason)
        return
    try:
        yield from _items(path, place, columns)
    except CallsiftError as error:
        if isinstance(error, UsageError):
            yield TableRefused(place.shown, error)
        yield unreadable(place.shown, error, account=account)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})."
        yield unreadable(place.shown, InputError(what, where=place.shown), account=account)


def _items(path: Path, place: Place, columns: TableColumns | None) -> Iterator[Found]:
    suffix = path.suffix.lower()
    if suffix in _LINES:
        # Line by line: it may be of any size.
        with path.open("rb") as stream:
            first = opening(stream)
            if not are_turns(first):
                yield from items_in_lines(lines_of(stream, first=first), place)
                return
    data = load(path, most=MOST_TABLE_BYTES if suffix in TABLES else MOST_BYTES)
    # Read as one call, a table's columns are always guessed.
    is_readable_whole = columns is None and len(data) <= MOST_BYTES
    whole = _whole(path, data, place)
    within = items_within(
        data, place, suffix=suffix, columns=columns, whole=whole if is_readable_whole else None
    )
    if within is None:
        yield whole
    else:
        yield from within


def _whole(path: Path, data: bytes, place: Place) -> Item:
    """Return a file as one input, which is read again when its turn comes."""
    content = content_key(data)
    return Item(
        key=content_key(data, place.account) if place.account else content,
        name=place.shown,
        read=partial(_again, path, content),
        account=place.account,
    )


def _again(path: Path, content: str) -> Call:
    data = load(path)
    if content_key(data) != content:
        what = "the file changed after the run had begun."
        raise InputError(what, where=str(path), do="Run it again.")
    return dated_by_name(read_bytes(data, name=path.name), path.name)
