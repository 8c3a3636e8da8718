"""Writes results as Parquet: typed columns for programs, the evidence as a list of structs."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from callsift.bulk.rows import Row
from callsift.bulk.writers.cells import encodable
from callsift.bulk.writers.plain import plain_row, plain_verdict
from callsift.bulk.writers.replacing import replacing
from callsift.domain.analysis import Analysis
from callsift.errors import UsageError

# By this discovery knows the file again.
MARK = "callsift results"
_BATCH = 1_000


def check_parquet(target: Path) -> None:
    """Refuse a file for which the library is missing, before anything is done for it.

    Raises:
        UsageError: pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise UsageError(
            "Parquet needs a library that is not installed.",
            where=str(target),
            do="Run `pip install 'callsift[parquet]'`, or write .jsonl, .csv or .xlsx.",
        )


def write_parquet(rows: Iterable[Row], target: Path) -> None:
    """Write a row for each row, in their order.

    Raises:
        UsageError: pyarrow is not installed, or the file cannot be written; the old one stands.
    """
    check_parquet(target)
    # Forty megabytes that only this needs.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    schema = parquet_schema(pa)
    records = map(parquet_record, rows)
    with replacing(target) as partial, parquet.ParquetWriter(partial, schema) as writer:
        while batch := list(islice(records, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def parquet_schema(pa: Any) -> Any:
    """Return the columns of a results file; `pa` is pyarrow."""
    text, number = pa.string(), pa.float64()
    evidence = pa.struct(
        [
            ("signal", text), ("axis", text), ("sign", text), ("confidence", number), ("quote", text),
            ("turn", pa.int32()), ("speaker", text), ("role", text), ("start_s", number), ("end_s", number),
            ("start", pa.int32()), ("end", pa.int32()), ("status", text),
        ]
    )  # fmt: skip
    return pa.schema(
        [
            ("name", text), ("key", text), ("account", text), ("date", pa.date32()), ("status", text),
            ("error", text), ("language", text), ("kind", text), ("category", text),
            ("confidence", number), ("stage", text), ("standing", text), ("next_action", text),
            ("situation", text),
            ("due", pa.date32()), ("cadence_days", pa.int32()), ("missing", pa.list_(text)),
            ("warnings", pa.list_(text)), ("evidence", pa.list_(evidence)),
        ],
        metadata={"made_by": MARK},
    )  # fmt: skip


def parquet_record(row: Row) -> dict[str, Any]:
    """Return a row as values for these columns; those that it lacks are empty."""
    analysis = row.analysis
    bare = {**plain_row(row), "key": row.key}
    if analysis is None:
        return bare
    return {
        **bare,
        **plain_verdict(analysis),
        "language": analysis.source.language,
        "kind": analysis.source.kind,
        "cadence_days": analysis.next_action.cadence_days,
        "missing": [each.id for each in analysis.missing],
        "warnings": [each.id for each in analysis.warnings],
        "evidence": list(_evidence(analysis)),
    }


def _evidence(analysis: Analysis) -> Iterator[dict[str, Any]]:
    for signal in analysis.signals:
        for each in signal.evidence:
            yield {
                "signal": signal.id,
                "axis": signal.axis,
                "sign": signal.sign,
                "confidence": signal.confidence,
                **each.model_dump(),
                "quote": encodable(each.quote),
                "speaker": encodable(each.speaker),
            }
