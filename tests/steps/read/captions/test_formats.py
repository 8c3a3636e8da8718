"""Each caption file under `fixtures/formats`, and variants that are made here."""

from pathlib import Path

import pytest

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read import read_bytes, read_path, read_text

FORMATS = Path(__file__).parents[4] / "fixtures" / "formats"
# file: language, turns as (speaker, start_s, end_s, words)
EXPECTED: dict[str, tuple[str, list[tuple[str | None, float | None, float | None, str]]]] = {
    "webvtt/zoom.vtt": (
        "zh",
        [
            (
                *("骆行舟", 2.12, 6.9),
                "纪总您好，我是澄砚科技的小骆。今天主要想了解一下你们仓库的盘点。",
            ),
            ("纪敏", 7.45, 12.8, "我们现在每个月盘一次，一次要停两天。"),
            ("骆行舟", 13.5, 15.0, "预算大概在什么范围？"),
            ("纪敏", 15.9, 18.2, "二十万以内吧，下个月能上线最好。"),
        ],
    ),
    "webvtt/teams.vtt": (
        "en",
        [
            ("Nadia Fenn", 3.49, 5.1, "Thanks for joining & sorry for the delay."),
            (
                *("Otis Vane (Lorrimer Tools)", 4.8, 11.0),
                "No problem. We need it before <June>. Our budget is 40k.",
            ),
            ("Nadia Fenn", 60.0, 62.0, "Understood."),
        ],
    ),
    "webvtt/teams_ids.vtt": (
        "zh",
        [
            ("Speaker 1", 1.0, 3.0, "你们这个能接我们的ERP吗？"),
            ("Speaker 2", 3.5, 6.0, "可以，我们有标准接口。"),
            ("Speaker 1", 6.2, 7.0, "那就好。"),
        ],
    ),
    "webvtt/webex.vtt": (
        "en",
        [
            ("Gemma Hale", 1.0, 3.0, "Who signs this off on your side?"),
            ("Ivo Marsh", 3.2, 6.4, "Our finance lead, and then me."),
        ],
    ),
    "webvtt/notes_styles_and_tags.vtt": (
        "en",
        [
            (
                *(None, 62.0, 66.0),
                "We tried three tools last year and kept none of them. 5 < 6 & <3",
            ),
            (None, 360000.0, 360002.0, "It was too much."),
        ],
    ),
    "webvtt/times_that_cannot_be_read.vtt": (
        "en",
        [
            (None, 1.0, 2.0, "First words."),
            (None, None, None, "Words without a time."),
            (None, 5.0, 6.0, "Last words."),
        ],
    ),
    "srt/labels.srt": (
        "zh",
        [
            ("销售 乔宁", 1.0, 3.2, "您好，康主任，方便说话吗？"),
            ("康主任", 3.4, 5.0, "方便，你说。"),
            ("销售 乔宁", 5.1, 8.0, "上次的报价 38000"),
            ("康主任", 8.2, 11.0, "太贵了，别家才三万。我再想想。"),
        ],
    ),
    "srt/feishu.srt": (
        "zh",
        [
            ("说话人 1", 0.48, 2.96, "喂，您好，请问是舒经理吗？"),
            ("说话人 2", 3.12, 4.2, "是我，哪位？"),
            ("说话人 1", 4.36, 7.04, "我是栎木软件的，想约个时间演示一下。"),
        ],
    ),
    "srt/no_names.srt": (
        "en",
        [
            (None, 1.0, 4.0, "we looked at two vendors before the summer."),
            (None, 4.1, 5.0, "Neither one"),
            (None, 7.0, 8.0, "could do it"),
            (None, 8.1, 10.0, "- How much was it?"),
            (None, 8.1, 10.0, "- Around thirty thousand."),
        ],
    ),
    "srt/rolling.srt": (
        "en",
        [
            (
                *(None, 0.0, 6.0),
                "so the main problem is that our stock is never right and nobody knows why",
            ),
        ],
    ),
    "sbv/captions.sbv": (
        "zh",
        [
            ("纪总", 1.0, 3.5, "你们这个多少钱一年？"),
            ("小骆", 3.6, 5.0, "标准版两万四。"),
            ("纪总", 5.1, 6.0, "能便宜点吗"),
        ],
    ),
}


def said(call: Call) -> list[tuple[str | None, float | None, float | None, str]]:
    return [(t.speaker, t.start_s, t.end_s, t.text) for t in call.transcript.turns]


@pytest.mark.parametrize("file", EXPECTED)
def test_a_caption_file_is_read(file: str) -> None:
    language, turns = EXPECTED[file]
    call = read_path(FORMATS / file)
    assert said(call) == turns
    folder, _, _ = file.partition("/")
    assert (call.transcript.format, call.transcript.language) == (folder, language)
    assert (call.transcript.kind, call.date) == ("transcript", None)


def test_every_caption_fixture_is_expected() -> None:
    folders = ("webvtt", "srt", "sbv")
    found = {f"{each}/{p.name}" for each in folders for p in (FORMATS / each).iterdir()}
    assert found == set(EXPECTED)


@pytest.mark.parametrize(
    ("file", "listed"),
    [
        (
            "webvtt/notes_styles_and_tags.vtt",
            {
                **dict.fromkeys((2, 3), "header"),
                **dict.fromkeys((5, 6), "style"),
                **dict.fromkeys((8, 9, 10), "region"),
                **dict.fromkeys((12, 14, 15, 16), "note"),
                25: "name",
            },
        ),
        ("webvtt/times_that_cannot_be_read.vtt", {6: "times"}),
        ("webvtt/teams.vtt", {}),
        ("srt/labels.srt", {22: "stage direction"}),
    ],
)
def test_what_is_no_speech_is_listed_by_line(file: str, listed: dict[int, str]) -> None:
    found = read_path(FORMATS / file).transcript.not_understood
    assert [each.line for each in found] == list(listed)
    for each in found:
        assert listed[each.line] in each.reason


@pytest.mark.parametrize("file", EXPECTED)
@pytest.mark.parametrize("name", ["call.txt", "call.vtt", "call.srt", "call"])
def test_the_name_of_the_file_does_not_matter(file: str, name: str) -> None:
    data = (FORMATS / file).read_bytes()
    assert read_bytes(data, name=name).transcript == read_path(FORMATS / file).transcript


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("file", ["srt/labels.srt", "webvtt/zoom.vtt", "sbv/captions.sbv"])
def test_encodings_and_newlines_change_nothing(file: str, newline: str, encoding: str) -> None:
    text = (FORMATS / file).read_text(encoding="utf-8").replace("\n", newline)
    again = read_bytes(text.encode(encoding), name="call")
    assert again.transcript == read_path(FORMATS / file).transcript


def test_big5_is_read() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n林課長: 這個價格太高了，我們沒有預算。\n"
    text += "\n2\n00:00:02,000 --> 00:00:03,000\n阿哲: 那我們可以再談談看。\n"
    call = read_bytes(text.encode("big5"), name="call")
    assert [turn.speaker for turn in call.transcript.turns] == ["林課長", "阿哲"]
    assert call.transcript.language == "zh-Hant"


@pytest.mark.parametrize(
    "text",
    [
        "客户：从 00:00:01,000 --> 00:00:02,000 这段你听一下\n销售：好的",
        "[00:00.000 --> 00:02.000]  We wait.\n[00:02.000 --> 00:04.000]  Until June.",
        "WEBVTT 是什么格式？\n就是字幕。",
        "a --> b\nc --> d",
        "客户：10:00,11:00 都行\n销售：好",
        "0:00:01.000, 0:00:02.000 是两个时间",
    ],
)
def test_a_text_that_only_mentions_such_times_is_no_caption_file(text: str) -> None:
    assert read_text(text).transcript.format not in ("webvtt", "srt", "sbv")


@pytest.mark.parametrize("text", ["WEBVTT", "WEBVTT\n\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"])
def test_captions_without_a_word_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="nobody says a word"):
        read_text(text)


def test_arrows_without_a_header_are_enough() -> None:
    call = read_text("00:01.000 --> 00:02.000\nWe wait.\n\n00:02.000-->00:03.000\nUntil June.")
    assert [turn.text for turn in call.transcript.turns] == ["We wait.", "Until June."]


def test_a_blank_line_inside_a_cue_loses_nothing() -> None:
    call = read_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nWe\n\nwait\n\n2\n00:02.000 --> 00:03.000\nnow"
    )
    assert [turn.text for turn in call.transcript.turns] == ["We wait now"]


def test_a_number_that_somebody_says_is_no_number_of_a_cue() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n多少\n38000\n00:00:02,000 --> 00:00:03,000\n38001\n"
    assert [turn.text for turn in read_text(text).transcript.turns] == ["多少 38000 38001"]


def test_lines_above_the_first_cue_are_listed() -> None:
    call = read_text("产品演示会\n\n1\n00:00:01,000 --> 00:00:02,000\n您好\n")
    (listed,) = call.transcript.not_understood
    assert (listed.line, listed.text, listed.reason) == (1, "产品演示会", "before the first cue")


def test_marks_of_direction_vanish_from_names_and_words() -> None:
    call = read_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v \u202aAnn\u202c>\u200ehi &rlm;there</v>"
    )
    assert said(call) == [("Ann", 1.0, 2.0, "hi there")]
