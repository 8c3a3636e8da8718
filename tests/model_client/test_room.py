"""An endpoint that limits how much is under way is told from one that limits how often it is asked."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.model_client.room import Room


def refuse(room: Room, at: list[int], *, now: float = 0.0, rate: float = 0.0) -> float:
    """Refuse at these numbers, one after the other, each for a second."""
    for number in at:
        room.refused(number)
        now += 1.0
        room.resume(now, 1.0, is_rate_enough=True, rate=rate)
    return now


def test_the_same_number_again_and_again_is_held() -> None:
    room = Room()
    refuse(room, [8, 8, 8])
    assert room.most == math.inf
    refuse(room, [8])
    assert room.most == 8


def test_what_a_rate_does_not_explain_counts_twice() -> None:
    room = Room()
    for now in (1.0, 2.0, 3.0):
        room.refused(8)
        room.resume(now, 1.0, is_rate_enough=False, rate=0.0)
    assert room.most == 8


@given(st.lists(st.integers(min_value=1, max_value=31), max_size=30))
def test_numbers_that_differ_are_no_limit(numbers: list[int]) -> None:
    room = Room()
    differ = [number + place % 2 * 31 for place, number in enumerate(numbers)]
    refuse(room, differ)
    assert room.most == math.inf


def test_of_many_refused_together_the_last_tells_the_number() -> None:
    room = Room()
    for _ in range(4):
        for under_way in (11, 10, 9, 8):
            room.refused(under_way)
        room.resume(1.0, 1.0, is_rate_enough=True, rate=0.0)
    assert room.most == 8


def test_one_more_is_tried_after_a_calm_time_and_after_twice_as_long_if_in_vain() -> None:
    room = Room()
    now = refuse(room, [4, 4, 4, 4])

    def calm(since: float) -> float:
        at = since
        while room.most == 4:
            at += 0.5
            room.answered(at)
        return at - since

    first = calm(now)
    assert first == 8.0
    again = refuse(room, [4], now=now + first)
    assert room.most == 4
    assert calm(again) == 16.0


def test_a_number_at_which_less_is_taken_than_before_is_dropped() -> None:
    room = Room()
    now = refuse(room, [2, 2, 2, 2], rate=3.0)
    assert room.most == 2
    room.answered(now + 10)
    refuse(room, [2], now=now + 10)
    assert room.most == math.inf


def test_a_refusal_below_the_number_raises_a_doubt_but_keeps_it() -> None:
    room = Room()
    refuse(room, [8, 8, 8, 8, 5])
    assert not room.is_known
    assert room.most == 8


@given(st.lists(st.tuples(st.booleans(), st.integers(min_value=0, max_value=70)), max_size=60))
def test_at_least_one_may_be_under_way_or_the_limiter_says_so(
    steps: list[tuple[bool, int]],
) -> None:
    room = Room()
    now = 0.0
    for is_refused, number in steps:
        now += 1.0
        if is_refused:
            now = refuse(room, [number], now=now)
        else:
            room.answered(now)
        assert room.most >= 1


@pytest.mark.parametrize("answers", [0, 3])
def test_answers_within_a_pause_say_nothing_of_the_number_that_is_tried(answers: int) -> None:
    room = Room()
    now = refuse(room, [4, 4, 4, 4])
    room.refused(4)
    for _ in range(answers):
        room.answered(now + 100)
    assert room.most == 4
