"""Tables with one row a turn."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read import read_bytes
from callsift.steps.read.tables import calls_of, read_table
from tests.steps.read.tables.build import Rows, workbook

FIXTURES = Path(__file__).parents[4] / "fixtures" / "formats" / "csv"


def reading(data: bytes) -> Call:
    call = read_bytes(data, name="turns")
    for turn in call.transcript.turns:
        assert turn.text == call.transcript.text[turn.start : turn.end]
    return call


def said(call: Call) -> list[tuple[str | None, float | None, str]]:
    return [(turn.speaker, turn.start_s, turn.text) for turn in call.transcript.turns]


TURNS = [("段总", 5.0, "多久能上线？"), ("孟辉", 9.0, "六周左右。")]
TABLES: dict[str, bytes] = {
    "csv": "说话人,时间,内容\n段总,00:00:05,多久能上线？\n孟辉,00:00:09,六周左右。\n".encode(),
    "columns in another order": "内容;开始时间;发言人\n多久能上线？;0:05;段总\n六周左右。;0:09;孟辉\n".encode(),
    "seconds": "speaker,start,end,text\n段总,5.0,7.5,多久能上线？\n孟辉,9.0,10.5,六周左右。\n".encode(),
    "milliseconds": "speaker\tstart\tend\ttext\n段总\t5000\t7500\t多久能上线？\n孟辉\t9000\t10500\t六周左右。\n".encode(),
    "bare start and end": "说话人,开始,结束,内容\n段总,00:00:05,00:00:07,多久能上线？\n孟辉,00:00:09,00:00:10,六周左右。\n".encode(),
    "a remark here and there": "序号\t时间\t说话方\t内容\t备注\n1\t00:00:05\t段总\t多久能上线？\t\n2\t00:00:09\t孟辉\t六周左右。\t没听清\n".encode(),
    "a recogniser's columns": "序号,角色,开始时间(s),结束时间(s),识别结果\n1,段总,5.0,7.5,多久能上线？\n2,孟辉,9.0,10.5,六周左右。\n".encode(),
    "times of a workbook": workbook(
        [
            ("说话人", "时间", "内容"),
            ("段总", time(0, 0, 5), "多久能上线？"),
            ("孟辉", timedelta(seconds=9), "六周左右。"),
        ]
    ),
    "under a title": workbook(
        [
            ("产品沟通 2026-03-05",),
            (),
            ("说话人", "时间", "内容"),
            ("段总", "00:00:05", "多久能上线？"),
            ("孟辉", "00:00:09", "六周左右。"),
        ],
        merged=["A1:C1"],
    ),
}


@pytest.mark.parametrize("data", TABLES.values(), ids=TABLES.keys())
def test_each_row_is_a_turn_with_its_speaker_and_time(data: bytes) -> None:
    call = reading(data)
    assert said(call) == TURNS
    assert call.transcript.text == "段总: 多久能上线？\n孟辉: 六周左右。"
    assert call.transcript.kind == "transcript"


def test_rows_over_the_header_are_listed_and_give_the_day() -> None:
    call = reading(TABLES["under a title"])
    assert call.date == "2026-03-05"
    (above,) = call.transcript.not_understood
    assert (above.line, above.reason) == (1, "above the header")


def test_ends_of_turns_are_kept() -> None:
    for name in ("seconds", "milliseconds"):
        assert [turn.end_s for turn in reading(TABLES[name]).transcript.turns] == [7.5, 10.5]


def test_segments_without_speakers_are_read() -> None:
    call = reading("start\tend\ttext\n0\t2500\t多久能上线？\n4500\t5200\t六周左右。\n".encode())
    assert said(call) == [(None, 0.0, "多久能上线？"), (None, 4.5, "六周左右。")]


def test_a_side_stands_before_the_name() -> None:
    call = reading("角色,说话人,内容\n客户,段总,多久能上线？\n销售,孟辉,六周左右。\n".encode())
    assert [turn.speaker for turn in call.transcript.turns] == ["客户 段总", "销售 孟辉"]


def test_a_side_alone_is_a_speaker() -> None:
    call = reading("角色,内容\n客户,多久能上线？\n销售,六周左右。\n客户,行。\n销售,好。\n".encode())
    assert [turn.speaker for turn in call.transcript.turns] == ["客户", "销售", "客户", "销售"]


def test_numbered_speakers_have_a_label() -> None:
    call = reading(b"speaker,text\n0,How long?\n1,Six weeks.\n")
    assert [turn.speaker for turn in call.transcript.turns] == ["Speaker 0", "Speaker 1"]


def test_an_exported_chat_is_known_by_its_keys() -> None:
    data = "StrTime,NickName,IsSender,StrContent\n2026-05-11 14:00:03,段总,0,多久能上线？\n2026-05-11 14:02:03,孟辉,1,六周左右。\n2026-05-11 14:02:09,段总,0,好。\n"
    call = reading(data.encode())
    assert said(call)[:2] == [("段总", 0.0, "多久能上线？"), ("孟辉", 120.0, "六周左右。")]
    assert (call.transcript.kind, call.date) == ("chat", "2026-05-11")


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u200e", "\u202a"], ids=ascii)
def test_a_mark_that_nobody_sees_makes_no_other_person(mark: str) -> None:
    call = reading(f"说话人,内容\n段总,多久能上线？\n{mark}段总{mark},您说。\n".encode())
    assert {turn.speaker for turn in call.transcript.turns} == {"段总"}


def test_a_soft_line_end_inside_a_cell_parts_no_rows() -> None:
    for end in ("\u2028", "\x0b", "\x85"):
        words = f"多久{end}能{end}上线{end}您说"
        call = reading(f"说话人,内容\n段总,{words}\n孟辉,六周{end}左右。\n".encode())
        assert said(call) == [("段总", None, "多久能上线您说"), ("孟辉", None, "六周左右。")]


def test_days_make_it_a_chat() -> None:
    call = reading(
        "发送者,时间,消息内容\n段总,2026-03-05 09:00:05,多久？\n孟辉,2026-03-06 09:00:09,六周。\n".encode()
    )
    assert (call.transcript.kind, call.date) == ("chat", "2026-03-06")
    assert [turn.start_s for turn in call.transcript.turns] == [0.0, 86404.0]


def test_a_row_without_words_is_listed_with_its_number() -> None:
    call = reading("说话人,内容\n段总,多久？\n孟辉,\n段总,行。\n".encode())
    assert [(each.line, each.text) for each in call.transcript.not_understood] == [(3, "孟辉")]


def test_a_speaker_merged_over_rows_speaks_in_each() -> None:
    rows: Rows = (("说话人", "内容"), ("段总", "多久？"), (None, "我们很急。"), ("孟辉", "六周。"))
    assert [
        turn.speaker for turn in reading(workbook(rows, merged=["A2:A3"])).transcript.turns
    ] == ["段总", "孟辉"]


MANY = "call_id,speaker,text\na,段总,多久？\na,孟辉,六周。\nb,段总,行。\nb,孟辉,好。\n".encode()


def test_a_call_column_parts_the_calls() -> None:
    calls = [each for each in calls_of(read_table(MANY, name="t.csv")) if isinstance(each, Call)]
    assert [(call.name, len(call.transcript.turns)) for call in calls] == [
        ("t.csv#2", 2),
        ("t.csv#4", 2),
    ]
    with pytest.raises(InputError, match="2 calls"):
        reading(MANY)


def test_an_account_beside_the_turns_is_the_calls() -> None:
    call = reading(
        "客户名称,说话人,姓名,内容\n甲山机械,段总,段,多久？\n甲山机械,孟辉,孟,六周。\n".encode()
    )
    assert (call.account, call.transcript.turns[0].speaker) == ("甲山机械", "段总")


def test_no_words_at_all_are_refused() -> None:
    with pytest.raises(InputError, match="no text in it"):
        reading("说话人,内容\n段总,\n孟辉,\n".encode())


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("turns_*")), ids=lambda path: path.name)
def test_samples_of_tables_with_one_row_a_turn_are_read(file: Path) -> None:
    call = reading(file.read_bytes())
    assert {turn.speaker for turn in call.transcript.turns} == {"田静", "鲁工"}
    assert len(call.transcript.turns) == 4
