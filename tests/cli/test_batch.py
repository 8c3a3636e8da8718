"""`callsift batch`: what it takes in, in which order it writes, what it says and keeps."""

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.bulk.inputs import UNUSABLE, answers, chinese
from tests.bulk.running import in_ledger, rows, run
from tests.cli.batches import COUNT, OFFLINE, Cli, model, summary
from tests.provider import Provider, Request, Response, completion


def test_all_done_is_code_0_and_a_json_summary_when_piped(
    callsift: Cli, folder: Path, out: Path
) -> None:
    ran = callsift("batch", folder, "--out", out, *OFFLINE)
    assert ran.code == 0
    told = summary(ran)
    assert (told["inputs"], told["done"], told["failed"], told["complete"]) == (
        COUNT,
        COUNT,
        0,
        True,
    )
    assert told["out"] == [str(out)]
    assert [Path(each["name"]).name for each in rows(out)] == [f"{n:02}.txt" for n in range(COUNT)]


def test_something_that_failed_is_code_5(callsift: Cli, folder: Path, out: Path) -> None:
    (folder / "07b.txt").write_bytes(b"")
    ran = callsift("batch", folder, "--out", out, *OFFLINE)
    assert ran.code == 5
    assert [each["name"] for each in summary(ran)["failures"]] == [str(folder / "07b.txt")]
    assert [each["status"] for each in rows(out)].count("failed") == 1


def test_what_failed_keeps_the_account_and_the_day_that_its_table_and_folder_say(
    callsift: Cli, tmp_path: Path, out: Path
) -> None:
    calls = tmp_path / "甲公司"
    calls.mkdir()
    (calls / "empty.txt").write_bytes(b"")
    table = "日期,客户,跟进记录\n2026-03-01,乙公司,客户说价格太贵\n2026-03-02,丙公司,\n"
    (calls / "crm.csv").write_text(table, encoding="utf-8")
    callsift("batch", calls, "--out", out, "--account-from-folder", *OFFLINE)
    known = [(each["status"], each["account"], each["date"]) for each in rows(out)]
    assert known == [
        ("done", "乙公司", "2026-03-01"),
        ("failed", "丙公司", "2026-03-02"),
        ("failed", "甲公司", None),
    ]


def test_a_call_is_of_the_day_in_its_files_name_where_it_names_none(
    callsift: Cli, tmp_path: Path, out: Path
) -> None:
    calls = tmp_path / "in"
    calls.mkdir()
    (calls / "2026-05-11 a.txt").write_text(chinese(1), encoding="utf-8")
    (calls / "b.txt").write_text(chinese(2), encoding="utf-8")
    callsift("batch", calls, "--out", out, *OFFLINE)
    assert [each["date"] for each in rows(out)] == ["2026-05-11", None]


def test_what_a_file_held_that_no_run_has_written_is_kept(
    callsift: Cli, folder: Path, tmp_path: Path
) -> None:
    mine, kept = tmp_path / "customers.csv", tmp_path / "customers.csv.old1"
    mine.write_text("启衡\n", encoding="utf-8")
    ran = callsift("batch", folder, "--out", mine, *OFFLINE)
    assert ran.code == 0
    assert kept.name in ran.err
    assert kept.read_text(encoding="utf-8") == "启衡\n"
    assert len(mine.read_text(encoding="utf-8-sig").splitlines()) > COUNT
    again = callsift("batch", folder, "--out", mine, *OFFLINE)
    assert (again.code, "old" in again.err) == (0, False)
    assert not mine.with_name("customers.csv.old2").exists()


def test_a_table_of_calls_is_not_replaced_by_its_result(callsift: Cli, tmp_path: Path) -> None:
    calls = tmp_path / "crm.csv"
    calls.write_text("客户,跟进记录\n乙公司,客户说价格太贵\n", encoding="utf-8")
    before = calls.read_bytes()
    ran = callsift("batch", calls, "--out", calls, *OFFLINE)
    assert (ran.code, calls.read_bytes()) == (2, before)
    assert "file that is read" in ran.err
    assert list(tmp_path.iterdir()) == [calls]


def test_nothing_to_read_is_code_3_and_an_older_result_stands(
    callsift: Cli, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "empty").mkdir()
    out.write_text("an older result\n")
    ran = callsift("batch", tmp_path / "empty", "--out", out, *OFFLINE)
    assert ran.code == 3
    assert "nothing to read" in ran.err
    assert out.read_text() == "an older result\n"


@pytest.mark.parametrize(
    "flags",
    [("--concurrency", "0"), ("--concurrency", "many"), ("--limit", "0"), ("--out", "x.pdf")],
    ids=" ".join,
)
def test_words_that_cannot_be_used_are_code_2(
    callsift: Cli, folder: Path, out: Path, flags: tuple[str, ...]
) -> None:
    ran = callsift("batch", folder, "--out", out, *OFFLINE, *flags)
    assert ran.code == 2
    assert not out.exists()


@pytest.mark.parametrize("at_once", [1, 3, 32])
def test_the_order_is_that_of_the_input_at_any_concurrency(
    callsift: Cli, folder: Path, out: Path, at_once: int
) -> None:
    slow = {str(number): 0.02 for number in range(0, COUNT, 3)}

    def unevenly(request: Request) -> Response:
        words = request.body["messages"][1]["content"]
        line = words.split("您好，")[1].split("号线")[0]
        text = completion(answers(request), request)
        return Response(200, text.payload, delay_s=slow.get(line, 0.0))

    with Provider(unevenly) as provider:
        ran = callsift("batch", folder, "--out", out, *model(provider, at_once=at_once))
    assert ran.code == 0
    found = rows(out)
    assert [Path(each["name"]).name for each in found] == [f"{n:02}.txt" for n in range(COUNT)]
    for number, each in enumerate(found):
        assert each["analysis"]["source"]["name"] == f"{number:02}.txt"
        assert len(each["analysis"]["signals"]) == 2


def test_the_same_content_twice_is_two_inputs(callsift: Cli, folder: Path, out: Path) -> None:
    (folder / "05 copy.txt").write_bytes((folder / "05.txt").read_bytes())
    callsift("batch", folder, "--out", out, *OFFLINE)
    found = rows(out)
    assert len(found) == len({each["key"] for each in found}) == COUNT + 1


def test_a_limit_takes_the_first_and_the_same_again_takes_the_rest(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    ran = callsift("batch", folder, "--out", out, *model(provider), "--limit", "5")
    assert (ran.code, summary(ran)["inputs"], len(provider.requests)) == (0, 5, 5)
    assert len(rows(out)) == 5
    ran = callsift("batch", folder, "--out", out, *model(provider))
    assert (ran.code, summary(ran)["inputs"], len(provider.requests)) == (0, COUNT, COUNT)


def test_the_same_again_asks_nothing_and_writes_the_same(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    callsift("batch", folder, "--out", out, *model(provider))
    before = out.read_bytes()
    ran = callsift("batch", folder, "--out", out, *model(provider, at_once=1))
    assert (ran.code, len(provider.requests)) == (0, COUNT)
    assert out.read_bytes() == before


def test_no_resume_begins_anew_and_sets_the_old_ledger_aside(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    for _ in range(2):
        callsift("batch", folder, "--out", out, *model(provider, "--no-resume"))
    assert len(provider.requests) == 2 * COUNT
    assert (out.parent / "out.jsonl.ledger.old1").exists()


def test_a_dry_run_sends_nothing_and_keeps_nothing(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    ran = callsift("batch", folder, "--out", out, *model(provider, "--dry-run"))
    assert ran.code == 0
    assert f"{COUNT} inputs can be read, 1 cannot" in ran.out
    assert not provider.requests
    assert sorted(out.parent.glob("out*")) == []


def test_the_ledger_counts_what_the_endpoint_counts(
    callsift: Cli, folder: Path, out: Path, provider: Provider
) -> None:
    (folder / "03.txt").write_text(UNUSABLE + chinese(3), encoding="utf-8")
    told = summary(callsift("batch", folder, "--out", out, *model(provider)))
    used = told["usage"]
    counted = provider.counted
    assert (used["calls"], used["prompt_tokens"], used["completion_tokens"]) == counted


def test_no_key_is_kept_beside_the_output(folder: Path, out: Path, provider: Provider) -> None:
    run(folder, "--out", out, *model(provider), key="sk-nobody-may-see-this")
    for each in out.parent.glob("out*"):
        assert b"sk-nobody" not in each.read_bytes()


def test_a_folder_for_results_gets_every_kind(callsift: Cli, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "results"
    ran = callsift("batch", folder, "--out", out, *OFFLINE)
    assert ran.code == 0
    names = {each.name for each in out.iterdir()}
    assert names == {"callsift.ledger", "results.jsonl", "results.csv", "results.xlsx"}
    assert in_ledger(out / "callsift.ledger").outcomes == COUNT
    with sqlite3.connect(out / "callsift.ledger") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_results_among_the_inputs_are_no_inputs(callsift: Cli, folder: Path) -> None:
    out = folder / "results"
    for _ in range(2):
        ran = callsift("batch", folder, "--out", out, *OFFLINE)
        assert (ran.code, summary(ran)["inputs"]) == (0, COUNT)


def test_a_cluster_and_batch_files_together_are_refused_before_anything_begins(
    callsift: Cli, folder: Path, tmp_path: Path, provider: Provider
) -> None:
    results = tmp_path / "results"
    ways = ("--runner", "ray", "--via", "provider-batch")
    ran = callsift("batch", folder, "--out", results, *model(provider), *ways)
    assert ran.code == 2
    assert "--runner ray and --via provider-batch" in ran.err
    assert not provider.requests
    assert not results.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_a_terminal_shows_how_many_are_left(folder: Path, out: Path) -> None:
    # Not at the top: the module cannot be imported where there are no pseudo-terminals.
    from tests.cli.terminal import Terminal  # noqa: PLC0415

    def unhurried(request: Request) -> Response:
        return Response(200, completion(answers(request), request).payload, delay_s=0.2)

    with Provider(unhurried) as provider:
        flags = model(provider, at_once=1)
        run = Terminal("batch", str(folder), "--out", str(out), *flags, columns=100)
        run.wait_for(f"/{COUNT}")
        assert run.ended().code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_a_terminal_gets_words_and_json_where_it_is_wanted(folder: Path, out: Path) -> None:
    # Not at the top: the module cannot be imported where there are no pseudo-terminals.
    from tests.cli.terminal import Terminal  # noqa: PLC0415

    words = ("batch", str(folder), "--out", str(out), *OFFLINE)
    plain = Terminal(*words).ended()
    assert plain.code == 0
    assert f"{COUNT} inputs: {COUNT} done, 0 failed" in plain.screen.decode()
    asked = Terminal(*words, "--json").ended()
    assert f'"done": {COUNT}' in asked.screen.decode()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names there are Unicode")
@pytest.mark.parametrize("concurrency", ["1", "4"])
def test_a_name_that_is_no_unicode_is_no_harm(
    callsift: Cli, folder: Path, out: Path, concurrency: str
) -> None:
    odd = os.fsencode(folder / "x.txt").replace(b"x.txt", b"\xbf\xcd\xbb\xa7.txt")
    Path(os.fsdecode(odd)).write_text(chinese(99), encoding="utf-8")
    ran = callsift(
        "batch", folder, "--out", out, "--engine", "offline", "--concurrency", concurrency
    )
    assert (ran.code, summary(ran)["done"]) == (0, COUNT + 1)


def test_a_kind_of_file_that_nothing_here_writes_is_refused_before_anything_is_asked(
    callsift: Cli,
    folder: Path,
    tmp_path: Path,
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = callsift("batch", folder, "--out", tmp_path / "out.parquet", *model(provider))
    assert ran.code == 2
    assert "callsift[parquet]" in ran.err
    assert provider.requests == []


def test_a_count_of_tokens_beyond_reason_loses_no_answer(
    callsift: Cli, folder: Path, out: Path
) -> None:
    def boasting(request: Request) -> Response:
        response = completion(answers(request), request)
        assert isinstance(response.payload, dict)
        response.payload["usage"]["prompt_tokens"] = 10**30
        return response

    with Provider(boasting) as provider:
        ran = callsift("batch", folder, "--out", out, *model(provider))
    assert (ran.code, summary(ran)["done"]) == (0, COUNT)
