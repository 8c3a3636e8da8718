"""Turns a table into inputs: one a row, or one for each call whose turns stand in it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from callsift.bulk.discovery.item import Item, TableFound, content_key, unreadable
from callsift.bulk.discovery.place import Place
from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read.tables import RowRefused, Table, calls_of
from callsift.steps.read.tables.calls import day_of
from callsift.typography import writable


def items_in_table(
    table: Table, place: Place, *, whole: Item | None
) -> Iterator[Item | TableFound]:
    """Yield what the columns of a table were taken for, and its inputs. A row that is no call is an input that fails.

    Args:
        table: its rows are read as a stream.
        place: of the file.
        whole: the file as one input, for a table that holds the turns of one call only.
    """
    items = _calls(table, place, whole) if table.shape == "turns" else _rows(table, place)
    try:
        yield from items
    except InputError as error:
        yield unreadable(place.shown, error, account=place.account)


def _rows(table: Table, place: Place) -> Iterator[Item | TableFound]:
    columns = table.columns
    yield TableFound(path=place.shown, columns=columns)
    text, date, account = map(table.place, (columns.text, columns.date, columns.account))
    for row in table.rows:
        day, customer = day_of(row.cell(date)), writable(row.cell(account)) or place.account
        yield Item(
            key=content_key(row.cell(text), row.cell(date), customer, row.fault),
            name=f"{place.shown}#{row.place}",
            read=partial(_call_of, replace(table, rows=(row,), above=())),
            account=customer,
            date=day,
        )


def _call_of(table: Table) -> Call:
    return _loaded(next(calls_of(table)))


def _loaded(found: Call | RowRefused) -> Call:
    if isinstance(found, Call):
        return found
    raise InputError(f"this row is no call: {found.reason}.", where=found.name)


def _calls(table: Table, place: Place, whole: Item | None) -> Iterator[Item | TableFound]:
    calls = calls_of(table)
    first = list(islice(calls, 2))
    yield TableFound(path=place.shown, columns=table.columns, is_one_call=len(first) == 1)
    for number, found in enumerate(chain(first, calls), 1):
        account, date = _about(found, place)
        if len(first) == 1 and whole is not None:
            yield replace(whole, account=account, date=date)
            continue
        tail = found.name.removeprefix(table.name) or f"#{number}"
        yield Item(
            key=_key(found, table, place.account),
            name=place.shown + tail,
            read=partial(_loaded, found),
            account=account,
            date=date,
        )


def _about(found: Call | RowRefused, place: Place) -> tuple[str | None, str | None]:
    """Return the account and the day of a call; a column that says whose it is comes before the folder."""
    if isinstance(found, RowRefused):
        return place.account, None
    return found.account or place.account, found.date


def _key(found: Call | RowRefused, table: Table, account: str | None) -> str:
    content = found.sha256 if isinstance(found, Call) else f"{found.name}\0{found.reason}"
    # The same cells under other columns are another call.
    return content_key(content, table.columns.described(), account)
