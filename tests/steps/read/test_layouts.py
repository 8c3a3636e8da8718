"""Each layout that users export, as committed under `fixtures/formats`."""

from pathlib import Path

import pytest

from callsift.steps.read import read_path, read_text

FORMATS = Path(__file__).parents[3] / "fixtures" / "formats"
# file: format, kind, language, date, turns, speakers in the order in which they first speak
# Captions, exports of products and tables have readers, and tests, of their own.
TESTED_ELSEWHERE = {
    *("webvtt", "srt", "sbv", "csv", "xlsx", "docx", "json"),
    *("fireflies", "gong", "whisper", "whisperx", "assemblyai", "deepgram"),
    *("aws_transcribe", "rev", "azure_speech"),
}
EXPECTED = {
    "plain/speech_without_names.txt": ("plain", "transcript", "zh", None, 6, [None]),
    "plain/one_long_line.txt": ("plain", "transcript", "zh", None, 1, [None]),
    "plain/times_without_names.txt": ("plain", "transcript", "en", None, 4, [None]),
    "labelled/titles_and_spaces.txt": (
        *("labelled", "transcript", "zh", "2026-03-11", 9),
        ["销售 孙磊", "客户 戚总", "客户 古工", None],
    ),
    "labelled/times_before_names.txt": (
        *("labelled", "transcript", "zh", None, 5),
        ["我方-栾静", "葛总", "客户 吴工"],
    ),
    "labelled/times_behind_names.txt": (
        *("labelled", "transcript", "zh", None, 4),
        ["张弛", "武月"],
    ),
    "labelled/times_in_brackets.txt": (
        *("labelled", "transcript", "zh", None, 3),
        ["龙晓云", "段鹏"],
    ),
    "labelled/half_and_full_width.txt": ("labelled", "transcript", "zh", None, 4, ["Ａ", "Ｂ"]),
    "labelled/one_line_each.txt": (
        *("labelled", "transcript", "zh", None, 4),
        ["说话人1", "说话人2"],
    ),
    "labelled/letters.txt": ("labelled", "transcript", "zh", None, 3, ["发言人A", "发言人B"]),
    "labelled/firms_in_brackets.txt": (
        *("labelled", "transcript", "en", "2026-03-12", 5),
        ["Gemma (Brimcheck)", "Otis Vane (Lorrimer Tools)"],
    ),
    "labelled/traditional_header.txt": (
        *("labelled", "transcript", "zh-Hant", "2026-04-02", 3),
        ["阿哲", "林課長"],
    ),
    "labelled/whatsapp_like.txt": (
        *("labelled", "chat", "en", "2026-04-07", 3),
        ["Nadia Fenn", "Me"],
    ),
    "notes/crm_log.txt": ("notes", "notes", "zh", "2026-03-09", 6, [None]),
    "notes/bullets.txt": ("notes", "notes", "zh", None, 9, [None]),
    "notes/english.txt": ("notes", "notes", "en", None, 4, [None]),
    "notes/minutes_with_names.txt": ("notes", "notes", "zh", None, 4, [None]),
    "markdown/notes.md": ("markdown", "notes", "zh", None, 11, [None]),
    "markdown/bold_names.md": ("markdown", "transcript", "zh", None, 3, ["邱经理", "小覃"]),
    "wechat/copy.txt": ("wechat", "chat", "zh", "2026-04-07", 6, ["早8:00的太阳", "我", None]),
    "wechat/dated_names.txt": ("wechat", "chat", "zh", None, 3, ["鼎禾采购 魏", "我"]),
    "wechat/dingtalk.txt": ("wechat", "chat", "zh", "2026-05-08", 3, ["康敏", "樊一舟"]),
    "wechat/remark_after.txt": ("wechat", "chat", "zh", None, 4, ["我", "韩姐装饰", None]),
    "feishu/minutes.txt": (
        *("feishu", "transcript", "zh", "2026-03-20", 4),
        ["说话人 1", "说话人 2"],
    ),
    "feishu/same_line.txt": ("feishu", "transcript", "zh", None, 3, ["说话人 1", "说话人 2"]),
    "feishu/real_names.txt": ("feishu", "transcript", "zh", None, 3, ["尹海燕", "凌霄"]),
    "tencent/names_then_time.txt": (
        *("tencent", "transcript", "zh", "2026-03-03", 3),
        ["龙晓云", "段鹏"],
    ),
    "tencent/time_before_name.txt": (
        *("tencent", "transcript", "zh", "2026-03-03", 3),
        ["龙晓云", "段鹏"],
    ),
    "otter/export.txt": (
        *("otter", "transcript", "en", None, 4),
        ["Dana Frost", "Unknown Speaker"],
    ),
    "zoom_panel/copy.txt": (
        *("zoom_panel", "transcript", "en", None, 3),
        ["Colin Marsh", "Priya Rao"],
    ),
    "zoom_chat/saved.txt": ("zoom_chat", "chat", "en", None, 3, ["Colin Marsh", "Priya Rao"]),
    "zoom_chat/to_everyone.txt": (
        *("zoom_chat", "chat", "en", None, 3),
        ["Colin Marsh", "Priya Rao"],
    ),
    "iflytek/export.txt": ("iflytek", "transcript", "zh", None, 3, ["说话人1", "说话人2"]),
    "tongyi/with_summary.txt": (
        *("tongyi", "transcript", "zh", "2026-03-20", 3),
        ["发言人 1", "发言人 2"],
    ),
    "meet/transcript.txt": (
        *("meet", "transcript", "en", "2026-03-12", 4),
        ["Amy Stone", "Bob Ash"],
    ),
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_layout_is_told_by_its_content(name: str) -> None:
    call = read_path(FORMATS / name)
    transcript = call.transcript
    speakers = list(dict.fromkeys(turn.speaker for turn in transcript.turns))
    got = (transcript.format, transcript.kind, transcript.language, call.date)
    assert (*got, len(transcript.turns), speakers) == EXPECTED[name]


def test_no_sample_of_a_text_layout_is_left_untested() -> None:
    found = {path.relative_to(FORMATS).as_posix() for path in FORMATS.glob("*/*.*")}
    others = {each for each in found if each.split("/")[0] in TESTED_ELSEWHERE}
    assert found - others == set(EXPECTED)


def test_a_repeated_speaker_is_not_mistaken_for_a_field_of_a_form() -> None:
    form = "客户：宏砺铸造\n联系人：翁厂长\n时间：3月5日\n沟通内容：他说预算不多。"
    assert read_text(form).transcript.kind == "notes"
    talk = "客户：你们太贵\n销售：您说多少\n客户：两万\n销售：好"
    assert [turn.speaker for turn in read_text(talk).transcript.turns] == [
        *("客户", "销售", "客户", "销售")
    ]


def test_a_form_above_a_dialogue_does_not_speak() -> None:
    text = "会议主题：节能\n我方：段小雨\n客户方：尤部长\n\n段小雨：您看这个\n尤部长：嗯，大"
    transcript = read_text(text).transcript
    assert [turn.speaker for turn in transcript.turns] == ["段小雨", "尤部长"]
    assert [each.line for each in transcript.not_understood] == [1, 2, 3]


def test_a_form_without_a_blank_line_ends_with_its_last_field() -> None:
    text = "客户：宏砺铸造\n时间：2026-03-01\n销售：您好\n客户：我就是\n销售：好的"
    call = read_text(text)
    assert [turn.text for turn in call.transcript.turns] == ["您好", "我就是", "好的"]
    assert call.date == "2026-03-01"


@pytest.mark.parametrize(
    "text",
    [
        "周三和客户开会。\n会议开始 10:00\n会议结束 11:00\n客户说不急。",
        "客户说：太贵了\n我说：可以分期\n客户说：再看看",
        "Sarah said: too pricey\nI said: we can split it\nSarah said: let me think",
        "3月1日：初访\n3月8日：送样品\n3月15日：电话没接",
        "开场 09:00\n产品演示 09:10\n答疑 09:40",
        "结论：有意向\n待办：发报价\n下一步：周五",
    ],
    ids=["agenda", "reported zh", "reported en", "dated log", "timetable", "fields"],
)
def test_times_and_colons_in_notes_are_no_speakers(text: str) -> None:
    transcript = read_text(text).transcript
    assert {turn.speaker for turn in transcript.turns} <= {None}


@pytest.mark.parametrize(
    "text",
    ["客户：你们这个能便宜点吗？", "说话人1 00:00\n喂你好", "张三 00:00:03\n能听到吗"],
    ids=["one labelled line", "one recognised head", "one head with seconds"],
)
def test_a_single_turn_can_have_a_speaker(text: str) -> None:
    (turn,) = read_text(text).transcript.turns
    assert turn.speaker is not None


def test_source_code_has_no_speakers() -> None:
    code = "if x:\n    return 1\nelse:\n    return 2\ntry:\n    go(1)\nelse:\n    stop(2)\n"
    assert {turn.speaker for turn in read_text(code).transcript.turns} == {None}
