"""R11: under a rate limit everything is answered in little more than the least time; waiting costs no failure and no place."""

from itertools import pairwise

import anyio
import pytest
from benchmarks.limits import CASES, MOST, Case, measured

from callsift.errors import ModelRefused, ModelUnreachable
from callsift.model_client import Limiter, ModelClient
from callsift.settings import Settings
from tests.model_client.conftest import Waits, ask
from tests.model_client.test_modes import Make
from tests.provider import (
    Provider,
    Request,
    Response,
    completion,
    personalities,
    refusal,
    reply_json,
)
from tests.provider.limited import Bucket, Crowd, limited_provider
from tests.provider.virtual_time import run_in_virtual_time

GOOD = reply_json()
CALLS = 300
LONGEST = "window, 60 in 60 seconds, without Retry-After"
_TOO_MANY = {"error": {"message": "rate limit reached"}}


# Of those left out one asks some 3,000 times, the other may be over the bar; `benchmarks/limits.py` prints them.
USUAL = {name: case for name, case in CASES.items() if name != LONGEST and case.is_judged}


@pytest.mark.parametrize("case", USUAL.values(), ids=USUAL.keys())
def test_300_calls_at_once_are_all_answered_in_little_more_than_the_least_time(case: Case) -> None:
    seen = measured(case, CALLS)
    assert seen.answered == CALLS
    assert seen.ratio <= MOST
    # No storm of requests either.
    assert seen.refused <= (CALLS // 4 if case.says_when else 2 * CALLS)


def test_no_more_than_the_ceiling_is_under_way() -> None:
    async def run() -> int:
        async with limited_provider(Bucket(1_000, 1_000), GOOD) as provider:
            settings = Settings(model="m", base_url=provider.base_url)
            client = ModelClient(settings, limiter=Limiter(12))
            async with client.keep_open(), anyio.create_task_group() as tasks:
                for _ in range(100):
                    tasks.start_soon(ask, client)
            assert provider.answered == 100
            return max(provider.under_way)

    assert run_in_virtual_time(run) == 12


def test_an_endpoint_that_limits_how_much_is_under_way_is_hardly_asked_in_vain() -> None:
    seen = measured(Case(lambda: Crowd(8), 2.0), CALLS)
    assert seen.answered == CALLS
    assert seen.refused <= 25


def test_who_knows_what_the_endpoint_takes_is_not_taught() -> None:
    async def run() -> int:
        limiter = Limiter(5, adapts=False)
        for _ in range(8):
            async with limiter.place() as began:
                limiter.throttled(began, 1.0)
        async with limiter.place():
            return limiter.allowed

    assert run_in_virtual_time(run) == 5


@pytest.mark.anyio
@pytest.mark.parametrize("retry_after", ["7", None], ids=["says when", "does not say when"])
async def test_twenty_busy_answers_in_a_row_eat_no_failure(
    client_for: Make, retry_after: str | None
) -> None:
    answer = personalities.busy(20, GOOD, retry_after=retry_after)
    with Provider(answer) as provider:
        assert (await ask(client_for(provider, max_attempts=2))).text == GOOD
    assert len(provider.requests) == 21


@pytest.mark.anyio
async def test_failures_between_busy_answers_are_counted_alone(client_for: Make) -> None:
    def answer(request: Request) -> Response:
        if request.number % 4 == 3:
            return refusal(503, "overloaded")
        return Response(429, _TOO_MANY, {"Retry-After": "1"})

    with (
        Provider(answer) as provider,
        pytest.raises(ModelUnreachable, match=r"HTTP 503\) in 2 attempts"),
    ):
        await ask(client_for(provider, max_attempts=2))
    assert len(provider.requests) == 8


@pytest.mark.anyio
async def test_an_endpoint_that_stays_busy_is_given_up_at_last(
    client_for: Make, waits: Waits
) -> None:
    with (
        Provider(personalities.busy(10_000, GOOD, retry_after="45")) as provider,
        pytest.raises(ModelUnreachable, match="too many requests"),
    ):
        await ask(client_for(provider))
    assert sum(waits.seconds) <= 660


def test_a_place_is_given_back_while_waiting() -> None:
    async def run() -> None:
        first: list[int] = []

        def answer(request: Request) -> Response:
            if "first" in request.raw.decode() and not first:
                first.append(request.number)
                return refusal(503, "overloaded")
            return completion(GOOD, request)

        done: list[str] = []
        with Provider(answer) as provider:
            waited = anyio.Event()

            async def wait_for_the_others(_: float) -> None:
                await waited.wait()

            client = ModelClient(
                Settings(model="m", base_url=provider.base_url, mode="text"),
                limiter=Limiter(1),
                sleep=wait_for_the_others,
            )

            async def one(name: str) -> None:
                await client.complete([{"role": "user", "content": name}], {}, name="x")
                done.append(name)

            async with client.keep_open(), anyio.create_task_group() as tasks:
                tasks.start_soon(one, "first")
                with anyio.fail_after(20):
                    while not first:
                        await anyio.sleep(0.01)
                    await one("second")
                waited.set()
        assert done == ["second", "first"]

    anyio.run(run)


@pytest.mark.anyio
@pytest.mark.parametrize("status", [401, 402, 403, 404])
async def test_what_does_not_pass_is_not_tried_again_by_sixteen_at_once(
    client_for: Make, status: int
) -> None:
    failed: list[ModelRefused] = []

    async def one() -> None:
        try:
            await ask(client)
        except ModelRefused as error:
            failed.append(error)

    with Provider(personalities.refusing(status)) as provider:
        client = client_for(provider)
        async with anyio.create_task_group() as tasks:
            for _ in range(16):
                tasks.start_soon(one)
    assert len(failed) == len(provider.requests) == 16


@pytest.mark.anyio
async def test_a_long_wait_is_told_and_capped(client_for: Make, waits: Waits) -> None:
    told: list[str] = []
    with Provider(personalities.busy(2, GOOD, retry_after="86400")) as provider:
        await ask(client_for(provider, notice=told.append))
    assert waits.seconds == [60.0, 60.0]
    assert [each for each in told if "HTTP 429" in each and "60 s" in each] == told[1:]
    assert len(told) == 3


@pytest.mark.anyio
async def test_a_wait_of_no_length_is_not_told(client_for: Make) -> None:
    told: list[str] = []
    with Provider(personalities.busy(2, GOOD, retry_after="0")) as provider:
        await ask(client_for(provider, notice=told.append))
    assert [each for each in told if "HTTP 429" in each] == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("-5", 0.0), ("0.25", 0.25)],
)
async def test_what_the_endpoint_asks_for_is_waited(
    client_for: Make, waits: Waits, retry_after: str, seconds: float
) -> None:
    with Provider(personalities.busy(1, GOOD, retry_after=retry_after)) as provider:
        await ask(client_for(provider))
    assert sum(waits.seconds) == seconds


@pytest.mark.anyio
@pytest.mark.parametrize("retry_after", ["soon", "nan", "inf", "1e400", ""])
async def test_what_cannot_be_read_as_a_time_is_no_wait_for_ever(
    client_for: Make, waits: Waits, retry_after: str
) -> None:
    with Provider(personalities.busy(1, GOOD, retry_after=retry_after)) as provider:
        await ask(client_for(provider))
    assert sum(waits.seconds) <= 60


@pytest.mark.anyio
async def test_refusals_in_the_same_instant_cut_the_number_once() -> None:
    limiter = Limiter(64, clock=lambda: 5.0)
    before = limiter.allowed
    for _ in range(6):
        limiter.throttled(5.0, None)
    assert limiter.allowed == int(before * 0.7)


@pytest.mark.anyio
async def test_refusals_that_name_a_time_leave_the_number_alone_and_pace_instead() -> None:
    waits = Waits()
    limiter = Limiter(16, sleep=waits, clock=waits.now)
    for _ in range(10):
        async with limiter.place() as began:
            pass
    for _ in range(6):
        limiter.throttled(began, 2.0)
    times: list[float] = []
    for _ in range(8):
        async with limiter.place() as began:
            times.append(began)
    assert limiter.allowed == 16
    # Four in two seconds were taken: four at once after the pause, and then two a second or a little more.
    assert times[:4] == [2.0] * 4
    between = [after - before for before, after in pairwise(times[3:])]
    assert all(0.2 <= each <= 0.5 for each in between)


def test_requests_go_out_in_the_order_in_which_they_came() -> None:
    async def run() -> list[int]:
        limiter = Limiter(8)
        async with limiter.place() as began:
            limiter.throttled(began, 3.0)
        sent: list[int] = []

        async def one(number: int) -> None:
            async with limiter.place():
                sent.append(number)
                await anyio.sleep(0.5)

        async with anyio.create_task_group() as tasks:
            for number in range(12):
                tasks.start_soon(one, number)
        return sent

    assert run_in_virtual_time(run) == list(range(12))


def test_whoever_gives_up_while_it_waits_for_its_time_holds_up_nobody() -> None:
    async def run() -> float:
        limiter = Limiter(2)
        async with limiter.place() as began:
            limiter.throttled(began, 30.0)
        async with anyio.create_task_group() as tasks:
            for _ in range(4):
                tasks.start_soon(_try_for, limiter, 5.0)
        async with limiter.place() as began:
            return began

    assert run_in_virtual_time(run) == pytest.approx(30.0)


async def _try_for(limiter: Limiter, seconds: float) -> None:
    with anyio.move_on_after(seconds):
        async with limiter.place():
            pass
