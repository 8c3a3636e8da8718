"""`callsift batch` and the columns of tables: what is guessed is said, what is named is used or refused."""

from pathlib import Path

import pytest

from tests.cli.batches import OFFLINE, Cli

TABLE = "日期,客户,跟进记录\n2026-03-01,乙公司,客户说价格太贵\n2026-03-02,丙公司,客户说下周签合同\n"
COLUMNS = ("--text-column", "跟进记录", "--date-column", "日期", "--account-column", "客户")


@pytest.mark.parametrize("more", [(), ("--dry-run",), COLUMNS[:2]], ids=["run", "dry", "partly"])
def test_the_columns_that_were_guessed_are_said_once_a_table(
    callsift: Cli, tmp_path: Path, out: Path, more: tuple[str, ...]
) -> None:
    for name in ("1.csv", "2.csv"):
        (tmp_path / name).write_text(TABLE, encoding="utf-8")
    words = "text in “跟进记录”, date in “日期”, account in “客户”."
    ran = callsift("batch", *tmp_path.glob("*.csv"), "--out", out, *OFFLINE, *more)
    assert ran.code == 0
    for name in ("1.csv", "2.csv"):
        assert ran.err.count(f"{tmp_path / name}: {words}") == 1


def test_of_columns_that_were_all_named_nothing_is_said(
    callsift: Cli, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "crm.csv").write_text(TABLE, encoding="utf-8")
    ran = callsift("batch", tmp_path / "crm.csv", "--out", out, *OFFLINE, *COLUMNS)
    assert ran.code == 0
    assert "跟进记录" not in ran.err


def test_a_column_that_no_table_has_is_code_2(callsift: Cli, folder: Path, out: Path) -> None:
    for name in ("1.csv", "2.csv"):
        (folder / name).write_text(TABLE, encoding="utf-8")
    ran = callsift("batch", folder, "--out", out, *OFFLINE, "--text-column", "nope")
    assert ran.code == 2
    assert "no column `nope`" in ran.err
    assert not out.exists()


def test_a_column_without_any_table_is_said_to_be_unused(
    callsift: Cli, folder: Path, out: Path
) -> None:
    ran = callsift("batch", folder, "--out", out, *OFFLINE, "--text-column", "nope")
    assert ran.code == 0
    assert ran.err.count("no table was found") == 1


def test_of_a_table_with_the_turns_of_one_call_nothing_is_said(
    callsift: Cli, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "call.csv").write_text(
        "说话人,内容\n客户,价格太贵\n销售,我们再谈\n", encoding="utf-8"
    )
    ran = callsift("batch", tmp_path / "call.csv", "--out", out, *OFFLINE)
    assert ran.code == 0
    assert " in “" not in ran.err
