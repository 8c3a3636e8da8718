"""The ledger: what is committed in it stays, one process works on it at a time, and nothing in it is doubled."""

import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from callsift.bulk.ledger import Ledger
from callsift.bulk.ledger_file import ledger_file, set_aside
from callsift.cache import KeptReply
from callsift.domain.observation import Usage
from callsift.errors import UsageError

REPLY = KeptReply(texts=("{}",), model="m", mode="text")


def begun(file: Path, *keys: str) -> Ledger:
    """Return an open ledger in which these inputs were entered."""
    ledger = Ledger(file, durable=False)
    for number, key in enumerate(keys):
        ledger.enter(key, number, f"{key}.txt", None, None)
    return ledger


def names(ledger: Ledger) -> list[str]:
    return [each.name for each in ledger.entries()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl.ledger"


def test_an_input_is_entered_once(file: Path) -> None:
    with begun(file, "a", "b", "a") as ledger:
        assert names(ledger) == ["b.txt", "a.txt"]


def test_an_outcome_stands_in_the_next_run(file: Path) -> None:
    with begun(file, "a", "b") as ledger:
        ledger.done("a", "{}")
        ledger.failed("b", "no good.", "InputError")
    with Ledger(file) as ledger:
        a = ledger.enter("a", 0, "moved.txt", None, None)
        b = ledger.enter("b", 1, "b.txt", None, None)
    assert (a.name, a.status, a.analysis) == ("moved.txt", "done", "{}")
    assert (b.status, b.error, b.kind) == ("failed", "no good.", "InputError")


def test_failures_alone_are_opened_again(file: Path) -> None:
    with begun(file, "a", "b", "c") as ledger:
        ledger.done("a", "{}")
        ledger.failed("b", "no good.", "InputError")
        assert ledger.reopen_failures() == 1
        found = [(each.status, each.error) for each in ledger.entries()]
    assert found == [("done", None), ("pending", None), ("pending", None)]


def test_inputs_that_are_named_no_more_stay_and_are_counted(file: Path) -> None:
    with begun(file, "a", "b") as ledger:
        ledger.done("a", "{}")
        ledger.finish()
    with begun(file, "b") as ledger:
        ledger.finish()
        assert names(ledger) == ["b.txt"]
        assert ledger.left_from_before() == 1


def test_a_run_that_was_stopped_keeps_the_outcomes_behind_its_last_input(file: Path) -> None:
    with begun(file, "old", "older", "oldest") as ledger:
        ledger.finish()
    with begun(file, "a", "b", "c", "d") as ledger:
        ledger.finish()
    with begun(file, "a", "b", "c") as ledger:
        assert names(ledger) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    with begun(file, "a") as ledger:
        assert names(ledger) == ["a.txt", "b.txt", "c.txt", "d.txt"]
        ledger.finish()
        assert names(ledger) == ["a.txt"]


def test_a_stopped_first_run_has_what_it_came_to(file: Path) -> None:
    with begun(file, "a", "b") as ledger:
        assert not ledger.is_finished
        assert names(ledger) == ["a.txt", "b.txt"]


def test_a_call_left_under_way_has_an_unknown_outcome(file: Path) -> None:
    with begun(file, "a", "b") as ledger:
        ledger.replies_for("a").asking("q1")
        ledger.replies_for("b").asking("q2")
        ledger.replies_for("b").spent("q2", Usage(calls=1, prompt_tokens=5))
    with Ledger(file) as ledger:
        assert ledger.unknown_calls() == ["a.txt"]
        ledger.replies_for("a").asking("q1")
        ledger.replies_for("a").spent("q1", Usage(calls=1, prompt_tokens=7, completion_tokens=2))
        assert ledger.unknown_calls() == ["a.txt"]
        assert ledger.usage(this_run=True).prompt_tokens == 7
        assert ledger.usage().prompt_tokens == 12


def test_a_call_that_failed_is_not_unknown(file: Path) -> None:
    with begun(file, "a") as ledger:
        ledger.replies_for("a").asking("q")
        ledger.replies_for("a").settle()
    with Ledger(file) as ledger:
        assert ledger.unknown_calls() == []


def test_each_answer_to_a_question_is_counted(file: Path) -> None:
    with begun(file, "a") as ledger:
        own = ledger.replies_for("a")
        own.asking("q")
        for _ in range(3):
            own.spent("q", Usage(calls=1, prompt_tokens=10, completion_tokens=1, cached_tokens=4))
        used = ledger.usage(this_run=True)
    assert (used.calls, used.prompt_tokens, used.completion_tokens) == (3, 30, 3)
    assert used.cached_tokens == 12


def test_a_reply_is_found_by_its_question_alone(file: Path) -> None:
    with begun(file, "a", "b") as ledger:
        ledger.replies_for("a").put("q", REPLY)
    with Ledger(file) as ledger:
        assert ledger.replies_for("b").get("q") == REPLY
        assert ledger.replies_for("b").get("other") is None


def test_a_second_run_on_the_same_ledger_is_refused(file: Path) -> None:
    with begun(file, "a") as ledger:
        with pytest.raises(UsageError, match="another run"):
            Ledger(file)
        with pytest.raises(UsageError, match="another run"):
            set_aside(file)
        ledger.done("a", "{}")
    assert file.exists()


def test_a_ledger_set_aside_takes_what_a_killed_run_committed_with_it(file: Path) -> None:
    # What a killed process leaves: the ledger as it was, and its last commits beside it.
    ledger = begun(file, "a")
    ledger.done("a", "{}")
    left = {each: each.read_bytes() for each in file.parent.iterdir()}
    ledger.close()
    for each in file.parent.iterdir():
        each.unlink()
    for each, content in left.items():
        each.write_bytes(content)
    assert file.with_name(file.name + "-wal") in left
    set_aside(file)
    with Ledger(file) as fresh:
        assert names(fresh) == []
    with Ledger(file.with_name(file.name + ".old1")) as old:
        assert old.enter("a", 0, "a.txt", None, None).status == "done"


def test_what_is_set_aside_never_takes_the_place_of_another(file: Path) -> None:
    for number in (1, 2, 3):
        begun(file, f"run {number}").close()
        set_aside(file)
    assert sorted(each.name for each in file.parent.iterdir()) == [
        f"{file.name}.old{number}" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize("content", [b"no ledger" * 500, b"\0" * 5000], ids=["text", "zeros"])
def test_another_file_is_refused_as_it_is_and_can_be_set_aside(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(UsageError, match="cannot be used"):
        Ledger(file)
    assert file.read_bytes() == content
    set_aside(file)
    assert file.with_name(file.name + ".old1").read_bytes() == content
    Ledger(file).close()


def test_a_ledger_of_another_version_is_refused(file: Path) -> None:
    Ledger(file).close()
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UsageError, match="another version"):
        Ledger(file)


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be used"):
        Ledger(tmp_path / "none" / "ledger")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be used"):
        Ledger(tmp_path / "file" / "ledger")


@pytest.mark.skipif(sys.platform == "win32", reason="files there have no mode")
def test_a_ledger_is_for_its_owner_alone(file: Path) -> None:
    with begun(file, "a"):
        modes = {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()}
    assert modes == {0o600}


def test_it_lies_beside_a_file_and_inside_a_folder(tmp_path: Path) -> None:
    assert ledger_file(tmp_path / "a.csv") == tmp_path / "a.csv.ledger"
    assert ledger_file(tmp_path) == tmp_path / "callsift.ledger"
