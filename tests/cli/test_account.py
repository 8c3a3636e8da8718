"""`callsift account`: files, names, the list, forgetting, and what is refused."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from callsift.accounts import ACCOUNTS_FILE, AccountReports, AccountStore, data_folder
from callsift.cli.accounts import check_save, save_call
from callsift.config_file import config_path
from callsift.domain.analysis import Analysis
from callsift.errors import UsageError
from callsift.playbook import load_playbook
from tests.accounts.stories import FIXTURES, fading, plain, silent
from tests.cli.runs import Run

Callsift = Callable[..., Run]
CHENGJIANG = sorted((FIXTURES / "chengjiang").glob("*.json"))
NORHAVEN = sorted((FIXTURES / "norhaven").glob("*.json"))
DAY = ("--date", "2026-04-10")


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CALLSIFT_DATA", str(tmp_path / "data"))


def keep(*calls: Analysis, name: str = "澄江水务") -> None:
    with AccountStore.open() as store:
        for each in calls:
            store.save(each, name)


def reports(ran: Run) -> AccountReports:
    assert (ran.code, ran.err) == (0, "")
    return AccountReports.model_validate_json(ran.out)


def saved(folder: Path, analysis: Analysis, name: str = "call.json") -> Path:
    file = folder / name
    file.write_text(analysis.model_dump_json(by_alias=True), encoding="utf-8")
    return file


def test_files_of_one_account_give_one_report(callsift: Callsift) -> None:
    (made,) = reports(callsift("account", *CHENGJIANG, *DAY, "--json")).accounts
    assert (made.account, len(made.timeline), made.today) == ("澄江水务", 4, "2026-04-10")


def test_the_order_of_the_files_makes_no_difference(callsift: Callsift) -> None:
    there = callsift("account", *CHENGJIANG, *DAY, "--json").out
    assert callsift("account", *reversed(CHENGJIANG), *DAY, "--json").out == there


def test_files_of_several_accounts_are_grouped_by_the_account_that_they_name(
    callsift: Callsift,
) -> None:
    made = reports(callsift("account", *NORHAVEN, *CHENGJIANG, *DAY, "--json")).accounts
    assert [(each.account, len(each.timeline)) for each in made] == [
        ("Norhaven Cold Store", 2),
        ("澄江水务", 4),
    ]


def test_a_file_without_account_is_of_the_one_given(callsift: Callsift, tmp_path: Path) -> None:
    nameless = saved(tmp_path, plain("2026-04-02", account=None))  # type: ignore[arg-type]
    ran = callsift("account", *CHENGJIANG, nameless, "--account", "澄江水务", *DAY, "--json")
    assert [len(each.timeline) for each in reports(ran).accounts] == [5]


def test_a_file_without_account_needs_one(callsift: Callsift, tmp_path: Path) -> None:
    ran = callsift("account", saved(tmp_path, plain("2026-04-02", account=None)))  # type: ignore[arg-type]
    assert (ran.code, ran.out) == (2, "")
    assert "--account NAME" in ran.err


def test_a_saved_account_is_found_by_its_name_however_it_is_written(callsift: Callsift) -> None:
    keep(*silent(), name="Norhaven Cold Store")
    (made,) = reports(callsift("account", "norhaven  COLD store", *DAY, "--json")).accounts
    assert len(made.timeline) == 2


def test_a_stored_account_and_its_files_give_the_same_bytes(callsift: Callsift) -> None:
    keep(*(Analysis.model_validate_json(each.read_bytes()) for each in CHENGJIANG))
    stored = callsift("account", "澄江水务", *DAY, "--json")
    assert stored.out == callsift("account", *CHENGJIANG, *DAY, "--json").out


def test_several_saved_accounts_are_each_reported(callsift: Callsift) -> None:
    keep(*fading())
    keep(*silent(), name="Norhaven Cold Store")
    made = reports(callsift("account", "澄江水务", "norhaven cold store", *DAY, "--json")).accounts
    assert [(each.account, len(each.timeline)) for each in made] == [
        ("Norhaven Cold Store", 2),
        ("澄江水务", 4),
    ]


def test_names_and_files_may_stand_side_by_side(callsift: Callsift) -> None:
    keep(*silent(), name="Norhaven Cold Store")
    made = reports(callsift("account", *CHENGJIANG, "Norhaven Cold Store", *DAY, "--json")).accounts
    assert [each.account for each in made] == ["Norhaven Cold Store", "澄江水务"]


def test_a_name_and_the_files_of_the_same_account_make_one_report(callsift: Callsift) -> None:
    first, *rest = CHENGJIANG
    keep(*(Analysis.model_validate_json(each.read_bytes()) for each in rest))
    mixed = callsift("account", first, "澄江水务", CHENGJIANG[1], *DAY, "--json")
    assert mixed.out == callsift("account", *CHENGJIANG, *DAY, "--json").out


def test_a_name_given_twice_counts_once(callsift: Callsift) -> None:
    keep(*fading())
    once = callsift("account", "澄江水务", *DAY, "--json").out
    assert callsift("account", "澄江水务", " 澄江水务 ", *DAY, "--json").out == once


def test_an_unknown_name_beside_a_known_one_is_bad_input(callsift: Callsift) -> None:
    keep(*fading())
    ran = callsift("account", "澄江水务", "澄江水物")
    assert (ran.code, ran.out) == (3, "")
    assert "'澄江水物'. Do you mean 澄江水务?" in ran.err


def test_a_name_too_long_for_a_file_is_a_name(callsift: Callsift) -> None:
    keep(*fading(), name="澄江水务" * 80)
    made = reports(callsift("account", "澄江水务" * 80, *DAY, "--json")).accounts
    assert [len(each.timeline) for each in made] == [4]


def test_a_pipe_is_a_file_and_no_name(callsift: Callsift, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    data = CHENGJIANG[0].read_bytes()
    threading.Thread(target=pipe.write_bytes, args=(data,), daemon=True).start()
    ran = callsift("account", pipe, *DAY, "--json")
    assert [len(each.timeline) for each in reports(ran).accounts] == [1]


@pytest.mark.parametrize("wrong", ["澄江水物", "澄江", "澄江水务公司"])
def test_an_unknown_name_is_bad_input_and_similar_ones_are_named(
    callsift: Callsift, wrong: str
) -> None:
    keep(*fading())
    keep(plain("2026-01-08"), name="Zebra Ltd")
    ran = callsift("account", wrong)
    assert (ran.code, ran.out) == (3, "")
    assert "Do you mean 澄江水务?" in ran.err


def test_asking_for_a_name_makes_no_store(callsift: Callsift) -> None:
    ran = callsift("account", "nobody")
    assert ran.code == 3
    assert "Do you mean" not in ran.err
    assert not data_folder().exists()


def test_one_of_several_files_that_is_missing_is_bad_input(callsift: Callsift) -> None:
    ran = callsift("account", *CHENGJIANG, "gone.json")
    assert (ran.code, ran.out) == (3, "")
    assert "gone.json" in ran.err


def test_a_file_that_is_no_analysis_is_bad_input(callsift: Callsift, call_file: Path) -> None:
    ran = callsift("account", call_file)
    assert ran.code == 3
    assert "not a saved analysis" in ran.err


@pytest.mark.parametrize(
    "words",
    [(), ("--list", "--forget", "甲"), ("甲", "--list"), ("甲", "--date", "yesterday")],
    ids=["nothing", "two things", "a name and the list", "no day"],
)
def test_what_cannot_be_meant_is_a_usage_error(callsift: Callsift, words: tuple[str, ...]) -> None:
    ran = callsift("account", *words)
    assert (ran.code, ran.out) == (2, "")


def test_the_list_names_each_account_with_its_days(callsift: Callsift) -> None:
    keep(*fading())
    keep(plain(None), name="Acme")
    ran = callsift("account", "--list")
    assert ran.out == "Acme  1  -  -\n澄江水务  4  2026-01-08  2026-03-26\n"
    rows = json.loads(callsift("account", "--list", "--json").out)
    assert rows[1] == {"name": "澄江水务", "calls": 4, "first": "2026-01-08", "last": "2026-03-26"}


def test_the_list_of_an_empty_store_is_empty_and_says_how_to_save(callsift: Callsift) -> None:
    ran = callsift("account", "--list")
    assert (ran.code, ran.out) == (0, "")
    assert "--save" in ran.err
    assert callsift("account", "--list", "--json").out == "[]\n"


def test_an_account_that_is_forgotten_is_gone(callsift: Callsift) -> None:
    keep(*fading())
    ran = callsift("account", "--forget", "澄江水务")
    assert (ran.code, ran.out) == (0, "")
    assert "4 call(s)" in ran.err
    assert callsift("account", "澄江水务").code == 3


def test_forgetting_a_name_that_is_unknown_deletes_nothing(callsift: Callsift) -> None:
    keep(*fading())
    ran = callsift("account", "--forget", "澄江")
    assert ran.code == 3
    assert "澄江水务" in callsift("account", "--list").out


def test_the_report_is_in_the_language_of_the_latest_call_unless_chosen(
    callsift: Callsift,
) -> None:
    assert "Verdict on the account" in callsift("account", *NORHAVEN, *DAY).out
    assert "总的结论" in callsift("account", *NORHAVEN, *DAY, "--lang", "zh").out
    assert "Verdict on the account" in callsift("account", *CHENGJIANG, *DAY, "--lang", "en").out


def test_markdown_and_a_file_to_write_to(callsift: Callsift, tmp_path: Path) -> None:
    out = tmp_path / "account.md"
    ran = callsift("account", *CHENGJIANG, *DAY, "--markdown", "--out", out)
    assert (ran.code, ran.out) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("# 客户 澄江水务")


def test_help_is_on_stdout(callsift: Callsift) -> None:
    ran = callsift("account", "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: ")


@pytest.mark.parametrize("account", [None, "", "  "])
def test_save_without_an_account_says_so(account: str | None) -> None:
    with pytest.raises(UsageError, match="--account NAME"):
        check_save(account)


def test_a_saved_call_is_told_and_can_be_looked_at(
    callsift: Callsift, capsys: pytest.CaptureFixture[str]
) -> None:
    for each in (*fading(), fading()[0]):
        save_call(each, check_save("澄江水务"))
    told = capsys.readouterr()
    assert told.out == ""
    assert "(1 kept)" in told.err.splitlines()[0]
    assert "4 kept; it took the place" in told.err.splitlines()[4]
    assert len(reports(callsift("account", "澄江水务", "--json")).accounts[0].timeline) == 4


def test_a_damaged_store_is_said_to_be_set_aside(callsift: Callsift) -> None:
    data_folder().mkdir()
    (data_folder() / ACCOUNTS_FILE).write_bytes(b"wreck " * 100)
    ran = callsift("account", "--list")
    assert ran.code == 0
    assert f"{ACCOUNTS_FILE}.damaged-1" in ran.err


def test_a_bulk_run_saves_its_calls_with_their_accounts(callsift: Callsift, tmp_path: Path) -> None:
    table = "日期,客户,跟进记录\n2026-03-01,澄江水务,客户说价格太贵\n2026-03-08,澄江水务,客户说下周上会\n"
    (tmp_path / "crm.csv").write_text(table, encoding="utf-8")
    (tmp_path / "loose.txt").write_text("客户：太贵了。\n销售：好的。\n", encoding="utf-8")
    words = ("batch", tmp_path / "crm.csv", tmp_path / "loose.txt", "--out", tmp_path / "o.jsonl")
    for _ in range(2):
        ran = callsift(*words, "--engine", "offline", "--concurrency", "1", "--save")
        assert ran.code == 0
        assert "2 calls saved" in ran.err
        assert "1 name no account" in ran.err
        with AccountStore.open() as store:
            (kept,) = store.accounts()
    assert (kept.name, kept.calls, kept.last) == ("澄江水务", 2, "2026-03-08")


def test_accounts_are_judged_by_the_playbook_that_the_config_file_names(
    callsift: Callsift, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    mine = tmp_path / "mine"
    mine.mkdir()
    renamed = '[categories.front_runner]\nname = {zh = "首选", en = "First"}\n'
    more = 'definition = {zh = "我们是首选", en = "We come first"}\nsources = ["D"]\n'
    (mine / "categories.toml").write_text(renamed + more, encoding="utf-8")
    config_path().parent.mkdir(parents=True)
    config_path().write_text(f"playbook = {json.dumps(str(mine))}\n", encoding="utf-8")
    (made,) = reports(callsift("account", *CHENGJIANG, *DAY, "--json")).accounts
    assert made.playbook_hash == load_playbook(mine).hash
    assert made.playbook_hash != load_playbook().hash


def test_a_playbook_folder_that_is_missing_is_refused_as_judge_does(
    callsift: Callsift, tmp_path: Path
) -> None:
    nowhere = ("--playbook", tmp_path / "nowhere")
    ran, refused = (
        callsift("account", *CHENGJIANG, *nowhere),
        callsift("judge", CHENGJIANG[0], *nowhere),
    )
    assert (ran.code, ran.err) == (refused.code, refused.err)
    assert ran.code == 3


def test_a_day_that_is_named_knows_nothing_of_later_calls(callsift: Callsift) -> None:
    ran = callsift("account", *CHENGJIANG, "--json", "--date", "2026-03-20")
    (made,) = AccountReports.model_validate_json(ran.out).accounts
    assert f"{4 - len(made.timeline)} call(s) after 2026-03-20 are left out" in ran.err
    assert [each.date for each in made.timeline][-1] == "2026-03-12"


def test_a_day_before_every_call_is_refused(callsift: Callsift) -> None:
    ran = callsift("account", *CHENGJIANG, "--date", "2001-01-01")
    assert (ran.code, ran.out) == (3, "")
    assert "later than 2001-01-01" in ran.err
