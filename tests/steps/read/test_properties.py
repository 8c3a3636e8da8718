"""What holds for any text whatever."""

import time
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read import read_bytes, read_text
from callsift.steps.read.lines import split_lines
from callsift.steps.turns import assign_roles

PIECES = (
    *(
        "客户：",
        "销售 李明：",
        "张总: ",
        "**Amy:** ",
        "说话人1 00:00",
        "发言人 2  00:05",
        "说话人2 ",
    ),
    *("王姐  16:21", "我 09:13", "[00:01:23] ", "[Bob] 10:02:11", "10:02:11\tBob:\t", "12:34"),
    *("—————  2026-04-06  —————", "会议开始 10:00", "结论：", "待办：", "（此处略）", "[图片]"),
    *("（帮我看看）", "关键词：", "文字记录：", "你们多少钱", "您好，我是", "三万八。", "為什麼"),
    *("they said no.", "how much is it?", "# 标题", "- ", "3月5日 ", "2026年3月5日", "WEBVTT"),
    *("\n", "\n\n", "\r\n", "\r", " ", "\t", "　", "\ufeff", "\u2028", "\x0b", "\x85"),
    *("：", ":", "(", "）", "😀", "-->", "{", "[]"),
)
LAYOUTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=40).map(
    "".join
)
ANY = st.one_of(st.text(max_size=200), LAYOUTS)
SETTINGS = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reading(text: str) -> Call | None:
    try:
        return read_text(text)
    except InputError:
        return None


@SETTINGS
@given(ANY)
def test_every_turn_is_a_slice_without_blanks_at_its_ends(text: str) -> None:
    call = reading(text)
    if call is None:
        return
    for turn in call.transcript.turns:
        assert turn.text == call.transcript.text[turn.start : turn.end]
        assert turn.text
        assert turn.text == turn.text.strip()


@SETTINGS
@given(ANY)
def test_the_text_is_kept_but_for_newlines_and_the_mark_at_its_start(text: str) -> None:
    call = reading(text)
    if call is None or text.lstrip("\ufeff \n\t").startswith("{"):
        return
    expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert call.transcript.text == expected


@SETTINGS
@given(ANY)
def test_every_line_is_in_a_turn_or_is_the_head_of_one_or_is_listed(text: str) -> None:
    call = reading(text)
    if call is None:
        return
    transcript = call.transcript
    listed = {each.line for each in transcript.not_understood}
    spans = [(turn.start, turn.end) for turn in transcript.turns]
    unheard: list[str] = []
    for line in split_lines(transcript.text):
        covered = any(start < line.end and stop > line.start for start, stop in spans)
        if line.number not in listed and not covered:
            unheard.append(line.text)
        if line.number in listed:
            assert not covered
    names = {turn.speaker for turn in transcript.turns}
    for head in unheard:  # only heads on a line of their own may be left
        assert any(name is None or name in head for name in names)
        assert len(unheard) <= len(transcript.turns)


@SETTINGS
@given(ANY)
def test_turns_stand_in_order_and_apart(text: str) -> None:
    call = reading(text)
    if call is None:
        return
    turns = call.transcript.turns
    for one, two in pairwise(turns):
        assert one.end <= two.start
    for turn in turns:
        if turn.start_s is not None and turn.end_s is not None:
            assert turn.end_s >= turn.start_s


@SETTINGS
@given(ANY)
def test_roles_change_nothing_but_roles_and_are_the_same_each_time(text: str) -> None:
    call = reading(text)
    if call is None:
        return
    first = assign_roles(call)
    assert first == assign_roles(call)
    assert first == assign_roles(first.call).model_copy(update={"how": first.how})
    before = [turn.model_copy(update={"role": "unknown"}) for turn in call.transcript.turns]
    after = [turn.model_copy(update={"role": "unknown"}) for turn in first.call.transcript.turns]
    assert before == after


@SETTINGS
@given(st.binary(max_size=120))
def test_bytes_are_read_or_refused_by_name(data: bytes) -> None:
    with suppress(InputError):
        assert read_bytes(data, name="bytes").transcript.text.strip()


@SETTINGS
@given(ANY, st.sampled_from(["utf-8-sig", "utf-16", "utf-8"]))
def test_encoded_text_reads_like_the_text(text: str, encoding: str) -> None:
    call = reading(text.replace("\ufeff", ""))
    if call is None or (encoding == "utf-8" and "\x00" in text):
        return
    again = read_bytes(text.replace("\ufeff", "").encode(encoding), name="text")
    assert again.transcript == call.transcript


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_newlines_of_any_kind_read_alike(newline: str) -> None:
    text = "客户：你们多少钱？\n包安装吗？\n\n销售：三万八。"
    assert reading(text.replace("\n", newline)) is not None
    assert read_text(text.replace("\n", newline)).transcript == read_text(text).transcript


@pytest.mark.parametrize("blank", [" ", "\t", "\u3000"], ids=["blank", "tab", "wide blank"])
@pytest.mark.parametrize("before", ["00:09", "[00:09", "客户", "**Amy", "- 客户 00:09"])
def test_many_blanks_in_a_line_cost_no_more_than_letters(before: str, blank: str) -> None:
    def cost(filling: str) -> float:
        text = f"{before}{filling * 190}x\n客户：好\n"
        began = time.process_time()
        read_bytes(text.encode(), name="a.txt")
        return time.process_time() - began

    cost("a")
    # A second is hundreds of times what it takes; tried in every division the blanks took up to 18 s.
    assert cost(blank) < max(1.0, 200 * cost("a"))
