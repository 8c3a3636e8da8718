"""Tells by its content whether a file holds several calls (a table, JSONL, an export), and takes it apart."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from callsift.bulk.discovery.item import Item, TableFound
from callsift.bulk.discovery.json_lines import (
    LOOKED_AT,
    are_turns,
    is_json_lines,
    item_of,
    items_in_lines,
)
from callsift.bulk.discovery.lines import lines_of
from callsift.bulk.discovery.place import Place
from callsift.bulk.discovery.several import Entry, entries_in
from callsift.bulk.discovery.table_rows import items_in_table
from callsift.errors import InputError
from callsift.steps.read.decoding import decode
from callsift.steps.read.exports.document import document_of
from callsift.steps.read.file import MOST_BYTES
from callsift.steps.read.kinds import kind_of
from callsift.steps.read.tables import Table, TableColumns, is_table, read_table

TABLES = (".csv", ".tsv", ".xlsx")
# A table of many calls is larger than any call; more than this is not held in memory.
MOST_TABLE_BYTES = 500 * 1024 * 1024


def items_within(
    data: bytes,
    place: Place,
    *,
    suffix: str,
    columns: TableColumns | None,
    whole: Item | None,
) -> Iterator[Item | TableFound] | None:
    """Return the inputs of a file that may hold several; None where it is one call, or none at all.

    Args:
        data: the file's bytes.
        place: where they come from.
        suffix: of the file's name, by which a table of a single column is known.
        columns: what the columns of a table mean, where the user says so.
        whole: the file as one input, for a table with the turns of a single call.

    Raises:
        InputError: it is a damaged table.
        UsageError: it is a table, and it is not obvious which column holds the words.
    """
    kind = kind_of(data)
    if kind not in ("", "xlsx") or not data.strip():
        return None
    if is_json_lines(data):
        if are_turns(data[:LOOKED_AT]):
            return None
        return items_in_lines(lines_of(BytesIO(data), first=b""), place)
    if kind == "xlsx":
        table: Table | None = _table(data, place, columns)
    elif suffix in TABLES:
        table = _named_table(data, place, columns)
    else:
        entries, table = _in_text(data, place, columns)
        if entries:
            return _items(entries, place)
    return None if table is None else items_in_table(table, place, whole=whole)


def _table(data: bytes, place: Place, columns: TableColumns | None) -> Table:
    return read_table(data, name=place.bare, columns=columns, most_bytes=MOST_TABLE_BYTES)


def _named_table(data: bytes, place: Place, columns: TableColumns | None) -> Table | None:
    """Return the table in a file that is named as one; None where it is a text all the same."""
    try:
        return _table(data, place, columns)
    except InputError:
        if len(data) > MOST_BYTES:
            raise
        return None


def _in_text(
    data: bytes, place: Place, columns: TableColumns | None
) -> tuple[Sequence[Entry], Table | None]:
    """Return the calls of a JSON document, or the table that a text is beyond doubt."""
    try:
        text = decode(data, place.bare)
        document = document_of(text, place.bare)
    except InputError:
        # Reading it as one call says what is wrong with it.
        return (), None
    if document is not None:
        return entries_in(document), None
    return (), _table(data, place, columns) if is_table(text) else None


def _items(entries: Sequence[Entry], place: Place) -> Iterator[Item]:
    for number, entry in enumerate(entries, 1):
        yield item_of(entry, place, f"#{number}")
