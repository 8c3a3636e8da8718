"""A table in memory has a row a call, with ids and types, in both libraries."""

import json
import sys
from datetime import date
from typing import Any, Literal

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.bulk.frames import to_dataframe
from callsift.bulk.rows import Row
from callsift.errors import UsageError
from tests.builders import verdict
from tests.bulk.rows import done, failed, rows

Library = Literal["pandas", "polars"]
LIBRARIES: tuple[Library, ...] = ("pandas", "polars")
TODAY = date(2026, 3, 10)


def records(results: Any, library: Library) -> list[dict[str, Any]]:
    """Return the rows of a table as plain values, nothing as None."""
    if library == "polars":
        return to_dataframe(results, library="polars", today=TODAY).to_dicts()
    frame = to_dataframe(results, library="pandas", today=TODAY).astype("object")
    whole = frame.where(frame.notna(), None).to_dict("records")
    return [
        {str(k): v.date() if isinstance(v, pd.Timestamp) else v for k, v in each.items()}
        for each in whole
    ]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_row_has_ids_and_the_evidence_as_json(library: Library) -> None:
    row = done(date="2026-03-01").model_copy(update={"account": "甲", "date": "2026-03-01"})
    assert row.analysis is not None
    one, two = records([row, failed()], library)
    assert (one["name"], one["account"], one["date"], one["status"]) == (
        "1.txt",
        "甲",
        date(2026, 3, 1),
        "done",
    )
    assert (one["category"], one["stage"]) == (row.analysis.category.id, row.analysis.stage.id)
    assert one["confidence"] == row.analysis.category.confidence
    assert one["next_action"] == row.analysis.next_action.id
    assert one["missing"].split() == [each.id for each in row.analysis.missing]
    assert json.loads(one["evidence"]) == [
        each.model_dump(mode="json") for each in row.analysis.signals
    ]
    assert one["call_today"] is (str(one["due"]) <= "2026-03-10")
    assert (two["status"], two["error"], two["category"], two["due"]) == (
        "failed", "2.txt: this is empty.", None, None,
    )  # fmt: skip


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_analysis_counts_as_a_row_that_is_done(library: Library) -> None:
    (record,) = records([verdict("project_approved", date="2026-03-01")], library)
    assert (record["name"], record["status"], record["date"]) == ("call", "done", date(2026, 3, 1))


def test_columns_have_the_same_names_and_their_types_in_both_also_without_rows() -> None:
    for results in ([], [done()]):
        one, two = to_dataframe(results), to_dataframe(results, library="polars")
        assert list(one.columns) == two.columns
        assert pd.api.types.is_datetime64_any_dtype(one["due"])
        assert pd.api.types.is_float_dtype(one["confidence"])
        assert two.schema["due"] == pl.Date()
        assert two.schema["call_today"] == pl.Boolean()


@pytest.mark.parametrize("library", LIBRARIES)
@settings(deadline=None, max_examples=50)
@given(given_rows=st.lists(rows(), max_size=4))
def test_every_row_comes_through_in_order(library: Library, given_rows: list[Row]) -> None:
    found = records(given_rows, library)
    assert [each["name"] for each in found] == [row.name for row in given_rows]
    for record, row in zip(found, given_rows, strict=True):
        assert record["date"] == (None if row.date is None else date.fromisoformat(row.date))
        assert record["error"] == row.error


@pytest.mark.parametrize("library", LIBRARIES)
def test_without_the_library_it_says_what_to_install(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"callsift\[{library}\]"):
        to_dataframe([done()], library=library)


def test_another_library_is_refused() -> None:
    with pytest.raises(UsageError, match="pandas"):
        to_dataframe([], library="dask")  # type: ignore[call-overload]
