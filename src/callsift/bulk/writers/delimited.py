"""Writes results as CSV for people: one line a call, readable in Excel, no cell a formula."""

import csv
from collections.abc import Iterable
from pathlib import Path

from callsift.bulk.rows import Row
from callsift.bulk.writers.cells import unformulated, visible
from callsift.bulk.writers.heading import heading
from callsift.bulk.writers.replacing import replacing
from callsift.bulk.writers.verdicts import Wording, verdict_of


def write_csv(rows: Iterable[Row], target: Path, wording: Wording) -> None:
    """Write one line a row, in their order, under headers.

    UTF-8 with a BOM, without which Excel shows no Chinese. A cell that a spreadsheet would take for a formula gets a
    leading apostrophe.

    Raises:
        UsageError: the file cannot be written; the old one stands.
    """
    with (
        replacing(target) as partial,
        partial.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.writer(stream)
        writer.writerow(heading(wording.lang))
        for row in rows:
            writer.writerow([_cell(each) for each in verdict_of(row, wording)])


def _cell(value: str | float | None) -> str:
    if isinstance(value, str):
        return unformulated(visible(value))
    return "" if value is None else repr(value)
