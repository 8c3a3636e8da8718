"""Writes the results of a run in the shapes that people and programs read, each file whole or not at all."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from callsift.bulk.rows import Row
from callsift.bulk.writers.delimited import write_csv
from callsift.bulk.writers.json_lines import write_jsonl
from callsift.bulk.writers.opening import opened
from callsift.bulk.writers.parquet import check_parquet, write_parquet
from callsift.bulk.writers.verdicts import Lang, Wording
from callsift.bulk.writers.workbook import write_xlsx
from callsift.errors import UsageError
from callsift.playbook import Playbook

__all__ = [
    "Wording",
    "check_parquet",
    "write_csv",
    "write_jsonl",
    "write_parquet",
    "write_results",
    "write_xlsx",
]


def write_results(
    rows: Iterable[Row],
    target: Path,
    *,
    playbook: Playbook,
    lang: Lang | None,
    today: date | None = None,
) -> None:
    """Write rows as the suffix of `target` says: .jsonl, .csv, .xlsx or .parquet.

    Args:
        rows: in the order of the input; gone through once, never held.
        target: the file; an older one is replaced when the new one is whole.
        playbook: the one that they were judged by.
        lang: of the words for people; None means that of most of the first 200 calls.
        today: decides which calls are due; the day of writing unless given.

    Raises:
        UsageError: another suffix, the file cannot be written, or a library is missing; the old file stands.
    """
    suffix = target.suffix.lower()
    if suffix == ".jsonl":
        write_jsonl(rows, target)
    elif suffix in (".csv", ".xlsx"):
        spoken, every = opened(rows, lang)
        wording = Wording(playbook, spoken, today or date.today())
        (write_csv if suffix == ".csv" else write_xlsx)(every, target, wording)
    elif suffix == ".parquet":
        write_parquet(rows, target)
    else:
        raise UsageError(
            f"results cannot be written as `{suffix or target.name}`.",
            where=str(target),
            do="End the name in .jsonl, .csv, .xlsx or .parquet.",
        )
