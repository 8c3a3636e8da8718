"""The pacer copies an endpoint's token bucket: any rate is found, nothing is starved, idle hours teach nothing."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.model_client.pacer import Pacer
from tests.provider.limited import Bucket, Window
from tests.provider.limited import Limit as Endpoint

STEP = st.tuples(
    st.sampled_from(["send", "refuse", "wait", "pause"]), st.floats(min_value=0, max_value=100)
)
HISTORY = st.lists(STEP, max_size=60)


class Run:
    """A pacer, what it is told, and an endpoint that refuses at once and asks for whole seconds."""

    def __init__(self) -> None:
        self.pacer = Pacer()
        self.now = 0.0
        self.refused = 0
        self.taken_at: list[float] = []

    def live(self, history: list[tuple[str, float]]) -> None:
        """Go through anything that may happen to it."""
        for what, seconds in history:
            if what == "send":
                self.now += self.pacer.due_in(self.now)
                self.pacer.sent(self.now)
            elif what == "refuse":
                self.pacer.refused(self.now)
            else:
                self.now += seconds
            if what == "pause":
                self.pacer.resume(self.now, seconds)

    def ask(self, endpoint: Endpoint, until: float) -> None:
        """Ask as often as the pacer lets, from now on."""
        while True:
            self.now += self.pacer.due_in(self.now)
            if self.now >= until:
                return
            wait = endpoint.refused_for(self.now)
            self.pacer.sent(self.now)
            if wait is None:
                self.taken_at.append(self.now)
                continue
            self.refused += 1
            self.pacer.refused(self.now)
            pause = float(math.ceil(wait))
            self.now += pause
            self.pacer.resume(self.now, pause)


@given(HISTORY)
def test_whoever_waits_as_told_is_due(history: list[tuple[str, float]]) -> None:
    run = Run()
    run.live(history)
    later = run.now + run.pacer.due_in(run.now)
    assert run.pacer.due_in(later) == pytest.approx(0.0, abs=1e-6)


@given(HISTORY)
def test_nobody_waits_for_more_than_a_minute(history: list[tuple[str, float]]) -> None:
    run = Run()
    run.live(history)
    # The pause that has just ended is over; as many as were owed may have been sent meanwhile.
    assert run.pacer.due_in(run.now) <= 60 + 1e-6


@given(HISTORY, st.floats(min_value=0, max_value=100))
def test_after_a_pause_one_is_due_at_once(history: list[tuple[str, float]], pause: float) -> None:
    run = Run()
    run.live([*history, ("pause", pause)])
    assert run.pacer.due_in(run.now) == 0.0


@given(
    st.integers(min_value=1, max_value=40),
    st.floats(min_value=1, max_value=5),
    st.floats(min_value=0.1, max_value=2),
)
def test_no_more_is_sent_than_came_in(taken: int, pause: float, seconds: float) -> None:
    run = Run()
    for _ in range(taken):
        run.pacer.sent(run.now)
    run.live([("pause", pause)])
    began, sent = run.now, 0
    while run.now < began + seconds:
        run.pacer.sent(run.now)
        sent += 1
        run.now += run.pacer.due_in(run.now)
    # The rate never falls while nothing is refused: at its end it is the highest.
    assert sent <= run.pacer.rate * (pause + run.now - began) + 1 + 1e-6


@settings(max_examples=40)
@given(st.floats(min_value=0.5, max_value=40), st.floats(min_value=1.0, max_value=4.0))
def test_the_rate_of_any_bucket_is_found_and_kept(rate: float, seconds_by: float) -> None:
    run = Run()
    endpoint = Bucket(rate, max(int(rate * seconds_by), 1) + 1)
    run.ask(endpoint, 120.0)
    before, refused = len(run.taken_at), run.refused
    run.ask(endpoint, 120.0 + 100 / rate + 60.0)
    span = 100 / rate + 60.0
    assert len(run.taken_at) - before >= 0.8 * rate * span
    assert run.refused - refused <= 0.2 * rate * span + 0.5 * span


@pytest.mark.parametrize("rate", [1.0, 4.0, 10.0])
def test_a_bucket_that_puts_nothing_by_is_used_for_the_most_part(rate: float) -> None:
    run = Run()
    endpoint = Bucket(rate, 1)
    run.ask(endpoint, 120.0)
    before = len(run.taken_at)
    run.ask(endpoint, 420.0)
    # Every pause of a second costs it a second.
    assert len(run.taken_at) - before >= 0.7 * rate * 300


def test_a_window_is_used_up_in_each_of_its_turns() -> None:
    run = Run()
    run.ask(Window(60, 60), 600.0)
    turns = [sum(begin <= at < begin + 60 for at in run.taken_at) for begin in range(0, 600, 60)]
    assert turns == [60] * 10


@pytest.mark.parametrize("later", [2.0, 50.0])
def test_a_limit_that_changes_is_followed(later: float) -> None:
    run = Run()
    run.ask(Bucket(10, 10), 60.0)
    endpoint = Bucket(later, int(later))
    run.ask(endpoint, 90.0)
    before = len(run.taken_at)
    run.ask(endpoint, 150.0)
    assert len(run.taken_at) - before >= 0.8 * later * 60


def test_an_idle_hour_teaches_nothing() -> None:
    run = Run()
    run.ask(Bucket(10, 10), 60.0)
    rate = run.pacer.rate
    run.now += 3_600
    assert run.pacer.due_in(run.now) == 0.0
    assert run.pacer.rate == rate
    for _ in range(15):
        run.now += run.pacer.due_in(run.now)
        run.pacer.sent(run.now)
    assert run.pacer.rate <= 1.2 * rate
    endpoint = Bucket(10, 10)
    began = run.now
    run.ask(endpoint, began + 20)
    assert sum(at >= began for at in run.taken_at) >= 0.8 * 200


def test_what_was_too_much_at_once_is_not_tried_again_at_once() -> None:
    pacer = Pacer()
    for _ in range(40):
        pacer.sent(0.0)
    pacer.refused(0.0)
    pacer.resume(2.0, 2.0)
    at_once = 0
    while pacer.due_in(2.0) == 0.0:
        pacer.sent(2.0)
        at_once += 1
    assert at_once == 39
    for _ in range(36):
        pacer.refused(2.0)
    pacer.resume(4.0, 2.0)
    again = 0
    while pacer.due_in(4.0) == 0.0:
        pacer.sent(4.0)
        again += 1
    assert 1 <= again < at_once


@pytest.mark.parametrize("rate", [4.0, 10.0])
def test_a_bucket_that_puts_nothing_by_is_soon_asked_at_nearly_its_rate(rate: float) -> None:
    run = Run()
    run.ask(Bucket(rate, 1), 30.0)
    assert len(run.taken_at) >= 0.75 * rate * 30
    assert run.refused <= 12


def test_what_had_another_reason_teaches_nothing() -> None:
    run = Run()
    run.ask(Bucket(10, 10), 60.0)
    rate = run.pacer.rate
    run.pacer.sent(run.now)
    run.pacer.refused(run.now)
    run.pacer.skip(run.now)
    assert run.pacer.rate == pytest.approx(rate, rel=0.05)
