"""Places that several workers share: never too many, none lost, and a 429 for one holds up all."""

import random

import anyio
import pytest

from callsift.bulk.ray.limiter import Places, SharedLimiter, Traffic
from tests.bulk.ray.here import Here
from tests.provider.virtual_time import run_in_virtual_time


class Office:
    """The places of one run, and workers that ask for them."""

    def __init__(self, most: int, *, adapts: bool = False) -> None:
        self.places = Places(most, adapts=adapts)
        self.workers = [SharedLimiter(Here(self.places), f"w{each}") for each in range(3)]
        self.under_way = 0
        self.most_under_way = 0
        self.began: list[tuple[int, float]] = []

    async def ask(self, worker: int, seconds: float) -> None:
        async with self.workers[worker].place():
            self.began.append((worker, anyio.current_time()))
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            try:
                await anyio.sleep(seconds)
            finally:
                self.under_way -= 1
        self.workers[worker].succeeded()


async def _quiet(places: Places) -> Traffic:
    """Return how it stands once all that was said has arrived."""
    for _ in range(5):
        await anyio.lowlevel.checkpoint()
    return await places.traffic()


@pytest.mark.parametrize("most", [1, 4, 16])
@pytest.mark.parametrize("adapts", [False, True], ids=["fixed", "adapting"])
def test_no_more_than_the_limit_are_under_way_over_all_workers(most: int, adapts: bool) -> None:
    office = Office(most, adapts=adapts)
    chance = random.Random(most)

    async def run() -> Traffic:
        async with anyio.create_task_group() as tasks:
            for number in range(120):
                tasks.start_soon(office.ask, number % 3, chance.uniform(0.1, 2))
        return await _quiet(office.places)

    traffic = run_in_virtual_time(run)
    assert office.most_under_way == traffic.most == most
    assert (traffic.under_way, traffic.granted) == (0, 120)


def test_the_places_of_a_dead_worker_come_back_and_it_gets_no_more() -> None:
    office = Office(2)

    async def run() -> tuple[Traffic, Traffic]:
        async with anyio.create_task_group() as tasks:
            for worker in (0, 0, 0, 1):
                tasks.start_soon(office.ask, worker, 1_000)
            await anyio.sleep(1)
            before = await _quiet(office.places)
            # Two places and one that waits: nobody gives them back.
            await office.places.forget("w0")
            await anyio.sleep(1)
            after = await _quiet(office.places)
            tasks.cancel_scope.cancel()
        return before, after

    before, after = run_in_virtual_time(run)
    assert before.under_way == 2
    assert {each for each, _ in office.began[:2]} == {0}
    assert (after.under_way, after.granted) == (1, 3)
    assert (1, 1.0) in [(each, round(at, 1)) for each, at in office.began]


def test_a_place_that_nobody_waits_for_any_more_goes_to_the_next() -> None:
    office = Office(1)

    async def run() -> Traffic:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(office.ask, 0, 10)
            await anyio.sleep(1)
            with anyio.move_on_after(1):
                await office.ask(1, 10)
            tasks.start_soon(office.ask, 2, 10)
        return await _quiet(office.places)

    traffic = run_in_virtual_time(run)
    assert [each for each, _ in office.began] == [0, 2]
    assert traffic.under_way == 0


def test_when_the_provider_tells_one_worker_to_wait_all_wait() -> None:
    office = Office(8, adapts=True)

    async def run() -> None:
        async with office.workers[0].place() as began:
            office.workers[0].throttled(began, 30.0)
        async with anyio.create_task_group() as tasks:
            for worker in range(3):
                tasks.start_soon(office.ask, worker, 1)

    run_in_virtual_time(run)
    assert {each for each, _ in office.began} == {0, 1, 2}
    assert all(at >= 30 for _, at in office.began)


def test_a_429_without_a_time_cuts_the_number_for_all() -> None:
    office = Office(16, adapts=True)

    async def run() -> tuple[int, int]:
        allowed = (await _quiet(office.places)).allowed
        async with office.workers[1].place() as began:
            await anyio.sleep(1)
            office.workers[1].throttled(began, None)
        return allowed, (await _quiet(office.places)).allowed

    before, after = run_in_virtual_time(run)
    assert after < before


def test_nothing_is_sent_before_what_has_to_come_before_it() -> None:
    steps: list[str] = []

    async def first() -> None:
        await anyio.sleep(5)
        steps.append("told")

    async def run() -> None:
        limiter = SharedLimiter(Here(Places(4)), "w", before=first)
        async with limiter.place():
            steps.append("sent")

    run_in_virtual_time(run)
    assert steps == ["told", "sent"]
