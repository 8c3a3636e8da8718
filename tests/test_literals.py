"""The index of literal words never hides a match: a pattern matches only where a word that it needs stands."""

import json
import re
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.cues import LITERALS_FILE, compile_cues
from callsift.literals import NeedIndex, needed_literals
from callsift.playbook import load_examples
from callsift.resources import package_text
from callsift.typography import folded
from tests.builders import shipped

KNOWN: dict[str, Any] = json.loads(package_text(LITERALS_FILE))
INDEX = NeedIndex(KNOWN["words"])
SOURCES = sorted(KNOWN["patterns"])
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
    """Tell whether a text does not meet all the needs of a pattern."""
    return not INDEX.met(text).issuperset(KNOWN["patterns"][source])


@given(source=st.sampled_from(SOURCES), text=st.sampled_from(TEXTS))
def test_where_a_need_is_not_met_a_pattern_does_not_match(source: str, text: str) -> None:
    if absent(source, text):
        assert compiled(source).search(text) is None


@given(data=st.data(), source=st.sampled_from(SOURCES))
def test_what_a_pattern_matches_meets_all_its_needs(data: st.DataObject, source: str) -> None:
    # Texts made to match: most pairs of a pattern and a text have nothing to do with each other.
    text = data.draw(st.from_regex(compiled(source)))
    assert not absent(source, text)
    assert INDEX.is_met_in_order(KNOWN["patterns"][source], text)


OWN_CUES = [
    (cue, folded(turn.text).text)
    for name, cues in BOOK.signals.items()
    for example in load_examples(name, cues.signal.axis)
    for turn in example.turns
    for cue in (*cues.cues, *cues.hints)
]


def test_the_index_hides_no_match_of_a_signals_own_cues() -> None:
    hidden = [
        (cue.source, text)
        for cue, text in OWN_CUES
        if cue.pattern.search(text) and not cue.search(text)
    ]
    assert hidden == []


def test_the_index_leaves_few_patterns_to_try() -> None:
    cues = [cue for each in BOOK.signals.values() for cue in (*each.cues, *each.hints)]
    tried = sum(len(c) + len(h) for text in TEXTS for c, h in BOOK.possible(text).values())
    assert tried < 0.02 * len(TEXTS) * len(cues)


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=8), st.text("abcd", max_size=20))
def test_the_index_finds_exactly_the_needs_whose_words_stand_in_a_text(
    words: list[str], text: str
) -> None:
    index = NeedIndex({})
    for place, word in enumerate(words):
        index.add(place, [word])
    assert index.met(text) == {at for at, each in enumerate(words) if each in text}


def test_a_pattern_that_only_a_users_playbook_has_is_found_too() -> None:
    name = next(iter(BOOK.signals))
    assert not BOOK.added
    signal = shipped().signals[name]
    own = signal.model_copy(
        update={"cues": signal.cues.model_copy(update={"zh": ("绿豆.{0,3}糕",)})}
    )
    book = compile_cues(
        shipped().model_copy(update={"signals": {**shipped().signals, name: own}, "hash": "other"})
    )
    assert [(each, cue.source) for each, cue in book.added] == [(name, "绿豆.{0,3}糕")]
    assert [cue.source for cue in book.possible("来点绿豆糕")[name][0]] == ["绿豆.{0,3}糕"]
    assert name not in book.possible("来点绿豆")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("立项", [{"立项"}]),
        ("(?:立项|请购)了", [{"立项", "请购"}, {"了"}]),
        ("a.{0,3}board", [{"a"}, {"board"}]),
        ("(?:没|未)立项", [{"没", "未"}, {"立项"}]),
        ("[没未]批", [{"没", "未"}, {"批"}]),
        ("改.?了.?改", [{"改"}, {"了"}, {"改"}]),
        ("批?", []),
        (r"\d+", []),
        ("(?:a|.)", []),
        ("x(?!立项)", [{"x"}]),
        ("x(?=立项)", [{"x"}]),
        ("(?:预算){2}", [{"预算"}]),
        ("conditional", [{"condi"}]),
    ],
)
def test_the_words_that_every_match_holds_are_named_in_their_order(
    pattern: str, expected: list[set[str]]
) -> None:
    assert list(needed_literals(pattern)) == expected


def test_of_many_needs_the_most_telling_are_kept_in_their_order() -> None:
    assert list(needed_literals("(?:没|未)[a-c].{0,9}立项.{0,9}请购单", 2)) == [
        {"立项"},
        {"请购单"},
    ]


@pytest.mark.parametrize(
    ("text", "is_met"), [("没有立项", True), ("立项没有", False), ("没立项", True), ("没有", False)]
)
def test_words_in_another_order_are_no_match(text: str, is_met: bool) -> None:
    index = NeedIndex({})
    index.add(0, ["没", "未"])
    index.add(1, ["立项"])
    assert index.is_met_in_order([0, 1], text) == is_met


def test_a_word_that_stands_once_does_not_meet_two_needs() -> None:
    index = NeedIndex({"改": [0]})
    assert index.is_met_in_order([0, 0], "改了又改")
    assert not index.is_met_in_order([0, 0], "改了")


@pytest.mark.parametrize(
    ("pattern", "text"), [("(?i)Board", "board"), ("(?i:Board)", "board"), ("of (?i:CD)", "of cd")]
)
def test_where_case_is_ignored_no_word_is_needed_in_one_case(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert all(any(each in text for each in need) for need in needed_literals(pattern))
