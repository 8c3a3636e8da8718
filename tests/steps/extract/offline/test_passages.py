"""Sentences with their turns, clauses, and quotes that cut nothing in two."""

import re
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.domain.transcript import Role, Transcript, Turn
from callsift.steps.extract.offline.passages import (
    LONGEST_IN_LETTERS,
    LONGEST_QUOTE,
    clause_around,
    clauses,
    longest_quote,
    passages,
)
from callsift.steps.read import read_text
from callsift.typography import folded

PIECES = st.sampled_from(
    (
        *("我们再看看", "预算300万", "2,380万", "1.5万", "三百八十万", "9:30", "-15℃", "30%"),
        *("the board", "approved", "don't", "x@demo.cn", "X-200", "，", ",", "。", "：", ": "),
        *("  ", "\n", "…", ". ", "没有标点的一长串说法" * 8, "😀", " "),
    )
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join))
FIGURE_OR_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[A-Za-z]+")


def transcript(*turns: tuple[Role, str]) -> Transcript:
    text = "\n".join(said for _, said in turns)
    made: list[Turn] = []
    at = 0
    for index, (role, said) in enumerate(turns):
        end = at + len(said)
        made.append(Turn(index=index, speaker=role, role=role, start=at, end=end, text=said))
        at = end + 1
    return Transcript(
        format="plain", kind="transcript", language="zh", text=text, turns=tuple(made)
    )


@given(TEXTS)
def test_every_passage_is_a_slice_of_its_turn_and_nothing_said_is_left_out(text: str) -> None:
    call = transcript(("buyer", text), ("seller", "好的"))
    found = list(passages(call))
    for each in found:
        assert each.sentence.text == each.turn.text[each.sentence.start : each.sentence.end]
        assert each.text == folded(each.sentence.text).text != ""
    said = "".join(each.text for each in found if each.turn.index == 0)
    assert said.replace(" ", "") == folded(text).text.replace(" ", "")


@given(TEXTS, st.data())
def test_a_quote_stands_in_its_turn_and_holds_what_was_found(
    text: str, data: st.DataObject
) -> None:
    for each in passages(transcript(("buyer", text))):
        start = data.draw(st.integers(0, len(each.text) - 1))
        end = data.draw(st.integers(start + 1, len(each.text)))
        quote = each.quote(start, end)
        assert quote in each.turn.text
        assert each.text[start:end].strip() in folded(quote).text


def test_a_passage_knows_what_the_other_side_said_right_before() -> None:
    call = transcript(
        ("seller", "您看 ＰＯＣ 什么时候做？"), ("buyer", "再说。先忙。"), ("buyer", "回头聊。")
    )
    assert [each.answers for each in passages(call)] == ["", *["您看 poc 什么时候做?"] * 3]


def test_a_new_speaker_on_the_same_side_answers_nobody() -> None:
    call = transcript(("seller", "什么时候做？"), ("buyer", "再说。"), ("buyer", "我补充一句。"))
    other = call.turns[2].model_copy(update={"speaker": "another"})
    call = call.model_copy(update={"turns": (*call.turns[:2], other)})
    assert [each.answers for each in passages(call)] == ["", "什么时候做?", ""]


def test_only_a_report_is_second_hand() -> None:
    call = transcript(("reporter", "客户说忙。"), ("buyer", "忙。"), ("unknown", "忙。"))
    assert [each.second_hand for each in passages(call)] == [True, False, False]


@given(TEXTS)
def test_clauses_stand_in_order_and_none_is_longer_than_a_quote(text: str) -> None:
    found = list(clauses(text))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(end - start <= longest_quote(text) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


@given(TEXTS)
def test_clauses_leave_out_only_marks_and_blanks(text: str) -> None:
    edges = [0, *(edge for span in clauses(text) for edge in span), len(text)]
    between = "".join(text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2))
    assert not any(each.isalnum() for each in between)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先看看,再说", ["先看看", "再说"]),
        ("报价2,380万,太高", ["报价2,380万", "太高"]),
        ("9:30见,别迟到", ["9:30见", "别迟到"]),
        ("he said: no. then left", ["he said", "no", "then left"]),
        ("", []),
    ],
)
def test_clauses_end_at_commas_but_not_inside_figures(text: str, expected: list[str]) -> None:
    assert [text[start:end].strip() for start, end in clauses(text)] == expected


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("你们报的是2,380万，比上一轮少。", "380万", "你们报的是2,380万"),
        ("你们报的是2,380万，比上一轮少。", "你们报", "你们报的是2,380万"),
        ("预算１．５万，不含税。", "５万", "预算１．５万"),
        ("温度掉到-15℃就停机，没解决。", "15", "温度掉到-15℃就停机"),
        ("三百八十万，不还价。", "八十万", "三百八十万"),
        ("It was disapproved, sadly.", "approved", "It was disapproved"),
        ("Send it to x@demo.cn now, please.", "demo", "Send it to x@demo.cn now"),
        ("We don't want it, thanks.", "t want", "We don't want it"),
        ("先看看，我们不急；回头再说。", "不急", "我们不急"),
        ("先看看，我们不急；回头再说。", "看看，我们", "先看看，我们不急"),
    ],
)
def test_a_quote_is_the_whole_clauses_around_what_was_found(
    text: str, found: str, expected: str
) -> None:
    start = text.index(found)
    assert clause_around(text, start, start + len(found)) == expected


@given(TEXTS, st.data())
def test_a_quote_never_cuts_a_figure_or_a_word(text: str, data: st.DataObject) -> None:
    if not text.strip():
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = clause_around(text, start, end)
    assert quote in text
    assert text[start:end].strip() in quote
    whole = {match[0] for match in FIGURE_OR_WORD.finditer(text)}
    assert {match[0] for match in FIGURE_OR_WORD.finditer(quote)} <= whole


def test_a_quote_of_a_run_without_marks_can_be_read_at_a_glance() -> None:
    text = "这个事情我们内部还在商量" * 20
    (passage,) = passages(transcript(("buyer", text)))
    assert 10 < len(passage.quote(100, 104)) <= LONGEST_QUOTE
    passage, *_ = passages(transcript(("buyer", "we are still talking this over " * 8)))
    assert LONGEST_QUOTE < len(passage.quote(100, 104)) <= LONGEST_IN_LETTERS


def test_a_phrase_of_letters_is_quoted_whole_where_a_chinese_one_would_be_long() -> None:
    said = "we're three weeks into the two vans with your tags on and I keep a list"
    assert len(said) > LONGEST_QUOTE
    assert clause_around(f"Right, {said}, so bear with me.", 10, 20) == said


@pytest.mark.parametrize(
    "text", ["客户：这个价吓人。\n销售：我理解。\n", "客户说再看看\n下周再联系\n"]
)
def test_a_read_call_has_passages_for_every_turn(text: str) -> None:
    call = read_text(text).transcript
    assert {each.turn.index for each in passages(call)} == set(range(len(call.turns)))


def test_what_is_weighed_of_a_passage_is_not_kept() -> None:
    """A report of a hundred thousand lines would fill the memory with it."""
    said = "客户说第{}批货的价格太高，要再比比，下周三约技术负责人一起来看"
    found = tuple(passages(transcript(*(("reporter", said.format(each)) for each in range(400)))))
    tracemalloc.start()
    try:
        for each in found:
            assert each.features.own
            assert each.clauses
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 500 * len(found)
