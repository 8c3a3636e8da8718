"""`analyze_many` streams: what goes in comes out in order, nothing is held, and who stops listening stops the work."""

import gc
import threading
from collections.abc import Iterator
from itertools import count, islice

import pytest

import callsift
from callsift import Analysis, Settings
from tests.bulk.inputs import UNUSABLE, answers, chinese
from tests.provider import Provider, Request, Response, completion, personalities

OFFLINE = Settings(engine="offline")
AT_ONCE = 4


def asking(provider: Provider) -> Settings:
    return Settings(engine="llm", model="m", base_url=provider.base_url, cache=False)


def number_of(request: Request) -> int:
    """Return the number of the call that a request is about."""
    return int(request.body["messages"][1]["content"].split("您好，")[1].split("号线")[0])


def number_in(outcome: callsift.Outcome) -> str:
    """Return the quotes of an outcome's first turn's call, which tell it from the others."""
    assert outcome.analysis is not None
    return outcome.analysis.source.sha256


class Calls:
    """Calls without end; counts how many were taken."""

    def __init__(self) -> None:
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        for number in count():
            self.taken += 1
            yield chinese(number)


def test_outcomes_come_in_the_order_of_the_input() -> None:
    def unevenly(request: Request) -> Response:
        delay = 0.05 if number_of(request) % AT_ONCE == 0 else 0.0
        return Response(200, completion(answers(request), request).payload, delay_s=delay)

    calls = [chinese(each) for each in range(20)]
    with Provider(unevenly) as provider:
        outcomes = list(callsift.analyze_many(calls, settings=asking(provider), at_once=AT_ONCE))
    alone = [callsift.analyze(each, settings=OFFLINE).source.sha256 for each in calls]
    assert [number_in(each) for each in outcomes] == alone
    assert [each.name for each in outcomes] == [f"input {each}" for each in range(1, 21)]


@pytest.mark.parametrize("engine", ["llm", "offline"])
def test_no_more_is_taken_than_is_worked_on(engine: str) -> None:
    calls = Calls()
    with Provider(personalities.openai_like(answers)) as provider:
        settings = asking(provider) if engine == "llm" else OFFLINE
        outcomes = callsift.analyze_many(calls, settings=settings, at_once=AT_ONCE)
        for seen in range(1, 41):
            next(outcomes)
            assert calls.taken <= seen + AT_ONCE
        outcomes.close()  # type: ignore[attr-defined] # it is a generator


@pytest.mark.parametrize("engine", ["llm", "offline"])
def test_no_outcome_is_held(engine: str) -> None:
    held: list[int] = []
    with Provider(personalities.openai_like(answers)) as provider:
        settings = asking(provider) if engine == "llm" else OFFLINE
        outcomes = callsift.analyze_many(Calls(), settings=settings, at_once=AT_ONCE)
        for number, _ in enumerate(islice(outcomes, 121)):
            if number % 40 == 0:
                gc.collect()
                # By its very type: to ask the same of millions of objects with `isinstance` takes seconds.
                held.append(sum(type(each) is Analysis for each in gc.get_objects()))
    assert max(held) <= min(held) + AT_ONCE + 1


def test_who_stops_listening_stops_the_work() -> None:
    goes_on = threading.Event()
    answer = personalities.openai_like(answers)
    calls = Calls()

    def respond(request: Request) -> Response:
        if number_of(request):
            # All but the first call hang until the test lets them go.
            goes_on.wait(20)
        return answer(request)

    with Provider(respond) as provider:
        outcomes = callsift.analyze_many(calls, settings=asking(provider), at_once=AT_ONCE)
        assert next(outcomes).analysis is not None
        outcomes.close()  # type: ignore[attr-defined] # it is a generator
        answered = dict(provider.responses)
        goes_on.set()
    assert list(answered) == [0]
    assert calls.taken <= 1 + AT_ONCE
    assert len(provider.requests) <= 1 + AT_ONCE


def test_a_source_that_breaks_ends_the_work_with_its_own_error() -> None:
    def breaking() -> Iterator[str]:
        yield chinese(1)
        yield chinese(2)
        raise OSError("the tape is torn")

    with Provider(personalities.openai_like(answers)) as provider:
        outcomes = callsift.analyze_many(breaking(), settings=asking(provider), at_once=1)
        assert next(outcomes).analysis is not None
        with pytest.raises(OSError, match="the tape is torn"):
            list(outcomes)


def test_a_failure_is_an_outcome_and_stops_nothing() -> None:
    calls = [chinese(1), UNUSABLE + chinese(2), "", chinese(3)]
    with Provider(personalities.openai_like(answers)) as provider:
        outcomes = list(callsift.analyze_many(calls, settings=asking(provider)))
    assert [each.analysis is not None for each in outcomes] == [True, False, False, True]
    assert isinstance(outcomes[1].error, callsift.ModelReplyUnusable)
    assert isinstance(outcomes[2].error, callsift.InputError)
