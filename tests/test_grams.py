"""What small linear models weigh of a text: n-grams of Chinese, words, stems and pairs of English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.grams import grams


def test_chinese_is_cut_into_one_two_and_three_characters() -> None:
    assert sorted(grams("太贵了")) == sorted(["太", "贵", "了", "太贵", "贵了", "太贵了"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("quoted", "quoting"), ("deciding", "decides"), ("approved", "approves")],
)
def test_two_forms_of_an_english_word_share_its_stem(one: str, other: str) -> None:
    shared = set(grams(one)) & set(grams(other))
    assert len(shared) == 1
    assert shared.isdisjoint({one, other})


def test_two_words_are_one_pair_with_a_word_between_them_or_without() -> None:
    plain, parted = set(grams("board meets")), set(grams("board finally meets"))
    assert any("board" in each and "meet" in each for each in plain)
    assert any("board" in each and "meet" in each for each in parted)


def test_what_stands_on_the_two_sides_of_chinese_words_is_no_pair() -> None:
    assert not any(" " in each for each in grams("demo 已经 board"))


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_every_number_reads_the_same(one: int, other: int) -> None:
    assert list(grams(f"要{one}台")) == list(grams(f"要{other}台"))


@given(st.text(alphabet="报价给我 quoting budgets 3?!", max_size=60))
def test_pairs_are_left_out_where_only_short_ones_are_wanted(text: str) -> None:
    assert set(grams(text, longest=2)) <= set(grams(text))
    assert not any(
        " _ " in each or len(each.strip("~")) > 2
        for each in grams(text, longest=2)
        if each > "\u3400"
    )
