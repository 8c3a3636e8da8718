"""Word documents: what of them is speech, and the layouts that products write into them."""

import io
import struct
import zipfile

import pytest

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read import read_bytes
from callsift.steps.read.documents.docx import read_docx
from tests.steps.read.documents.build import (
    document,
    docx,
    packed,
    paragraph,
    paragraphs,
    relations,
    run,
    table,
    text_box,
)


def said(call: Call) -> list[tuple[str | None, float | None, str]]:
    return [(turn.speaker, turn.start_s, turn.text) for turn in call.transcript.turns]


def reading(body: str, **parts: str | bytes) -> Call:
    call = read_bytes(docx(body, **parts), name="call.docx")
    for turn in call.transcript.turns:
        assert turn.text == call.transcript.text[turn.start : turn.end]
    assert call.transcript.format == "docx"
    return call


LAYOUTS = {
    "tencent": paragraphs(
        "腾讯会议 产品沟通",
        "2026-03-05",
        "段总 00:12:34",
        "你们多久能上线？",
        "孟辉 00:12:50",
        "六周左右。",
    ),
    "feishu": paragraphs(
        "关键词：上线",
        "文字记录",
        "段总 00:12:34",
        "你们多久能上线？",
        "孟辉 00:12:50",
        "六周左右。",
    ),
    "labels": paragraphs("[00:12:34] 段总：你们多久能上线？", "[00:12:50] 孟辉：六周左右。"),
    "teams, name first": paragraph("段总", "0:12:34.0", "你们多久能上线？")
    + paragraph("孟辉", "0:12:50.0", "六周左右。"),
    "teams, span first": paragraph("0:12:34.0 --> 0:12:36.120", "段总", "你们多久能上线？")
    + paragraph("0:12:50.0 --> 0:12:52.40", "孟辉", "六周左右。"),
    "teams, newer": paragraph("段总   0:12:34", "你们多久能上线？")
    + paragraph("孟辉   0:12:50", "六周左右。"),
    "table with a header": table(
        ("发言人", "时间", "内容"),
        ("段总", "00:12:34", "你们多久能上线？"),
        ("孟辉", "00:12:50", "六周左右。"),
    ),
    "table without one": table(
        ("段总", "00:12:34", "你们多久能上线？"),
        ("孟辉", "00:12:50", "六周左右。"),
        ("段总", "00:13:01", "行。"),
    ),
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_the_layouts_of_products_come_out_with_speakers_and_times(body: str) -> None:
    call = reading(body)
    assert said(call)[:2] == [("段总", 754.0, "你们多久能上线？"), ("孟辉", 770.0, "六周左右。")]
    assert call.transcript.kind == "transcript"


def test_the_date_above_the_words_is_the_day_of_the_call() -> None:
    assert reading(LAYOUTS["tencent"]).date == "2026-03-05"


def test_a_name_with_a_comma_is_a_speaker_of_older_teams() -> None:
    body = paragraph("Fenn, Nadia", "0:0:3.490", "How long?") + paragraph(
        "Orr, Ben", "0:0:9.0", "Six weeks."
    )
    assert said(reading(body)) == [
        ("Fenn, Nadia", 3.49, "How long?"),
        ("Orr, Ben", 9.0, "Six weeks."),
    ]


def test_a_line_among_cues_that_is_none_is_listed() -> None:
    body = (
        paragraph("2026-03-05 产品沟通")
        + LAYOUTS["teams, name first"]
        + paragraph("段总", "0:13:0.0", "行。")
    )
    call = reading(body)
    assert [each.text for each in call.transcript.not_understood] == ["2026-03-05 产品沟通"]
    assert call.date == "2026-03-05"


KEPT = {
    "a soft line end": (paragraph("客户：多久", "能上线？"), "客户：多久\n能上线？"),
    "a tab": ("<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r></w:p>", "一\t二"),
    "a tracked insertion": (f"<w:p><w:ins>{run('客户要折扣')}</w:ins></w:p>", "客户要折扣"),
    "a tracked deletion": (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
        "留",
    ),
    "a moved passage once": (
        f"<w:p><w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo></w:p>",
        "新",
    ),
    "a text box once": (text_box("框里的话"), "框里的话"),
    "a content control": (
        f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>",
        "控件",
    ),
    "a link": (f"<w:p><w:hyperlink>{run('链接')}</w:hyperlink></w:p>", "链接"),
    "phonetic guides": (
        f"<w:p><w:r><w:ruby><w:rt>{run('zhang')}</w:rt><w:rubyBase>{run('张')}</w:rubyBase></w:ruby></w:r></w:p>",
        "张",
    ),
    "tab stops": (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>一</w:t></w:r></w:p>",
        "一",
    ),
    "a list item": (
        f"<w:p><w:pPr><w:numPr><w:ilvl/></w:numPr></w:pPr>{run('第一件')}</w:p>",
        "第一件",
    ),
    "a field's result": (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>结果</w:t></w:r></w:p>",
        "结果",
    ),
    "a nested table": (
        f"<w:tbl><w:tr><w:tc>{table(('里', '层'))}<w:p/></w:tc></w:tr></w:tbl>",
        "里\n层",
    ),
}


@pytest.mark.parametrize(("body", "text"), KEPT.values(), ids=KEPT.keys())
def test_what_a_reader_of_the_page_sees_is_read(body: str, text: str) -> None:
    assert reading(body).transcript.text == text


@pytest.mark.parametrize("part", ["header1", "footer1", "comments", "footnotes"])
def test_other_parts_are_no_speech(part: str) -> None:
    call = reading(paragraph("客户：你们多久能上线？"), **{part: document(paragraph("机密"))})
    assert "机密" not in call.transcript.text


def test_a_form_becomes_fields_and_the_words_of_its_cells() -> None:
    body = table(
        ("客户名称", "甲山机械", "日期", "2026-03-05"), ("沟通内容", "预算还没批。\n下周再约。")
    )
    call = reading(body)
    assert (
        call.transcript.text
        == "客户名称：甲山机械\n日期：2026-03-05\n沟通内容：\n预算还没批。\n下周再约。"
    )
    assert (call.transcript.kind, call.date) == ("notes", "2026-03-05")


def test_words_of_several_paragraphs_in_a_cell_stay_with_their_speaker() -> None:
    body = table(
        ("说话人", "内容"),
        ("段总", "多久能上线？\n我们很急。"),
        ("孟辉", "六周。"),
        ("段总", "行。"),
    )
    assert said(reading(body))[0] == ("段总", None, "多久能上线？\n我们很急。")


def test_the_main_part_is_found_by_its_relation() -> None:
    parts = {
        "_rels/.rels": relations("word/document2.xml"),
        "word/document2.xml": document(paragraph("客户：你好")),
    }
    assert read_bytes(packed(parts), name="x").transcript.text == "客户：你好"


def test_a_strict_document_is_read() -> None:
    body = document(paragraph("客户：你好")).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    parts = {"_rels/.rels": relations(), "word/document.xml": body}
    assert read_bytes(packed(parts), name="x").transcript.text == "客户：你好"


def test_macros_are_not_looked_at() -> None:
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(),
        "word/document.xml": document(paragraph("客户：你好")),
        "word/vbaProject.bin": b"\0",
    }
    assert read_bytes(packed(parts), name="call.docm").transcript.text == "客户：你好"


def refusal(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read_bytes(data, name="call.docx")
    assert caught.value.where == "call.docx"
    assert caught.value.do
    return caught.value


def test_pictures_alone_are_no_text() -> None:
    assert "no text in it" in refusal(docx("<w:p><w:r><w:drawing/></w:r></w:p>")).what


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_entities_are_refused(declared: str) -> None:
    body = document("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", before=declared)
    assert (
        "damaged" in refusal(packed({"_rels/.rels": relations(), "word/document.xml": body})).what
    )


def test_a_document_that_unpacks_to_far_more_than_it_is_long_is_refused() -> None:
    assert "unpacks" in refusal(docx(paragraph("a" * 30_000_000))).what


def test_words_beyond_any_call_are_refused_before_they_are_read() -> None:
    with pytest.raises(InputError, match="unpacks"):
        read_docx(docx(paragraph("a" * 50_000)), name="call.docx", most_bytes=10_000)


def test_thousands_of_members_are_refused() -> None:
    parts = {f"word/{number}.xml": "" for number in range(5_001)}
    assert "unpacks" in refusal(packed({"word/document.xml": document("<w:p/>"), **parts})).what


def test_a_member_longer_than_it_declares_is_damaged() -> None:
    data = docx(paragraphs(*["客户：你好"] * 1_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo("word/document.xml").file_size
    lying = data.replace(struct.pack("<I", real), struct.pack("<I", 100))
    assert lying != data
    assert "damaged" in refusal(lying).what


@pytest.mark.parametrize("share", [0.3, 0.9], ids=["a third", "nearly whole"])
def test_a_document_that_was_cut_is_damaged(share: float) -> None:
    data = docx(paragraphs(*["客户：你好"] * 50))
    assert "damaged" in refusal(data[: int(len(data) * share)]).what


def test_deep_nesting_is_read_without_recursion() -> None:
    depth = 3_000
    body = (
        "<w:tbl><w:tr><w:tc>" * depth + paragraph("客户：你好") + "</w:tc></w:tr></w:tbl>" * depth
    )
    assert reading(body).transcript.text == "客户：你好"
