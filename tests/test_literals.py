"""The index of literal words never hides a match: a pattern matches only where a word that it needs stands."""

import json
import re
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.cues import LITERALS_FILE, compile_cues
from callsift.literals import LiteralIndex, needed_literals
from callsift.playbook import load_examples
from callsift.resources import package_text
from callsift.typography import folded
from tests.builders import shipped

NEEDS: dict[str, list[str] | None] = json.loads(package_text(LITERALS_FILE))
SOURCES = sorted(NEEDS)
BOOK = compile_cues(shipped())
TEXTS = sorted(
    {
        folded(turn.text).text
        for signal in shipped().signals.values()
        for example in load_examples(signal.id, signal.axis)
        for turn in example.turns
    }
)


@lru_cache(maxsize=4096)
def compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def absent(source: str, text: str) -> bool:
    """Tell whether none of the words that a pattern needs stands in a text."""
    need = NEEDS[source]
    return need is not None and not any(each in text for each in need)


@given(source=st.sampled_from(SOURCES), text=st.sampled_from(TEXTS))
def test_where_no_needed_word_stands_a_pattern_does_not_match(source: str, text: str) -> None:
    if absent(source, text):
        assert compiled(source).search(text) is None


@given(data=st.data(), source=st.sampled_from(SOURCES))
def test_what_a_pattern_matches_holds_a_word_that_it_needs(
    data: st.DataObject, source: str
) -> None:
    # Texts made to match: most pairs of a pattern and a text have nothing to do with each other.
    text = data.draw(st.from_regex(compiled(source)))
    assert not absent(source, text)


OWN_CUES = [
    (cue, folded(turn.text).text)
    for name, cues in BOOK.signals.items()
    for example in load_examples(name, cues.signal.axis)
    for turn in example.turns
    for cue in (*cues.cues, *cues.hints)
]


def test_the_index_hides_no_match_of_a_signals_own_cues() -> None:
    possible = {text: BOOK.possible(text) for text in TEXTS}
    hidden = [
        (cue.source, text)
        for cue, text in OWN_CUES
        if cue.number not in possible[text] and cue.search(text)
    ]
    assert hidden == []


def test_the_index_leaves_few_patterns_to_try() -> None:
    tried = sum(len(BOOK.possible(text)) for text in TEXTS)
    assert tried < 0.1 * len(TEXTS) * len(SOURCES)


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=8), st.text("abcd", max_size=20))
def test_the_index_finds_exactly_the_patterns_whose_words_stand_in_a_text(
    words: list[str], text: str
) -> None:
    index = LiteralIndex([[each] for each in words])
    assert index.possible(text) == {at for at, each in enumerate(words) if each in text}


def test_a_pattern_of_which_nothing_is_known_is_always_possible() -> None:
    assert LiteralIndex([None, ["x"]]).possible("") == {0}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("立项", {"立项"}),
        ("(?:立项|请购)了", {"立项", "请购"}),
        ("a.{0,3}board", {"board"}),
        ("(?:没|未)立项", {"立项"}),
        ("[没未]批", {"批"}),
        ("批?", None),
        (r"\d+", None),
        ("(?:a|.)", None),
        ("x(?!立项)", {"x"}),
        ("x(?=立项)", {"x"}),
        ("(?:预算){2}", {"预算"}),
    ],
)
def test_the_most_telling_words_are_named(pattern: str, expected: set[str] | None) -> None:
    assert needed_literals(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "text"), [("(?i)Board", "board"), ("(?i:Board)", "board"), ("of (?i:CD)", "of cd")]
)
def test_where_case_is_ignored_no_word_is_needed_in_one_case(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert any(each in text for each in needed_literals(pattern) or [""])
