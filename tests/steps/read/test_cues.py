"""Cues become turns: merged by speaker, joined into passages, with exact offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.domain.transcript import NotUnderstood
from callsift.sentences import LONGEST
from callsift.steps.read.cues import Cue, gap, one_line, transcript_of

TEXTS = st.text(max_size=30) | st.sampled_from(
    ["好。", "and then", "- no", "\n", "a\r\nb", "三\n万"]
)
TIMES = st.none() | st.floats(min_value=0, max_value=100, width=16)
CUES = st.lists(
    st.builds(
        Cue,
        speaker=st.none() | st.sampled_from(["甲", "Ann Lee", " ", "x: y", "two\nlines"]),
        start_s=TIMES,
        end_s=TIMES,
        text=TEXTS,
    ),
    max_size=30,
)


def test_neighbouring_cues_of_one_speaker_are_one_turn_from_first_to_last() -> None:
    cues = [Cue("Ann", 1.0, 2.0, "We"), Cue("Ann", 2.5, 9.0, "wait."), Cue("Ann", 3.0, 4.0, "Ok.")]
    (turn,) = transcript_of(cues, format="x").turns
    assert (turn.text, turn.start_s, turn.end_s) == ("We wait. Ok.", 1.0, 9.0)


def test_the_text_has_one_line_a_turn_and_offsets_of_the_words_only() -> None:
    transcript = transcript_of([Cue("甲", 0, 1, "在吗"), Cue(None, 1, 2, "在。")], format="x")
    assert transcript.text == "甲: 在吗\n在。"
    assert [(turn.start, turn.end) for turn in transcript.turns] == [(3, 5), (6, 8)]


def test_one_name_on_two_sides_is_two_speakers() -> None:
    cues = [Cue("Sam", 0, 1, "a", role="buyer"), Cue("Sam", 1, 2, "b", role="seller")]
    assert [t.role for t in transcript_of(cues, format="x").turns] == ["buyer", "seller"]


@pytest.mark.parametrize(
    ("second", "count"),
    [
        pytest.param(Cue(None, 1.5, 3, "then more"), 1, id="goes on"),
        pytest.param(Cue(None, 2.6, 3, "then more"), 2, id="after a pause"),
        pytest.param(Cue(None, None, None, "then more"), 1, id="no time"),
        pytest.param(Cue(None, 1.0, 3, "- no"), 2, id="the dash of another speaker"),
        pytest.param(Cue(None, 1.0, 3, "-5 degrees"), 1, id="a minus"),
        pytest.param(Cue(None, 1.0, 3, "x" * LONGEST), 2, id="too long together"),
        pytest.param(Cue("Ann", 1.0, 3, "hi"), 2, id="somebody named"),
    ],
)
def test_words_that_nobody_is_named_for_are_joined_into_passages(second: Cue, count: int) -> None:
    assert len(transcript_of([Cue(None, 0, 1, "we had"), second], format="x").turns) == count


@pytest.mark.parametrize("end", ["。", "？", "!", ".", "…", "？”", '."'])
def test_a_passage_ends_with_a_sentence(end: str) -> None:
    cues = [Cue(None, 0, 1, "well"), Cue(None, 1, 2, "yes" + end), Cue(None, 2, 3, "so")]
    assert [turn.text for turn in transcript_of(cues, format="x").turns] == [f"well yes{end}", "so"]


def test_a_monstrous_name_is_cut_since_it_stands_before_each_turn() -> None:
    name = "n" * 1_000_000
    cues = [Cue(each, 0, 1, "hi") for each in (name, "Bob", name, "Bob")]
    assert len(transcript_of(cues, format="x").text) < 1_000


def test_a_single_cue_is_never_cut() -> None:
    (turn,) = transcript_of([Cue(None, 0, 1, "长" * 5000)], format="x").turns
    assert len(turn.text) == 5000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三\n万", "三万"),
        ("三，\r\n万", "三，万"),
        ("用\nERP", "用 ERP"),
        ("two\n\n  lines ", "two lines"),
        ("a\u2028b", "a b"),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
        ("\u200b\ufeff", ""),
        ("\u2800", ""),
        (" \n ", ""),
    ],
)
def test_a_text_is_put_on_one_line(text: str, expected: str) -> None:
    assert one_line(text) == expected


@pytest.mark.parametrize(
    ("before", "after", "between"), [("好", "的", ""), ("好。", "a", " "), ("한", "국", " ")]
)
def test_only_chinese_needs_no_space(before: str, after: str, between: str) -> None:
    assert gap(before, after) == between


def test_an_end_before_the_start_is_no_end() -> None:
    (turn,) = transcript_of([Cue("a", 5.0, 3.0, "x")], format="x").turns
    assert (turn.start_s, turn.end_s) == (5.0, None)


def test_what_was_not_understood_stands_by_line() -> None:
    faults = [NotUnderstood(line=n, text="x", reason="y") for n in (9, 2)]
    listed = transcript_of([], format="x", not_understood=faults).not_understood
    assert [each.line for each in listed] == [2, 9]


@given(CUES)
def test_every_turn_is_a_slice_on_one_line_and_no_word_is_lost(cues: list[Cue]) -> None:
    transcript = transcript_of(cues, format="x")
    assert transcript == transcript_of(cues, format="x")
    for turn in transcript.turns:
        assert turn.text == transcript.text[turn.start : turn.end] == turn.text.strip()
        assert turn.start_s is None or turn.end_s is None or turn.end_s >= turn.start_s
    said = "".join("".join(turn.text.split()) for turn in transcript.turns)
    assert said == "".join("".join(one_line(cue.text).split()) for cue in cues)
    assert transcript.text.count("\n") == max(len(transcript.turns) - 1, 0)
