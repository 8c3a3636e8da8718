"""Writes results as JSONL: one line an input, lossless."""

import json
from collections.abc import Iterable
from pathlib import Path

from callsift.bulk.rows import Row
from callsift.bulk.writers.replacing import replacing


def write_jsonl(rows: Iterable[Row], target: Path) -> None:
    """Write `{"name","key","status","account","date","error","analysis"}` for each row, in their order.

    Raises:
        UsageError: the file cannot be written; the old one stands.
    """
    with replacing(target) as partial, partial.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            stream.write(_line(row) + "\n")


def _line(row: Row) -> str:
    # Discovery knows its own results again by the first three.
    head = {
        "name": row.name, "key": row.key, "status": row.status,
        "account": row.account, "date": row.date, "error": row.error,
    }  # fmt: skip
    analysis = "null" if row.analysis is None else row.analysis.model_dump_json(by_alias=True)
    return f'{_json(head)[:-1]},"analysis":{analysis}}}'


def _json(head: dict[str, str | None]) -> str:
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    # Half a character has no UTF-8, but JSON can spell it.
    is_whole = text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text)
    return text if is_whole else json.dumps(head, separators=(",", ":"))
