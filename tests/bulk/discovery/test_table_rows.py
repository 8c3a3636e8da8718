"""Of a table each row is an input, or each call whose turns stand in it."""

import csv
import io
from pathlib import Path

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_path
from callsift.steps.read.tables import TableColumns
from tests.bulk.discovery.found import below, items, make
from tests.steps.read.tables.build import workbook

CALLS = [
    ["日期", "客户", "跟进记录"],
    ["2026-03-01", "甲公司", "客户：我们想买三台设备。"],
    ["2026-03-02", "乙公司", "客户说价格再谈谈，下周给答复。"],
    ["2026-03-02", "丙公司", ""],
]
TURNS = [["说话人", "内容"], ["客户", "我们想买三台。"], ["销售", "好的，下周去拜访。"]]
TURNS_OF_TWO = [
    ["会议ID", "说话人", "内容"],
    ["会1", "客户", "我们想买三台。"],
    ["会1", "销售", "好的。"],
    ["会2", "客户", "价格再谈谈。"],
]


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("name", ["calls.csv", "calls.xlsx"])
def test_each_row_is_an_input_with_its_day_and_account(tmp_path: Path, name: str) -> None:
    data = workbook(CALLS) if name.endswith("xlsx") else as_csv(CALLS)
    found = items(below(make(tmp_path, {name: data})))
    assert [(each.date, each.account) for each in found] == [
        ("2026-03-01", "甲公司"),
        ("2026-03-02", "乙公司"),
        ("2026-03-02", "丙公司"),
    ]
    assert [each.name for each in found] == [str(tmp_path / f"{name}#{row}") for row in (2, 3, 4)]
    first = found[0].load()
    assert (first.name, first.account, first.transcript.text) == (
        f"{name}#2",
        "甲公司",
        CALLS[1][2],
    )
    with pytest.raises(InputError, match="empty"):
        found[2].load()


def test_a_row_keeps_its_key_when_it_moves_and_gets_another_when_it_changes(tmp_path: Path) -> None:
    before = items(below(make(tmp_path, {"t.csv": as_csv(CALLS)})))
    moved = [CALLS[0], CALLS[2], CALLS[1], [*CALLS[1][:2], "客户：我们想买四台设备。"]]
    after = items(below(make(tmp_path, {"t.csv": as_csv(moved)})))
    assert [each.key for each in after[:2]] == [before[1].key, before[0].key]
    assert after[2].key not in {each.key for each in before}


@pytest.mark.parametrize("changed", [0, 1], ids=["date", "account"])
def test_another_day_or_account_is_another_call(tmp_path: Path, changed: int) -> None:
    row = list(CALLS[1])
    row[changed] = "2026-03-09" if changed == 0 else "丁公司"
    found = items(below(make(tmp_path, {"t.csv": as_csv([*CALLS[:2], row])})))
    assert found[0].key != found[1].key


def test_columns_that_are_given_are_taken(tmp_path: Path) -> None:
    rows = [["甲", "乙"], ["客户：第一列的话。", "客户：第二列的话。"]]
    for name, words in (("甲", "客户：第一列的话。"), ("乙", "客户：第二列的话。")):
        (item,) = items(
            below(make(tmp_path, {"t.csv": as_csv(rows)}), columns=TableColumns(text=name))
        )
        assert item.load().transcript.text == words


def test_a_table_with_the_turns_of_one_call_is_read_as_that_file(tmp_path: Path) -> None:
    make(tmp_path, {"t.csv": as_csv(TURNS)})
    (item,) = items(below(tmp_path))
    assert item.load() == read_path(tmp_path / "t.csv")
    assert item.name == str(tmp_path / "t.csv")


def test_a_table_with_the_turns_of_several_calls_is_an_input_for_each(tmp_path: Path) -> None:
    found = items(below(make(tmp_path, {"t.csv": as_csv(TURNS_OF_TWO)})))
    assert [len(each.load().transcript.turns) for each in found] == [2, 1]
    assert len({each.name for each in found}) == 2


def test_a_text_that_is_a_table_is_known_by_its_content(tmp_path: Path) -> None:
    assert len(items(below(make(tmp_path, {"t.txt": as_csv(CALLS)})))) == 3


def test_a_file_that_is_only_called_a_table_is_read_as_a_text(tmp_path: Path) -> None:
    text = "客户：你好，我们想买三台。\n销售：好的\n客户：下周来\n"
    (item,) = items(below(make(tmp_path, {"t.csv": text.encode()})))
    assert len(item.load().transcript.turns) == 3


def test_one_spoilt_row_fails_alone(tmp_path: Path) -> None:
    # The encoding is told from the first lines.
    rows = [
        CALLS[0],
        *(["2026-03-01", "甲公司", f"客户：我们想买 {n} 台设备。"] for n in range(2000)),
    ]
    spoilt = "2026-03-05,丁,".encode() + b"\xff\xfe\xfa\n"
    data = as_csv(rows) + spoilt + "2026-03-06,戊,客户说要买。\n".encode()
    found = items(below(make(tmp_path, {"t.csv": data})))
    assert len(found) == 2002
    with pytest.raises(InputError, match="bytes"):
        found[-2].load()
    assert found[-1].load().account == "戊"


def test_a_workbook_that_ends_in_the_middle_fails_as_one(tmp_path: Path) -> None:
    whole = workbook([CALLS[0], *([CALLS[1]] * 50)])
    found = items(below(make(tmp_path, {"t.xlsx": whole[: len(whole) // 2]})))
    with pytest.raises(InputError):
        found[-1].load()
