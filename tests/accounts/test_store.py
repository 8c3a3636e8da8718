"""The store: one row a call, for its owner alone, and a damaged file is never lost."""

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from callsift.accounts import ACCOUNTS_FILE, AccountStore, data_folder
from callsift.errors import CallsiftError, UsageError
from tests.accounts.stories import call, fading, plain

unix = pytest.mark.skipif(sys.platform == "win32", reason="permissions of this kind are for Unix")


def test_calls_come_back_by_date_and_undated_ones_last(tmp_path: Path) -> None:
    with AccountStore.open(tmp_path) as store:
        for each in (plain(None), *reversed(fading())):
            store.save(each, "澄江水务")
        dates = [each.source.date for each in store.calls("澄江水务")]
    assert dates == ["2026-01-08", "2026-01-20", "2026-03-12", "2026-03-26", None]


def test_saving_twice_keeps_one_and_the_newer_analysis_replaces_the_older(tmp_path: Path) -> None:
    first = plain("2026-01-08")
    newer = first.model_copy(update={"stage": first.stage.model_copy(update={"id": "mid"})})
    with AccountStore.open(tmp_path) as store:
        assert store.save(first, "甲") is False
        assert store.save(newer, "甲") is True
        assert [each.stage.id for each in store.calls("甲")] == ["mid"]


@pytest.mark.parametrize("date", ["2026-01-09", None], ids=["another day", "no day"])
def test_the_same_text_under_another_date_is_another_call(tmp_path: Path, date: str | None) -> None:
    first = plain("2026-01-08")
    other = first.model_copy(update={"source": first.source.model_copy(update={"date": date})})
    with AccountStore.open(tmp_path) as store:
        store.save(first, "甲")
        assert store.save(other, "甲") is False
        assert len(store.calls("甲")) == 2


def test_an_undated_call_saved_twice_is_one(tmp_path: Path) -> None:
    with AccountStore.open(tmp_path) as store:
        store.save(plain(None), "甲")
        assert store.save(plain(None), "甲") is True


def test_the_saved_call_carries_the_account_that_it_was_saved_under(tmp_path: Path) -> None:
    with AccountStore.open(tmp_path) as store:
        store.save(plain("2026-01-08", account=None), " 甲  公司 ")  # type: ignore[arg-type]
        assert store.calls("甲 公司")[0].source.account == "甲 公司"


@pytest.mark.parametrize("again", ["ACME  Pumps", "acme pumps", "ＡＣＭＥ Pumps"])
def test_case_width_and_blanks_make_no_other_account(tmp_path: Path, again: str) -> None:
    with AccountStore.open(tmp_path) as store:
        store.save(plain("2026-01-08"), "Acme Pumps")
        store.save(plain("2026-01-15"), again)
        (kept,) = store.accounts()
    assert (kept.name, kept.calls, kept.first, kept.last) == (
        "Acme Pumps",
        2,
        "2026-01-08",
        "2026-01-15",
    )


def test_an_account_without_a_name_is_refused(tmp_path: Path) -> None:
    with AccountStore.open(tmp_path) as store, pytest.raises(UsageError, match="needs a name"):
        store.save(plain("2026-01-08"), "  ")


def test_what_is_forgotten_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    said = "周副总今天也来听听".encode()
    with AccountStore.open(tmp_path) as store:
        for each in fading():
            store.save(each, "澄江水务")
        store.save(plain("2026-01-08"), "别家")
        assert any(said in file.read_bytes() for file in tmp_path.iterdir())
        assert store.forget("澄江水务") == 4
        assert [each.name for each in store.accounts()] == ["别家"]
        assert not any(said in file.read_bytes() for file in tmp_path.iterdir())
    assert not any(said in file.read_bytes() for file in tmp_path.iterdir())


def test_the_words_of_an_analysis_that_was_replaced_are_gone_too(tmp_path: Path) -> None:
    said = "水" * 20_000 + "周副总今天也来听听"
    first = call("2026-01-08", f"客户: {said}。", shows={"brings_in_senior_people": said})
    with AccountStore.open(tmp_path) as store:
        store.save(first, "澄江水务")
        assert store.save(first.model_copy(update={"signals": ()}), "澄江水务")
    wet = ("水" * 10).encode()
    assert not any(wet in file.read_bytes() for file in tmp_path.iterdir())


@unix
def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    AccountStore.open(tmp_path).close()
    file = tmp_path / ACCOUNTS_FILE
    file.chmod(0o644)
    AccountStore.open(tmp_path).close()
    assert file.stat().st_mode & 0o777 == 0o600


def test_forgetting_what_is_not_there_deletes_nothing(tmp_path: Path) -> None:
    with AccountStore.open(tmp_path) as store:
        store.save(plain("2026-01-08"), "甲")
        assert store.forget("乙") == 0
        assert len(store.calls("甲")) == 1


@unix
def test_only_the_owner_may_read_the_folder_and_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "callsift"
    before = os.umask(0)
    try:
        with AccountStore.open(folder) as store:
            store.save(plain("2026-01-08"), "甲")
            modes = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert ACCOUNTS_FILE in modes
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize(
    "damage", [b"no database at all " * 50, None], ids=["not a database", "pages overwritten"]
)
def test_a_damaged_file_is_set_aside_with_a_message_and_a_new_one_begun(
    tmp_path: Path, damage: bytes | None
) -> None:
    file = tmp_path / ACCOUNTS_FILE
    with AccountStore.open(tmp_path) as store:
        for each in fading():
            store.save(each, "澄江水务")
    whole = file.read_bytes()
    file.write_bytes(damage or whole[:4096] + b"\xff" * 4096 + whole[8192:])
    damaged = file.read_bytes()
    told: list[str] = []
    with AccountStore.open(tmp_path, notice=told.append) as store:
        assert store.accounts() == ()
        store.save(plain("2026-01-08"), "甲")
    aside = tmp_path / f"{ACCOUNTS_FILE}.damaged-1"
    assert aside.read_bytes() == damaged
    assert len(told) == 1
    assert aside.name in told[0]


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path: Path) -> None:
    for content in (b"first wreck " * 100, b"second wreck " * 100):
        (tmp_path / ACCOUNTS_FILE).write_bytes(content)
        AccountStore.open(tmp_path).close()
    wrecks = sorted(tmp_path.glob("*.damaged-*"))
    assert [each.read_bytes()[:6] for each in wrecks] == [b"first ", b"second"]


def test_the_file_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    AccountStore.open(tmp_path).close()
    with sqlite3.connect(tmp_path / ACCOUNTS_FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UsageError, match="later version"):
        AccountStore.open(tmp_path)
    assert not list(tmp_path.glob("*.damaged-*"))


def test_a_row_of_another_form_is_left_out_and_said_so(tmp_path: Path) -> None:
    told: list[str] = []
    with AccountStore.open(tmp_path, notice=told.append) as store:
        store.save(plain("2026-01-08"), "甲")
        store.save(plain("2026-01-15"), "甲")
        with sqlite3.connect(store.file) as other:
            other.execute("UPDATE call SET analysis = '{}' WHERE date = '2026-01-08'")
        other.close()
        assert [each.source.date for each in store.calls("甲")] == ["2026-01-15"]
    assert len(told) == 1
    assert told[0].startswith("1 saved call(s)")


def test_a_folder_that_cannot_be_made_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match="CALLSIFT_DATA"):
        AccountStore.open(tmp_path / "file" / "folder")


def test_two_may_save_at_the_same_time(tmp_path: Path) -> None:
    with AccountStore.open(tmp_path) as one, AccountStore.open(tmp_path) as other:
        one.save(plain("2026-01-08"), "甲")
        other.save(plain("2026-01-15"), "甲")
        assert len(one.calls("甲")) == len(other.calls("甲")) == 2


def test_a_store_whose_table_is_gone_fails_with_a_sentence(tmp_path: Path) -> None:
    with AccountStore.open(tmp_path) as store:
        with sqlite3.connect(store.file) as other:
            other.execute("DROP TABLE call")
        other.close()
        with pytest.raises(CallsiftError, match="cannot be reached"):
            store.accounts()


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = data_folder()
    monkeypatch.setenv("CALLSIFT_DATA", str(tmp_path))
    assert data_folder() == tmp_path != usual
    with AccountStore.open() as store:
        assert store.file == tmp_path / ACCOUNTS_FILE
