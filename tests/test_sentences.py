"""Sentences are slices of the text, in order, that leave out nothing but blanks."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.sentences import LONGEST, split_sentences

PIECES = st.sampled_from(
    (
        *("我们再看看", "三万八", "。", "！？", "……", "；", "\n", "\r\n", "，", "、", " ", "　"),
        *("”", "Mr. Hale", "1.5", "we said no.", "e.g.", "\u2028", "\x0b", "😀"),
        *("没有标点的一长串" * 60, "a" * 450, "word " * 100, "，" * 401),
    )
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS)
def test_a_sentence_is_a_slice_without_blanks_at_its_ends(text: str) -> None:
    for sentence in split_sentences(text):
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.text == sentence.text.strip() != ""


@given(TEXTS)
def test_no_sentence_is_longer_than_the_longest(text: str) -> None:
    assert all(len(each.text) <= LONGEST for each in split_sentences(text))


@given(TEXTS)
def test_sentences_stand_in_order_and_leave_out_only_blanks(text: str) -> None:
    sentences = split_sentences(text)
    assert all(one.end <= other.start for one, other in pairwise(sentences))
    edges = [0, *(edge for each in sentences for edge in (each.start, each.end)), len(text)]
    between = [text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2)]
    assert all(not each.strip() for each in between)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先这样。下周再定！好吗？", ["先这样。", "下周再定！", "好吗？"]),
        ("他说：“不买。”然后走了。", ["他说：“不买。”", "然后走了。"]),
        ("真的？！算了……", ["真的？！", "算了……"]),
        ("一台1.5万；两台2.8万", ["一台1.5万；", "两台2.8万"]),
        ("客户说忙\n下周再打", ["客户说忙", "下周再打"]),
        ("It is 2.5 mm. Not 25.", ["It is 2.5 mm.", "Not 25."]),
        ("mail x@demo.cn now", ["mail x@demo.cn now"]),
        ("", []),
        (" \n　", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [each.text for each in split_sentences(text)] == expected


def test_a_run_without_end_marks_is_cut_after_a_comma_near_the_limit() -> None:
    run = "我们这边情况是这样" * 40 + "，" + "后面还要再说说" * 40
    first, *rest = [each.text for each in split_sentences(run)]
    assert first.endswith("，")
    assert first + "".join(rest) == run


def test_a_million_characters_without_a_mark_take_no_time_to_speak_of() -> None:
    begun = time.process_time()
    assert len(split_sentences("啊" * 1_000_000)) == 2500
    assert time.process_time() - begun < 2
