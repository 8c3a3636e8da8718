"""R9: cutting a call loses no character, shows none twice, and keeps to the room."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.costs.tokens import estimate_tokens
from callsift.domain.transcript import Transcript, Turn
from callsift.prompting import Excerpt
from callsift.sentences import split_sentences
from callsift.steps.extract.llm.parts import Part, cut, halves, whole, within
from tests.steps.extract.llm.long_calls import call_of

_WORDS = st.text(
    alphabet=st.sampled_from([*"价格很贵我们再看，。！？；… ", *"abc .,!?\n“”", "🙂", "𠮷"]),
    max_size=400,
)
_SPEAKERS = st.one_of(st.none(), st.sampled_from(["客户", "王工", "Procurement (buyer side)"]))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    said = draw(st.lists(st.tuples(_SPEAKERS, _WORDS), max_size=12))
    return _of([Turn(index=0, speaker=who, start=0, end=0, text=text) for who, text in said])


def _of(turns: list[Turn]) -> Transcript:
    return call_of(turns).transcript


def _own(parts: list[Part]) -> list[Excerpt]:
    return [each for part in parts for each in part.own]


def _tokens(transcript: Transcript, part: tuple[Excerpt, ...]) -> int:
    """Count a part as its lines take: the words, the speaker, and eight for the number and role."""
    turns = transcript.turns
    return sum(
        estimate_tokens(turns[each.turn].text[each.start : each.end])
        + estimate_tokens(turns[each.turn].speaker or "")
        + 8
        for each in part
    )


@given(transcripts(), st.integers(min_value=24, max_value=900))
@settings(max_examples=300, deadline=None)
def test_every_character_of_every_turn_stands_in_exactly_one_part(
    transcript: Transcript, most: int
) -> None:
    parts = cut(transcript, whole(transcript), most_tokens=most, measure=estimate_tokens)
    at = {turn.index: 0 for turn in transcript.turns}
    for each in _own(parts):
        assert each.start == at[each.turn]
        assert each.end > each.start or not transcript.turns[each.turn].text
        at[each.turn] = each.end
    assert at == {turn.index: len(turn.text) for turn in transcript.turns}
    order = [(each.turn, each.start) for each in _own(parts)]
    assert order == sorted(order)


@given(transcripts(), st.integers(min_value=24, max_value=900))
@settings(max_examples=300, deadline=None)
def test_no_part_is_larger_than_the_room(transcript: Transcript, most: int) -> None:
    for part in cut(transcript, whole(transcript), most_tokens=most, measure=estimate_tokens):
        assert _tokens(transcript, part.own) <= most
        assert _tokens(transcript, part.context) <= 0.1 * most


@given(transcripts(), st.integers(min_value=30, max_value=900))
@settings(max_examples=300, deadline=None)
def test_a_call_that_is_cut_fits_with_its_context(transcript: Transcript, most: int) -> None:
    parts = within(transcript, most_tokens=most, measure=estimate_tokens)
    assert all(_tokens(transcript, each.excerpts) <= most for each in parts)
    if _tokens(transcript, whole(transcript).own) <= most:
        assert parts == [whole(transcript)]


def test_full_parts_leave_room_for_their_context() -> None:
    # Eleven lines of 25 tokens fill 280 nearly, and a line of context is as long as the share for it.
    transcript = _of([Turn(index=0, start=0, end=0, text="价" * 17) for _ in range(33)])
    parts = within(transcript, most_tokens=280, measure=estimate_tokens)
    assert any(each.context for each in parts)
    assert all(_tokens(transcript, each.excerpts) <= 280 for each in parts)


@given(transcripts(), st.integers(min_value=24, max_value=900))
@settings(max_examples=300, deadline=None)
def test_context_is_what_stands_right_before_a_part(transcript: Transcript, most: int) -> None:
    for part in cut(transcript, whole(transcript), most_tokens=most, measure=estimate_tokens):
        if part.context:
            shown = [each.turn for each in part.context]
            assert shown == list(range(part.own[0].turn - len(shown), part.own[0].turn))
            assert all(each.context for each in part.context)
        assert not any(each.context for each in part.own)


@given(transcripts())
@settings(max_examples=200, deadline=None)
def test_halves_are_smaller_and_lose_nothing(transcript: Transcript) -> None:
    everything = whole(transcript)
    pieces = halves(transcript, everything, estimate_tokens)
    chars = sum(len(turn.text) for turn in transcript.turns)
    if pieces is None:
        # Either too short to be worth it, or one piece could not be made two.
        assert chars < 60
        return
    assert len(pieces) > 1
    assert sum(each.end - each.start for each in _own(pieces)) == chars
    assert all(sum(each.end - each.start for each in piece.own) < chars for piece in pieces)


@pytest.mark.parametrize("most", [40, 100, 400])
def test_a_long_turn_is_cut_where_sentences_end(most: int) -> None:
    text = "".join(f"第{n}件事，我们慢慢说清楚。" for n in range(200))
    transcript = _of([Turn(index=0, speaker="客户", start=0, end=0, text=text)])
    ends = {each.end for each in split_sentences(text)}
    parts = cut(transcript, whole(transcript), most_tokens=most, measure=estimate_tokens)
    assert len(parts) > 5
    assert {each.end for each in _own(parts)} <= ends


def test_a_turn_without_any_sentence_end_is_cut_all_the_same() -> None:
    transcript = _of([Turn(index=0, start=0, end=0, text="嗯" * 5_000)])
    parts = cut(transcript, whole(transcript), most_tokens=300, measure=estimate_tokens)
    assert len(parts) >= 5_000 // 300


@pytest.mark.parametrize("turns", [400, 40], ids=["short turns", "long turns"])
def test_parts_are_about_equal(turns: int) -> None:
    said = "我们把这件事说清楚，再往下走。" * (800 // turns)
    transcript = _of([Turn(index=0, start=0, end=0, text=said) for _ in range(turns)])
    parts = cut(transcript, whole(transcript), most_tokens=3_000, measure=estimate_tokens)
    sizes = [_tokens(transcript, each.own) for each in parts]
    assert min(sizes) > 0.6 * max(sizes)
