"""Reads a table as one call, or says how many calls it holds."""

import hashlib
from itertools import islice

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read.tables.calls import calls_of
from callsift.steps.read.tables.table import Table

# To say that they are many, not all have to be read.
_COUNTED = 1_000


def only_call(table: Table, *, data: bytes) -> Call:
    """Return the one call of a table that was read from `data`.

    Raises:
        InputError: it holds none, or several.
    """
    calls = (each for each in calls_of(table) if isinstance(each, Call))
    first = next(calls, None)
    if first is None:
        raise InputError(
            f"there is no text in it: every row of this table is empty ({table.columns.described()}).",
            where=table.name,
            do="Check which column holds the words.",
        )
    others = sum(1 for _ in islice(calls, _COUNTED))
    if others:
        many = f"more than {_COUNTED}" if others == _COUNTED else str(others + 1)
        raise InputError(
            f"this is a table with {many} calls ({table.columns.described()}).",
            where=table.name,
            do="Use `callsift batch FILE --out results.jsonl`, which reads each of them.",
        )
    return first.model_copy(update={"name": table.name, "sha256": hashlib.sha256(data).hexdigest()})
