"""PDFs with text: Chinese fonts, furniture of pages, lines that the width of a page broke."""

import sys

import pytest

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read import read_bytes
from tests.steps.read.documents.build import pdf

TURNS = ("段总 00:12:34", "你们多久能上线？", "孟辉 00:12:50", "六周左右。")


def reading(*pages: tuple[str, ...]) -> Call:
    call = read_bytes(pdf(*pages), name="call.pdf")
    for turn in call.transcript.turns:
        assert turn.text == call.transcript.text[turn.start : turn.end]
    assert call.transcript.format == "pdf"
    return call


def said(call: Call) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in call.transcript.turns]


def refusal(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_bytes(data, name="call.pdf")
    assert caught.value.do
    return caught.value


def test_speakers_and_times_come_out_of_a_chinese_font() -> None:
    call = reading(TURNS)
    assert said(call) == [("段总", "你们多久能上线？"), ("孟辉", "六周左右。")]
    assert call.transcript.turns[0].start_s == 754.0


def test_headers_and_footers_are_listed_and_no_speech() -> None:
    pages = [
        ("示例机械 内部", *TURNS[:2], f"第 {page} 页 共 3 页")
        if page % 2
        else ("示例机械 内部", *TURNS[2:], f"第 {page} 页 共 3 页")
        for page in (1, 2, 3)
    ]
    call = reading(*pages)
    assert said(call)[:2] == [("段总", "你们多久能上线？"), ("孟辉", "六周左右。")]
    listed = [each for each in call.transcript.not_understood if "page" in each.reason]
    assert [each.text for each in listed] == [
        "示例机械 内部",
        "第 1 页 共 3 页",
        "示例机械 内部",
        "第 2 页 共 3 页",
        "示例机械 内部",
        "第 3 页 共 3 页",
    ]


def test_heads_of_turns_at_the_top_of_each_page_are_no_furniture() -> None:
    pages = [("段总 00:12:34", "好的。"), ("段总 00:13:35", "好的。"), ("段总 00:14:36", "好的。")]
    assert [speaker for speaker, _ in said(reading(*pages))] == ["段总", "段总", "段总"]


def test_the_same_answer_at_the_top_of_each_page_is_no_furniture() -> None:
    pages = [("客户：好的。", "销售：那我发您。")] * 3
    assert len(said(reading(*pages))) == 6


def test_a_line_that_the_width_broke_is_joined_again() -> None:
    words = "我们这边的情况是这样的老系统用了八年数据都在里面换一次要停两天工厂的人都不愿意所以一直拖到了今年年初才重新提起来的"
    cut = 38
    lines = (
        "段总 00:12:34",
        words[:cut],
        words[cut:],
        "孟辉 00:12:50",
        words[:cut],
        words[cut:],
        "段总 00:13:00",
        words[:cut],
        words[cut:],
    )
    assert said(reading(lines)) == [("段总", words), ("孟辉", words), ("段总", words)]


def test_a_scan_has_no_text() -> None:
    assert "no text in it" in refusal(pdf((), ())).what


def test_a_damaged_pdf_is_told_to_be_exported() -> None:
    found = refusal(b"%PDF-1.7\n" + bytes(range(256)))
    assert "damaged" in found.what
    assert "transcript" in str(found.do)


def test_a_password_is_said() -> None:
    data = pdf(TURNS)
    locked = f"<< /Filter /Standard /V 1 /R 2 /P -4 /Length 40 /O <{'00' * 32}> /U <{'11' * 32}> >>"
    data = data.replace(b"/Root 1 0 R", f"/Root 1 0 R /ID [<00> <00>] /Encrypt {locked}".encode())
    assert "password" in refusal(data).what


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    found = refusal(pdf(TURNS))
    assert "this is a PDF" in found.what
    assert "install callsift[pdf]" in str(found.do)
    assert "Export the transcript" in str(found.do)
