"""What callsift wrote itself is no input, and no call is taken for that."""

import json
from datetime import date
from pathlib import Path

import pytest

from callsift.accounts import AccountReports, account_report
from callsift.bulk.rows import Row
from callsift.bulk.writers import write_results
from tests.builders import shipped, verdict
from tests.bulk.discovery.found import below, call, make, names, skipped

ROWS = (
    Row(name="1.txt", key="k", status="failed", error="no"),
    Row(name="2.txt", key="l", status="done", analysis=verdict("project_approved")),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx", ".parquet"])
def test_results_are_left_out(tmp_path: Path, suffix: str, lang: str) -> None:
    make(tmp_path, {"call.txt": call()})
    write_results(ROWS, tmp_path / f"results{suffix}", playbook=shipped(), lang=lang)  # type: ignore[arg-type]
    found = below(tmp_path)
    assert names(found, tmp_path) == ["call.txt"]
    assert skipped(found) == {f"results{suffix}": "results that callsift wrote"}


@pytest.mark.parametrize("indent", [None, 2])
def test_a_saved_analysis_is_left_out(tmp_path: Path, indent: int | None) -> None:
    text = verdict("project_approved").model_dump_json(by_alias=True, indent=indent)
    found = below(make(tmp_path, {"call.json": text.encode()}))
    assert skipped(found) == {"call.json": "an analysis that callsift wrote"}


@pytest.mark.parametrize("indent", [None, 2])
def test_the_report_of_an_account_is_left_out(tmp_path: Path, indent: int | None) -> None:
    one = account_report((verdict("project_approved"),), shipped(), date(2026, 3, 2), "zh")
    for made in (one, AccountReports(accounts=(one,))):
        text = made.model_dump_json(by_alias=True, indent=indent)
        found = below(make(tmp_path, {"report.json": text.encode()}))
        assert skipped(found) == {"report.json": "an analysis that callsift wrote"}


def export(head: dict[str, object]) -> bytes:
    """Return another program's export, which names its schema first as ours does."""
    said = [{"speaker": "客户", "text": "要买。"}, {"speaker": "销售", "text": "好的。"}]
    return json.dumps({**head, "utterances": said}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", '{"name": "王总来电", "text": "客户：要买。"}\n'.encode()),
        ("a.json", b'{"name": "key", "status": 1}'),
        ("talk.json", export({"schema_version": "2.1"})),
        ("talk.json", export({"schema_version": 1, "source": {"name": "recorder"}})),
        ("talk.json", export({"schema_version": 1, "account": "Chengjiang"})),
        ("a.csv", "文件,客户,日期\n1,2,3\n".encode()),
        ("a.parquet", b"PAR1 of somebody else PAR1"),
        ("a.xlsx", b"PK\x03\x04"),
    ],
)
def test_what_is_only_like_results_is_an_input(tmp_path: Path, name: str, data: bytes) -> None:
    assert not skipped(below(make(tmp_path, {name: data})))
