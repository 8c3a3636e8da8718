"""Spoilt replies are read with no further call, and never at the price of an altered quote."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.steps.extract.llm.repair import CUT, find_answer
from callsift.steps.extract.llm.strings import Torn
from callsift.steps.extract.llm.tolerant import BrokenJSONError, read_tolerantly
from tests.steps.extract.llm.broken_replies import FIRST, INNER, LOST, READ, SECOND, WHOLE, Broken

_IN_JSON = json.dumps(SECOND, ensure_ascii=False)[1:-1]


def _quotes(text: str) -> list[str]:
    found = find_answer(text)
    assert found is not None
    quotes = [each.get("quote") for each in found.answer["signals"] if isinstance(each, dict)]
    return [each for each in quotes if each is not None and not isinstance(each, Torn)]


@pytest.mark.parametrize("broken", READ.values(), ids=READ.keys())
def test_a_spoilt_reply_is_read_without_altering_a_quote(broken: Broken) -> None:
    assert tuple(_quotes(broken.text)) == broken.quotes


@pytest.mark.parametrize("quote", INNER.values(), ids=INNER.keys())
def test_unescaped_marks_inside_a_quote_stay(quote: str) -> None:
    item = f'{{"id": "x", "quote": "{quote}", "turn": 1, "confidence": 1}}'
    text = f'{{"signals": [{item}, {item}], "milestones": []}}'
    assert _quotes(text) == [quote, quote]


@pytest.mark.parametrize("text", LOST.values(), ids=LOST.keys())
def test_a_quote_without_an_end_is_torn_and_not_guessed(text: str) -> None:
    assert "太贵了" not in _quotes(text)


def test_repairs_are_listed() -> None:
    found = find_answer("Here: " + WHOLE.replace("0.9}", "0.9,}")[:-1])
    assert found is not None
    assert found.repairs == ("a comma too many", CUT, "words around the answer")


def test_a_good_reply_needs_no_repair() -> None:
    found = find_answer(WHOLE)
    assert found is not None
    assert (found.answer, found.repairs) == (json.loads(WHOLE), ())


def test_a_whole_answer_counts_before_one_that_was_cut_off() -> None:
    found = find_answer(WHOLE + "\nAgain: " + WHOLE[:60])
    assert found is not None
    assert len(found.answer["signals"]) == 2


@pytest.mark.parametrize(
    "text",
    ["", "no", "{", "[]", "{}", '{"signals": 3}', '"signals"', "[" * 100_000, '{"a":' * 100_000],
)
def test_what_is_no_answer_is_none(text: str) -> None:
    assert find_answer(text) is None


@pytest.mark.parametrize(
    ("drafts", "quotes"),
    [
        (f'{WHOLE}\nIf nothing is found, I would answer {{"signals": []}}.', [FIRST, SECOND]),
        (f'First {{"signals": []}}, then {WHOLE}', [FIRST, SECOND]),
        ('A draft {"signals": []} and the answer {"signals": [], "milestones": []}.', []),
    ],
    ids=["an empty one behind", "an empty one before", "empty ones alone"],
)
def test_an_empty_answer_beside_a_full_one_does_not_count(drafts: str, quotes: list[str]) -> None:
    assert _quotes(drafts) == quotes


def test_control_characters_in_a_string_stay() -> None:
    assert _quotes(WHOLE.replace("吓人", "吓\n\t人"))[0] == "这个价“吓\n\t人”，超预算了"


def test_depth_is_limited() -> None:
    with pytest.raises(BrokenJSONError):
        read_tolerantly("[" * 50 + "]" * 50, 0)


def test_prose_full_of_brackets_takes_no_time() -> None:
    assert find_answer('{"a": "' * 3000) is None


def test_wherever_a_reply_is_cut_off_no_quote_is_shortened() -> None:
    for end in range(len(WHOLE)):
        found = find_answer(WHOLE[:end])
        if found is not None:
            assert set(_quotes(WHOLE[:end])) <= {FIRST, SECOND}


def test_whichever_character_is_missing_around_them_no_quote_is_altered() -> None:
    spans = [(WHOLE.index(each), WHOLE.index(each) + len(each)) for each in (FIRST, _IN_JSON)]
    outside = [at for at in range(len(WHOLE)) if not any(b <= at < e for b, e in spans)]
    read = 0
    for at in outside:
        text = WHOLE[:at] + WHOLE[at + 1 :]
        if find_answer(text) is not None:
            read += 1
            assert set(_quotes(text)) <= {FIRST, SECOND}, WHOLE[max(at - 20, 0) : at + 5]
    assert read >= 0.9 * len(outside)


@given(quotes=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1), escaped=...)
@settings(deadline=None)
def test_any_words_survive_a_fence_and_a_comma_too_many(quotes: list[str], escaped: bool) -> None:
    items = [{"id": "x", "quote": each, "turn": 0} for each in quotes]
    listed = ", ".join(json.dumps(each, ensure_ascii=escaped) for each in items)
    assert _quotes(f'```json\n{{"signals": [{listed},], "roles": []}}\n```') == quotes
