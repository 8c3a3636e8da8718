"""What a system writes into a transcript is no speech; what people say of such things is."""

import pytest

from callsift.steps.read import read_text
from callsift.steps.read.lines import split_lines
from callsift.steps.read.noise import noise_reason

OF_A_SYSTEM = [
    "Meeting ended after 00:32:15 👋",
    "Call ended after 32m 15s",
    "The meeting has ended.",
    "### Transcription ended after 00:32:15",
    "**Recording stopped**",
    "Ann Miller started transcription",
    "O'Hara, Tom (External) stopped the recording.",
    "This meeting is being recorded",
    "李明 加入了会议",
    "“王总”离开会议",
    "【系统提示】通话已结束",
    "[System] Call transferred to queue 3",
    "系统消息：坐席已接入",
    "通话已挂断",
    "通话时长 03:21",
    "[语音通话] 通话时长 5分12秒",
    "主持人已开启云录制",
    "## 00:05:00",
    "11/05/2026, 2:00 pm - Messages and calls are end-to-end encrypted. No one outside of this chat, not even "
    "WhatsApp, can read or listen to them. Tap to learn more.",
    "[2026/5/11 14:00:03] 李明: \u200e消息和通话都进行端到端加密。对话之外的任何人，甚至包括 WhatsApp 都无法读取或收听。",
]
OF_PEOPLE = [
    "Meeting ended with no decision",
    "The call ended: they want a discount",
    "Messages and calls are end-to-end encrypted in our product",
    "我们的消息和通话都是端到端加密，跟 WhatsApp 一样",
    "客户中途离开了会议",
    "王总：我加入了会议",
    "系统：金蝶",
    "会议已结束，客户说下周答复",
    "通话时长短，客户很急",
    "**预算二十万**",
    "# 客户背景",
]


@pytest.mark.parametrize("text", OF_A_SYSTEM)
def test_a_line_of_a_system_is_no_speech(text: str) -> None:
    (line,) = split_lines(text)
    assert noise_reason(line) is not None


@pytest.mark.parametrize("text", OF_PEOPLE)
def test_a_line_of_a_person_is_none_of_a_system(text: str) -> None:
    (line,) = split_lines(text)
    assert noise_reason(line) is None


@pytest.mark.parametrize("ending", [text for text in OF_A_SYSTEM if ": " not in text])
def test_it_is_listed_and_not_put_into_the_mouth_of_who_spoke_last(ending: str) -> None:
    said = "李明：您好，我是岩拓的李明。\n王总：先说价格吧。\n李明：二十万。\n王总：贵了。"
    transcript = read_text(f"{said}\n{ending}").transcript
    assert [turn.text for turn in transcript.turns][-1] == "贵了。"
    assert [each.line for each in transcript.not_understood] == [5]


def test_the_notice_of_a_messenger_is_not_what_its_first_sender_said() -> None:
    text = (
        "[11/05/2026, 14:00:03] Ann Acme: \u200eMessages and calls are end-to-end encrypted. No one outside of "
        "this chat, not even WhatsApp, can read or listen to them.\n"
        "[11/05/2026, 14:00:05] Ann Acme: Hi Tom, sent you the quote\n"
        "[11/05/2026, 14:03:10] Tom Hart: Too expensive\n"
    )
    transcript = read_text(text).transcript
    assert [turn.text for turn in transcript.turns] == [
        "Hi Tom, sent you the quote",
        "Too expensive",
    ]


def test_a_very_long_line_costs_nothing() -> None:
    (line,) = split_lines("(" * 399 + "x")
    assert noise_reason(line) is None
