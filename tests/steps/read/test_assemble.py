"""What becomes of each line once the heads are known."""

from callsift.domain.transcript import Transcript
from callsift.steps.read import read_text


def read(text: str) -> Transcript:
    return read_text(text).transcript


def reasons(transcript: Transcript) -> dict[int, str]:
    return {each.line: each.reason for each in transcript.not_understood}


def test_lines_below_a_head_belong_to_its_turn_even_behind_blank_ones() -> None:
    transcript = read("说话人1 00:00\n喂你好\n\n我是上午那个\n\n说话人2 00:05\n嗯你说")
    assert [turn.text for turn in transcript.turns] == ["喂你好\n\n我是上午那个", "嗯你说"]


def test_the_label_and_the_time_are_not_part_of_the_words() -> None:
    transcript = read("[00:01:23] 客户 吴工：  两条线  \n[00:01:40] 销售 李明：好")
    turn = transcript.turns[0]
    assert (turn.speaker, turn.text, turn.start_s, turn.end_s) == ("客户 吴工", "两条线", 83, 100)


def test_a_stage_direction_on_its_own_line_is_listed_and_inside_a_turn_it_stays() -> None:
    transcript = read("客户：贵（笑）\n（此处略）\n销售：不贵 [laughs] 真的\n[对方挂断]\n客户：嗯")
    assert [turn.text for turn in transcript.turns] == ["贵（笑）", "不贵 [laughs] 真的", "嗯"]
    assert reasons(transcript) == {2: "stage direction", 4: "stage direction"}


def test_a_turn_goes_on_after_a_stage_direction_with_the_same_speaker() -> None:
    transcript = read("客户：先看第一页\n（翻页）\n这一页不对\n销售：我改\n客户：行")
    assert [(turn.speaker, turn.text) for turn in transcript.turns][:2] == [
        ("客户", "先看第一页"),
        ("客户", "这一页不对"),
    ]


def test_an_attachment_is_said_by_its_sender() -> None:
    transcript = read("王姐  16:21\n[图片]\n\n我  16:22\n[语音]")
    assert [turn.text for turn in transcript.turns] == ["[图片]", "[语音]"]


def test_a_closing_remark_is_the_reporters() -> None:
    transcript = read("王姐  16:21\n在吗\n\n我  16:22\n在\n\n（聊天到这，帮我看看还有戏吗）")
    remark = transcript.turns[-1]
    assert (remark.speaker, remark.role) == (None, "reporter")
    assert transcript.turns[-2].text == "在"


def test_a_remark_without_brackets_needs_a_blank_line_before_it() -> None:
    transcript = read("我  10:02\n您看了吗\n\n韩姐  11:40\n看了\n\n这个客户你们看看该怎么跟？")
    assert [turn.role for turn in transcript.turns] == ["unknown", "unknown", "reporter"]


def test_prose_above_the_words_is_a_remark_and_a_title_is_not() -> None:
    text = (
        "温控交流\n这个客户是展会上认识的，跟了三个月，帮我看看。\n\n销售：您好\n客户：嗯\n销售：好"
    )
    transcript = read(text)
    assert [turn.role for turn in transcript.turns][:2] == ["reporter", "unknown"]
    assert reasons(transcript) == {1: "before the first speaker"}


def test_fields_below_the_last_turn_are_not_its_words() -> None:
    transcript = read(
        "销售：您好\n客户：嗯\n销售：您说\n客户：第一：贵\n第二：慢\n\n结论：有意向\n周五回访"
    )
    assert transcript.turns[-1].text == "第一：贵\n第二：慢"
    assert reasons(transcript) == {7: "after the last speaker", 8: "after the last speaker"}


def test_a_summary_is_no_speech() -> None:
    text = "全文摘要\n客户询价。\n发言总结\n发言人 1：介绍\n\n"
    text += "发言人 1  00:05\n您好\n\n发言人 2  00:09\n嗯"
    transcript = read(text)
    assert [turn.text for turn in transcript.turns] == ["您好", "嗯"]
    assert set(reasons(transcript).values()) == {"summary"}


def test_a_head_without_words_is_listed() -> None:
    transcript = read("说话人1 00:00\n说话人2 00:03\n喂\n说话人1 00:05\n嗯")
    assert reasons(transcript) == {1: "a speaker without words"}


def test_a_lone_time_dates_the_next_turn_where_heads_have_none() -> None:
    transcript = read(
        "**Amy:** hi there\n**Bob:** hello\n\n00:05:00\n\n**Amy:** shall we?\n**Bob:** ok"
    )
    assert [turn.start_s for turn in transcript.turns] == [None, None, 300.0, None]


def test_a_lone_time_in_a_chat_is_an_answer() -> None:
    transcript = read("我  10:02\n几点到\n\n王姐  10:05\n15:30\n\n我  10:06\n好")
    assert transcript.turns[1].text == "15:30"


def test_a_nickname_may_hold_a_time() -> None:
    transcript = read("早8:00的太阳  16:21\n在吗\n\n我  16:22\n在\n\n早8:00的太阳  16:25\n好")
    assert transcript.turns[0].speaker == "早8:00的太阳"


def test_system_messages_and_dates_are_listed() -> None:
    transcript = read(
        "—————  2026-04-06  —————\n\n王姐  16:21\n在吗\n\n“王姐”撤回了一条消息\n\n我  16:22\n在"
    )
    assert reasons(transcript) == {1: "date line", 6: "system message"}


def test_two_turns_of_one_speaker_stay_two_where_a_head_stands_between() -> None:
    transcript = read("说话人 1 00:03\n喂\n\n说话人 1 00:05\n听到吗\n\n说话人 2 00:09\n嗯")
    assert [turn.start_s for turn in transcript.turns] == [3, 5, 9]


def test_a_line_that_looks_like_a_heading_swallows_no_turns() -> None:
    transcript = read("客户：先说价格\n总结\n销售：好的\n客户：嗯\n销售：三万")
    assert [turn.speaker for turn in transcript.turns] == ["客户", "销售", "客户", "销售"]


def test_a_summary_by_speaker_is_told_from_the_words_by_the_heading_between() -> None:
    transcript = read(
        "发言总结\n张总：要求报价\n李明：介绍产品\n\n对话\n张总：你们多少钱？\n李明：您要几台？"
    )
    assert [turn.text for turn in transcript.turns] == ["你们多少钱？", "您要几台？"]
