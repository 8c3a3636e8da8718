"""Turns analyses or rows into a table in memory for pandas or Polars: machine ids, typed columns, evidence as JSON."""

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal, overload

from callsift.bulk.rows import Row
from callsift.bulk.writers.cells import encodable
from callsift.bulk.writers.plain import plain_row, plain_verdict
from callsift.domain.analysis import Analysis
from callsift.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_DAYS = ("date", "due")
_COLUMNS = (
    *("name", "account", "date", "status", "category", "confidence", "stage", "standing"),
    *("next_action", "situation", "due", "call_today", "evidence", "missing", "warnings", "error"),
)


@overload
def to_dataframe(
    results: Iterable[Analysis | Row],
    *,
    library: Literal["pandas"] = "pandas",
    today: date | None = None,
) -> "pd.DataFrame": ...
@overload
def to_dataframe(
    results: Iterable[Analysis | Row], *, library: Literal["polars"], today: date | None = None
) -> "pl.DataFrame": ...
def to_dataframe(
    results: Iterable[Analysis | Row],
    *,
    library: Literal["pandas", "polars"] = "pandas",
    today: date | None = None,
) -> "pd.DataFrame | pl.DataFrame":
    """Return one row a call, in their order.

    The columns are those of the CSV with ids in place of words. `evidence` is a JSON list of signals, each with its
    quotes; `missing` and `warnings` are ids parted by blanks; `call_today` is empty where nothing is due.

    Args:
        results: analyses, or the rows of a bulk run.
        library: `pandas` or `polars`, which has to be installed.
        today: decides which calls are due; the day of the call of this function unless given.

    Raises:
        UsageError: the library is not installed, or another one is named.
    """
    if library not in ("pandas", "polars"):
        raise UsageError(
            f"there is no table for `{library}`.", do="Name `pandas` or `polars` as the library."
        )
    every = [_record(each, today or date.today()) for each in results]
    columns = {name: [record[name] for record in every] for name in _COLUMNS}
    return _pandas(columns) if library == "pandas" else _polars(columns)


Value = str | float | bool | date | None


def _record(result: Analysis | Row, today: date) -> dict[str, Value]:
    row = result if isinstance(result, Row) else _row(result)
    record: dict[str, Value] = dict.fromkeys(_COLUMNS)
    record |= plain_row(row)
    return record if row.analysis is None else record | _verdict(row.analysis, today)


def _row(analysis: Analysis) -> Row:
    source = analysis.source
    return Row(
        name=source.name,
        key=source.sha256,
        account=source.account,
        date=source.date,
        status="done",
        analysis=analysis,
    )


def _verdict(analysis: Analysis, today: date) -> dict[str, Value]:
    due = analysis.next_action.due
    return {
        **plain_verdict(analysis),
        "call_today": None if due is None else due <= today.isoformat(),
        "evidence": _evidence(analysis),
        "missing": " ".join(each.id for each in analysis.missing),
        "warnings": " ".join(each.id for each in analysis.warnings),
    }


def _evidence(analysis: Analysis) -> str:
    signals = [each.model_dump(mode="json") for each in analysis.signals]
    return encodable(json.dumps(signals, ensure_ascii=False))


def _pandas(columns: dict[str, list[Value]]) -> "pd.DataFrame":
    try:
        import pandas as pd  # noqa: PLC0415 - an extra, and half a second
    except ImportError:
        raise _missing("pandas") from None
    types = dict.fromkeys(_COLUMNS, "string") | dict.fromkeys(_DAYS, "datetime64[s]")
    types |= {"confidence": "float64", "call_today": "boolean"}
    return pd.DataFrame(columns, columns=list(_COLUMNS), dtype="object").astype(types)


def _polars(columns: dict[str, list[Value]]) -> "pl.DataFrame":
    try:
        import polars as pl  # noqa: PLC0415 - an extra
    except ImportError:
        raise _missing("polars") from None
    types: dict[str, type[pl.DataType]] = dict.fromkeys(_COLUMNS, pl.String)
    types |= dict.fromkeys(_DAYS, pl.Date) | {"confidence": pl.Float64, "call_today": pl.Boolean}
    return pl.DataFrame(columns, schema=types)


def _missing(library: str) -> UsageError:
    return UsageError(
        f"{library} is not installed.", do=f"Run `pip install 'callsift[{library}]'`."
    )
