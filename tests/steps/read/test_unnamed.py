"""Texts in which nobody is named: notes or speech."""

import time

import pytest

from callsift.steps.read import read_text


@pytest.mark.parametrize(
    "text",
    [
        "今天拜访了翁厂长，他说砂型一直起皮。下周再去。",
        "- 客户说年底换\n- 问了三次耗材",
        "Met with Sarah today. She said they are still comparing. Next steps: send quote.",
        "3月5日 电话，没接\n3月8日 发了样品",
        "翁總說預算還沒下來，我跟進了兩次，他都沒回。",
        "牛奶2盒\n鸡蛋1打",
    ],
    ids=["prose", "bullets", "english", "log", "traditional", "in doubt"],
)
def test_reports_are_notes(text: str) -> None:
    assert read_text(text).transcript.kind == "notes"


@pytest.mark.parametrize(
    "text",
    [
        "喂您好请问是陆经理吗嗯是我你哪位您好我们是做包装膜的",
        "你们这个多少钱？\n三万八。\n能便宜点吗？",
        "Hi, is this Mr. Tran?\nYes, speaking.\nYou asked us for a price?",
    ],
    ids=["run on", "questions", "english"],
)
def test_talk_is_a_transcript(text: str) -> None:
    assert read_text(text).transcript.kind == "transcript"


def test_a_line_is_a_turn_and_a_wrapped_line_is_joined() -> None:
    text = (
        "She wants to see it run for a whole shift before anybody signs anything, which\n"
        "means May at the earliest.\n"
        "Next steps: call on the 14th."
    )
    turns = read_text(text).transcript.turns
    assert [turn.text.count("\n") for turn in turns] == [1, 0]


def test_what_recognisers_write_without_marks_is_a_turn_a_line() -> None:
    text = (
        "hello is that Erin this is Nikhil from the drawing office you sent a mail about renderings\n"
        "oh hey yeah so it's six exteriors two rounds of edits each and it's all in the one page I sent over\n"
        "for six we will be two seventy each and both the rounds are inside that\n"
        "okay I can't walk that past my partner we were thinking of a good bit less\n"
        "may I know who is going to see them"
    )
    assert len(read_text(text).transcript.turns) == 5


def test_rulers_are_listed() -> None:
    transcript = read_text("客户说不急\n-----\n下周再约").transcript
    assert [each.reason for each in transcript.not_understood] == ["ruler"]


@pytest.mark.parametrize(
    "piece", ["价", "a", ":", "（", "-", "1:", "[00:", "客户：你们多少钱，", " "]
)
def test_a_line_of_a_million_characters_is_read_quickly(piece: str) -> None:
    text = piece * (1_000_000 // len(piece)) + "x"
    began = time.process_time()
    transcript = read_text(text).transcript
    assert time.process_time() - began < 5
    assert len(transcript.turns) == 1


@pytest.mark.parametrize(
    "line",
    [
        "今天天气不错我们去看看",
        "客户：你们多少钱",
        "王姐  16:21\n报价单发我",
        "- 客户说不急",
        "[00:12] 喂",
    ],
    ids=["plain", "labelled", "chat", "notes", "timed"],
)
def test_the_time_to_read_grows_with_the_number_of_lines(line: str) -> None:
    def seconds(times: int) -> float:
        began = time.process_time()
        read_text("\n".join([line] * times))
        return time.process_time() - began

    seconds(100)
    assert seconds(20_000) < 40 * seconds(2_000)
