"""A line of JSONL is a call with what is said of it, or a document that is read as one."""

import json
from pathlib import Path

import pytest

from callsift.bulk.discovery import Item
from callsift.errors import InputError
from callsift.steps.read import read_bytes
from tests.bulk.discovery.found import below, call, items, make

TEXT = call().decode()


def in_lines(folder: Path, *lines: object, name: str = "calls.jsonl") -> list[Item]:
    text = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    return items(below(make(folder, {name: text.encode()})))


def test_a_line_says_what_is_known_of_its_call(tmp_path: Path) -> None:
    (item,) = in_lines(
        tmp_path, {"text": TEXT, "name": "王总来电", "date": "2026/3/1", "account": "甲公司"}
    )
    assert (item.name, item.date, item.account) == ("王总来电", "2026-03-01", "甲公司")
    loaded = item.load()
    assert (loaded.name, loaded.date, loaded.account) == ("王总来电", "2026-03-01", "甲公司")
    assert loaded.transcript.text == TEXT


def test_a_line_without_a_name_is_called_by_its_place(tmp_path: Path) -> None:
    (item,) = in_lines(tmp_path, "", {"text": TEXT, "name": " "})
    assert item.name == str(tmp_path / "calls.jsonl#2")
    assert item.load().name == "calls.jsonl#2"


def test_a_saved_reading_is_a_line(tmp_path: Path) -> None:
    saved = read_bytes(call(), name="a").transcript
    (item,) = in_lines(tmp_path, {**saved.model_dump(mode="json"), "account": "甲"})
    assert item.load().transcript == saved
    assert item.account == "甲"


def test_an_export_is_a_line(tmp_path: Path) -> None:
    export = {
        "segments": [{"start": 0.0, "end": 1.5, "text": "我们要买三台。"}],
        "text": "我们要买三台。",
    }
    (item,) = in_lines(tmp_path, export)
    assert item.load().transcript.format == "whisper"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{broken", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ('"text"', "no JSON object"),
        ({"text": ""}, "empty"),
        ({"text": 5}, "not of a shape"),
        ({}, "not of a shape"),
        ({"text": TEXT, "date": "yesterday"}, "date"),
        ({"text": TEXT, "date": 20260301}, "`date`"),
        ({"text": TEXT, "account": ["a"]}, "`account`"),
        ({"text": "\ud800 half"}, "Unicode"),
    ],
)  # fmt: skip
def test_a_broken_line_fails_and_hurts_no_other(tmp_path: Path, line: object, said: str) -> None:
    found = in_lines(tmp_path, {"text": TEXT}, line, {"text": TEXT})
    assert len(found) == 3
    assert found[0].load().transcript == found[2].load().transcript
    with pytest.raises(InputError, match=said):
        found[1].load()


@pytest.mark.parametrize(
    ("line", "account", "date"),
    [
        ({"text": TEXT, "account": "甲公司", "date": "yesterday"}, "甲公司", None),
        ({"text": TEXT, "account": "甲公司", "date": 20260301}, "甲公司", None),
        ({"text": TEXT, "account": ["a"], "date": "2026/3/1"}, "in", "2026-03-01"),
        ({"text": TEXT, "name": 5, "account": " ", "date": "2026/3/1"}, "in", "2026-03-01"),
        ("{broken", "in", None),
    ],
    ids=["no such day", "a number for a day", "a list for an account", "no account", "no JSON"],
)
def test_a_line_that_fails_says_what_is_known_of_it(
    tmp_path: Path, line: object, account: str, date: str | None
) -> None:
    text = line if isinstance(line, str) else json.dumps(line)
    make(tmp_path, {"in/calls.jsonl": text.encode()})
    (item,) = items(below(tmp_path, account_from="folder"))
    assert (item.account, item.date) == (account, date)
    with pytest.raises(InputError):
        item.load()


def test_a_date_or_an_account_makes_another_call_of_the_same_words(tmp_path: Path) -> None:
    known = [{}, {"date": "2026-03-01"}, {"account": "2026-03-01"}, {"account": "甲"}]
    found = in_lines(tmp_path, *({"text": TEXT, **each} for each in known))
    assert len({each.key for each in found}) == 4


def test_a_name_does_not_make_another_call(tmp_path: Path) -> None:
    (one,) = in_lines(tmp_path / "one", {"text": TEXT, "name": "one"})
    (two,) = in_lines(tmp_path / "two", {"text": TEXT, "name": "two"})
    assert one.key == two.key


@pytest.mark.parametrize("name", ["calls.json", "calls.txt", "calls"])
def test_jsonl_is_known_by_its_content_too(tmp_path: Path, name: str) -> None:
    assert len(in_lines(tmp_path, {"text": TEXT}, {"text": "客户：好。"}, name=name)) == 2


def test_a_line_longer_than_any_call_fails_alone(tmp_path: Path) -> None:
    found = in_lines(tmp_path, {"text": "客户：好。" * 5_000_000}, {"text": TEXT})
    with pytest.raises(InputError, match="longer than any call"):
        found[0].load()
    assert found[1].load().transcript.turns


def test_lines_that_are_not_there_fail(tmp_path: Path) -> None:
    (tmp_path / "gone.jsonl").symlink_to("nowhere")
    (item,) = items(below(tmp_path))
    with pytest.raises(InputError, match="cannot be read"):
        item.load()


def test_half_a_character_in_what_is_told_hurts_no_other_line(tmp_path: Path) -> None:
    broken = '{"text": "好的", "account": "丙\\ud800"}'
    found = in_lines(tmp_path, {"text": TEXT}, broken, {"text": TEXT})
    assert [each.account for each in found] == [None, "丙?", None]


def test_an_utterance_a_line_is_one_call(tmp_path: Path) -> None:
    said = [{"speaker": ("李明", "王总")[at % 2], "text": f"第{at}句。"} for at in range(6)]
    (found,) = in_lines(tmp_path, *said)
    assert [turn.speaker for turn in found.load().transcript.turns] == ["李明", "王总"] * 3
