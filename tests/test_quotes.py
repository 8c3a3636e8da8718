"""Where a quote stands, and what is no quote of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.quotes import choose_place, find_places, place_in
from tests.steps.ground.corpus import LINES, retyped, transcript_of, verbatim

WHOLE = transcript_of(LINES)


def test_five_hundred_verbatim_quotes_are_all_found_exactly() -> None:
    quotes = list(verbatim(600))
    for turn, quote in quotes:
        place = choose_place(find_places(WHOLE, quote), turn)
        assert place is not None, quote
        assert (WHOLE.text[place.start : place.end], place.status) == (quote, "exact")


def test_typographic_variants_are_found_and_give_back_the_original_words() -> None:
    found = 0
    quotes = list(verbatim(600))
    for turn, quote in quotes:
        place = choose_place(find_places(WHOLE, retyped(quote)), turn)
        if place is not None:
            found += 1
            assert WHOLE.turns[turn].start <= place.start <= place.end <= WHOLE.turns[turn].end
    assert found >= 0.99 * len(quotes)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("一共15万", "5万"),
        ("一共1.5万", "5万"),
        ("降到-15度", "15度以下"),
        ("we are unable to ship", "able to ship"),
        ("at 5:30 sharp", "30 sharp"),
        ("第12批", "第1"),
        ("面积10²米", "102米"),
    ],
)
def test_a_quote_that_cuts_a_number_or_a_word_is_not_found(text: str, quote: str) -> None:
    assert find_places(transcript_of((text,)), quote) == ()


def test_a_repeated_phrase_goes_to_the_hinted_turn() -> None:
    transcript = transcript_of(("好的，没问题", "再说吧", "好的，没问题"))
    place = choose_place(find_places(transcript, "好的，没问题"), 2)
    assert place is not None
    assert place.turn == 2


@given(
    lines=st.lists(st.text("价太贵5 a", min_size=1, max_size=8), min_size=1, max_size=5),
    quote=st.text("价太贵5 a", min_size=1, max_size=3),
    data=st.data(),
)
def test_the_place_in_the_hinted_turn_is_the_one_that_all_places_give(
    lines: list[str], quote: str, data: st.DataObject
) -> None:
    transcript = transcript_of(tuple(lines))
    hint = data.draw(st.integers(0, len(transcript.turns) - 1))
    there = place_in(transcript.turns[hint], quote)
    if there is not None:
        assert there == choose_place(find_places(transcript, quote), hint)
    else:
        exact = [each for each in find_places(transcript, quote) if each.status == "exact"]
        assert hint not in {each.turn for each in exact}


def test_a_repeated_phrase_without_a_hint_is_not_placed() -> None:
    places = find_places(transcript_of(("好的，没问题", "再说吧", "好的，没问题")), "好的，没问题")
    assert len(places) == 2
    assert choose_place(places, None) is None


def test_a_wrong_hint_does_not_lose_a_quote_that_stands_once() -> None:
    places = find_places(transcript_of(("先看看", "月底前给个价")), "月底前给个价")
    place = choose_place(places, 0)
    assert place is not None
    assert place.turn == 1


@pytest.mark.parametrize("quote", ["", "   ", "。。"])
def test_an_empty_quote_has_no_place(quote: str) -> None:
    assert choose_place(find_places(transcript_of(("你好",)), quote), 0) is None
