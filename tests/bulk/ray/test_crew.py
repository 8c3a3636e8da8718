"""Workers that die: their inputs are tried elsewhere, and one that kills whoever reads it hurts no other."""

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from callsift.bulk.ray.crew import Crew
from callsift.bulk.ray.letters import Outcome
from callsift.errors import CallsiftError, UsageError
from tests.bulk.ray.here import Dead, Here
from tests.provider.virtual_time import run_in_virtual_time


class Reader:
    """A worker that takes a second for each call, and dies of what it is told to."""

    def __init__(self, plant: "Plant", name: str) -> None:
        self._plant = plant
        self._name = name

    async def analyse(self, call: str, _: str) -> Outcome:
        self._plant.read[call].append(self._name)
        await anyio.sleep(1)
        if self._plant.is_deadly(call, len(self._plant.read[call])):
            self._plant.workers[self._name].kill()
        await anyio.sleep(1)
        return Outcome(analysis=f"{call} read")


class Plant:
    """Makes workers in this event loop; `broken` is what the next ones fail of."""

    def __init__(
        self, is_deadly: Callable[[str, int], bool] = lambda *_: False, *, has_room: bool = True
    ) -> None:
        self.is_deadly = is_deadly
        self.has_room = has_room
        self.workers: dict[str, Here] = {}
        self.read: dict[str, list[str]] = {}
        self.alone: list[str] = []
        self.lost: list[str] = []
        self.gone: list[str] = []
        self.broken: UsageError | None = None

    async def start(self, name: str, *, alone: bool) -> Any:
        await anyio.sleep(1 if self.has_room else math.inf)
        if self.broken:
            raise self.broken
        self.workers[name] = Here(Reader(self, name))
        self.alone += [name] if alone else []
        return self.workers[name]

    def end(self, worker: Any) -> None:
        worker.kill()

    def is_death(self, error: Exception) -> bool:
        return isinstance(error, Dead)

    def run(self, calls: int, *, size: int = 3) -> dict[str, Outcome | CallsiftError]:
        """Return what became of some calls, all taken at once."""
        ended: dict[str, Outcome | CallsiftError] = {}
        self.read = {f"call {each}": [] for each in range(calls)}

        async def one(crew: Crew, call: str) -> None:
            try:
                ended[call] = await crew.analyse(call, f"key of {call}")
            except CallsiftError as error:
                ended[call] = error

        async def run() -> None:
            async with anyio.create_task_group() as tasks:
                crew = Crew(self, tasks, self.lost.append, self.gone.append)
                await crew.begin(size)
                # Until all are there.
                await anyio.sleep(2)
                async with anyio.create_task_group() as asking:
                    for call in self.read:
                        asking.start_soon(one, crew, call)

        run_in_virtual_time(run)
        return ended


def test_inputs_go_to_whoever_has_the_fewest() -> None:
    plant = Plant()
    ended = plant.run(9)
    assert {each for each in ended.values() if isinstance(each, Outcome)} == {
        Outcome(f"call {each} read") for each in range(9)
    }
    assert set(Counter(who for (who,) in plant.read.values()).values()) == {3}
    assert plant.lost == plant.gone == []


def test_what_a_dead_worker_had_is_read_elsewhere_and_a_new_one_comes() -> None:
    plant = Plant(lambda call, time: (call, time) == ("call 4", 1))
    ended = plant.run(9)
    assert all(isinstance(each, Outcome) for each in ended.values())
    (dead,) = plant.gone
    twice = {call for call, who in plant.read.items() if len(who) == 2}
    assert twice == {call for call, who in plant.read.items() if who[0] == dead}
    assert len(twice) == 3
    assert all(who[1] != dead for who in plant.read.values() if len(who) == 2)
    assert sorted(plant.lost) == sorted(f"key of {call}" for call in twice)
    assert len(plant.workers) == 4


def test_an_input_that_kills_its_workers_fails_alone() -> None:
    plant = Plant(lambda call, _: call == "call 4")
    ended = plant.run(9)
    failed = {call: each for call, each in ended.items() if isinstance(each, CallsiftError)}
    assert list(failed) == ["call 4"]
    assert "died" in str(failed["call 4"])
    assert len(plant.read["call 4"]) == 3
    assert plant.read["call 4"][-1] in plant.alone
    assert max(map(len, plant.read.values())) == 3


def test_a_worker_that_cannot_start_is_the_runs_end() -> None:
    plant = Plant()
    plant.broken = UsageError("another version.")

    async def run() -> None:
        async with anyio.create_task_group() as tasks:
            await Crew(plant, tasks, plant.lost.append, plant.gone.append).begin(2)

    with pytest.raises(ExceptionGroup) as raised:
        run_in_virtual_time(run)
    assert raised.value.exceptions == (plant.broken,)


def test_a_cluster_without_room_is_told_of() -> None:
    plant = Plant(has_room=False)

    async def run() -> str:
        said = ""
        async with anyio.create_task_group() as tasks:
            try:
                await Crew(plant, tasks, plant.lost.append, plant.gone.append).begin(2)
            except UsageError as error:
                said = str(error)
            tasks.cancel_scope.cancel()
        return said

    assert "no room" in run_in_virtual_time(run)
