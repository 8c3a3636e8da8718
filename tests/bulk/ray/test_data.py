"""Tables that the cluster reads and writes itself."""

import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from callsift import analyze
from callsift.bulk.ray import Cluster, TableIn, analyze_tables
from callsift.errors import UsageError
from callsift.options import CallOptions
from callsift.settings import Settings
from tests.bulk.inputs import answers, chinese
from tests.provider import Provider, personalities

pytestmark = [
    pytest.mark.ray,
    # Ray Data warns of settings of its own.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray"),
    pytest.mark.filterwarnings("ignore::FutureWarning:ray"),
]
OFFLINE = Settings(engine="offline")
CALLS: list[dict[str, Any]] = [
    {"text": chinese(each), "name": f"call {each}", "date": "2026-03-02", "account": f"某厂{each}"}
    for each in range(200)
]


def results(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of a folder of Parquet files in the order of their names."""
    rows: list[dict[str, Any]] = parquet.read_table(folder).to_pylist()
    return rows


def as_jsonl(folder: Path) -> Path:
    file = folder / "calls.jsonl"
    lines = (json.dumps(each, ensure_ascii=False) for each in CALLS)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def as_parquet(folder: Path) -> Path:
    file = folder / "calls.parquet"
    day = datetime.date(2026, 3, 2)
    parquet.write_table(pa.Table.from_pylist([{**each, "date": day} for each in CALLS]), file)
    return file


@pytest.mark.parametrize("write", [as_jsonl, as_parquet])
def test_every_row_comes_out_with_the_verdict_of_one_machine(
    tmp_path: Path, cluster: Cluster, write: Any
) -> None:
    out = tmp_path / "out"
    analyze_tables(cluster, [str(write(tmp_path))], str(out), settings=OFFLINE)
    found = results(out)
    assert [each["name"] for each in found] == [each["name"] for each in CALLS]
    assert [each["account"] for each in found] == [each["account"] for each in CALLS]
    assert {each["date"] for each in found} == {datetime.date(2026, 3, 2)}
    alone = analyze(CALLS[7]["text"], options=CallOptions(date="2026-03-02"), settings=OFFLINE)
    row = found[7]
    assert (row["category"], row["due"]) == (
        alone.category.id,
        alone.next_action.due and datetime.date.fromisoformat(alone.next_action.due),
    )
    quotes = [each.quote for signal in alone.signals for each in signal.evidence]
    assert [each["quote"] for each in row["evidence"]] == quotes != []


def test_the_columns_may_have_other_names_and_a_bad_row_hurts_no_other(
    tmp_path: Path, cluster: Cluster
) -> None:
    texts = [chinese(1), None, "", chinese(2)]
    table = pa.table({"通话": pa.array(texts, pa.string()), "客户": ["甲", "乙", "丙", "丁"]})
    parquet.write_table(table, tmp_path / "in.parquet")
    out = tmp_path / "out"
    columns = TableIn(text="通话", account="客户")
    inputs = [str(tmp_path / "in.parquet")]
    analyze_tables(cluster, inputs, str(out), settings=OFFLINE, columns=columns)
    found = results(out)
    assert [each["status"] for each in found] == ["done", "failed", "failed", "done"]
    assert [each["account"] for each in found] == ["甲", "乙", "丙", "丁"]
    assert "holds no text" in found[1]["error"]


def test_a_model_is_asked_once_about_each_row(tmp_path: Path, cluster: Cluster) -> None:
    with Provider(personalities.openai_like(answers), latency_s=0.02) as provider:
        settings = Settings(
            engine="llm", model="m", base_url=provider.base_url, api_key="k", cache=False
        )
        inputs = [str(as_jsonl(tmp_path))]
        analyze_tables(cluster, inputs, str(tmp_path / "out"), settings=settings, at_once=4)
        asked = len(provider.requests)
        keys = {each.headers["authorization"] for each in provider.requests}
    assert asked == len(CALLS)
    assert keys == {"Bearer k"}
    assert {each["status"] for each in results(tmp_path / "out")} == {"done"}


@pytest.mark.parametrize("inputs", [["a.csv"], ["a.jsonl", "b.parquet"]], ids=" ".join)
def test_inputs_of_another_kind_are_refused(
    tmp_path: Path, cluster: Cluster, inputs: list[str]
) -> None:
    with pytest.raises(UsageError, match="neither all JSONL nor all Parquet"):
        analyze_tables(cluster, inputs, str(tmp_path / "out"), settings=OFFLINE)


def test_results_that_are_there_already_are_left_alone(tmp_path: Path, cluster: Cluster) -> None:
    out = tmp_path / "out"
    out.mkdir()
    there = as_parquet(out)
    before = there.read_bytes()
    with pytest.raises(UsageError, match="there are files already"):
        analyze_tables(cluster, [str(as_jsonl(tmp_path))], str(out), settings=OFFLINE)
    assert list(out.iterdir()) == [there]
    assert there.read_bytes() == before
