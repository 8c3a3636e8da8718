"""Several labels on one line are several turns; a field or a quotation inside a turn is none."""

import time

import pytest

from callsift.steps.read import read_text
from callsift.steps.read.run_on import take_turns


def said(text: str) -> list[tuple[str | None, str]]:
    transcript = read_text(text).transcript
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def test_a_line_goes_on_with_the_words_of_another_speaker() -> None:
    text = "客户：多少钱？ 销售：三万八。\n客户：十二台，好的。 销售：行，周三见。 客户：好\n销售：再见。"
    assert said(text) == [
        ("客户", "多少钱？"),
        ("销售", "三万八。"),
        ("客户", "十二台，好的。"),
        ("销售", "行，周三见。"),
        ("客户", "好"),
        ("销售", "再见。"),
    ]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("李明：您好。王总：你好，哪位？李明：蓝桥的。价格：三万。王总：贵了。", "李王李王"),
        ("Rep: Hi Tom. Buyer: How much? Rep: It is 12k. Note: plus tax. Buyer: Fine.", "RBRB"),
        ("Dana Reed: Hi. Tom Vale: Did you send it? Dana Reed: I did. Tom Vale: Fine.", "DTDT"),
        ("SPEAKER 1: Hi, you there? SPEAKER 2: Yes. SPEAKER 1: So? SPEAKER 2: No.", "SSSS"),
        ("Speaker 1: hi are you there Speaker 2: yes Speaker 1: so Speaker 2: no", "SSSS"),
        ("客户 ： 喂 你好。 销售 ： 您好。 客户 ： 多少钱？ 销售 ： 三万。", "客销客销"),
        ("客户：喂你好<br>销售：您好<br/>客户：多少钱<br>销售：三万", "客销客销"),
        ("客户：喂你好 | 销售：您好 | 客户：多少钱 | 销售：三万", "客销客销"),
        ("说话人1：你好 说话人2：你好，哪位 说话人1：蓝桥的 说话人2：哦", "说说说说"),
        (
            "[00:01] 客户：你好 [00:03] 销售：您好 [00:08] 客户：多少钱 [00:10] 销售：三万",
            "客销客销",
        ),
        ("通话记录\n\n风清扬：你好。小马：您好。风清扬：你们多少钱？小马：三万。", "风小风小"),
    ],
    ids=[
        "zh",
        "en",
        "names",
        "SPEAKER",
        "no marks",
        "blanks",
        "breaks",
        "bars",
        "zh speaker",
        "timed",
        "title",
    ],
)
def test_a_call_that_was_pasted_as_one_line_has_its_turns(text: str, speakers: str) -> None:
    assert [(speaker or "?")[0] for speaker, _ in said(text)] == [*speakers]


def test_the_times_inside_a_line_are_those_of_its_turns() -> None:
    text = "[00:01] 客户：你好 [00:03] 销售：您好 [00:08] 客户：多少钱 [00:10] 销售：三万"
    turns = read_text(text).transcript.turns
    assert [(turn.start_s, turn.text) for turn in turns][1] == (3.0, "您好")


@pytest.mark.parametrize(
    "inside",
    [
        "时间：周三，价格：三万。备注：含税。",
        "我上次问销售：什么时候发货？他没回。",
        "那我跟领导说，销售：小李来讲。",
        "他发来一句“好。销售：三万八。”就没了。",
        "方案是这样。单价：三百。数量：二十。单价：五百。",
    ],
)
def test_a_field_or_a_quotation_inside_a_turn_opens_none(inside: str) -> None:
    text = f"客户：{inside}\n销售：好的，您放心。\n客户：行。\n销售：再见。"
    assert said(text)[0] == ("客户", inside)


def test_a_form_on_one_line_takes_no_turns() -> None:
    assert not take_turns("客户：华辰纸业 时间：3月5日 客户：要含税价 预算：四万 客户：你们再报")


def test_a_line_of_a_million_characters_is_read_at_once() -> None:
    began = time.process_time()
    read_text("客户：你好。销售：“您好。（你好" * 50_000)
    assert time.process_time() - began < 5


def test_a_remark_below_a_call_on_one_line_hides_no_turn() -> None:
    text = "客户：你好。销售：您好。客户：多少钱？销售：三万。\n\n（这个客户还有戏吗？帮我看看。）"
    assert [speaker for speaker, _ in said(text)] == ["客户", "销售", "客户", "销售", None]


def test_a_call_that_was_pasted_as_one_line_may_be_wrapped() -> None:
    text = "客户：我们用的是别家的，交期经常\n延误。销售：您那边多少台？客户：十二台，\n两班。销售：三万八。"
    assert [speaker for speaker, _ in said(text)] == ["客户", "销售", "客户", "销售"]
    assert said(text)[0][1].endswith("延误。")
