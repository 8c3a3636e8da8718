"""The workers of a run: each input goes to the freest one, and elsewhere if that one dies.

An input whose worker died twice is tried alone: whichever of those that were under way killed it, the others live.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

import anyio

from callsift.bulk.ray.letters import Outcome
from callsift.errors import CallsiftError, UsageError

# Starting a machine may take minutes; a worker on one that runs takes seconds.
_UNTIL_READY_S = 300.0
_TOGETHER = 2


class Making(Protocol):
    """How workers come into being and go."""

    async def start(self, name: str, *, alone: bool) -> Any:
        """Return a worker that is ready.

        Raises:
            UsageError: it cannot work.
        """
        ...

    def end(self, worker: Any) -> None:
        """End a worker's process."""
        ...

    def is_death(self, error: Exception) -> bool:
        """Tell whether an error means that the worker is gone."""
        ...


@dataclass(eq=False)
class _Member:
    name: str
    actor: Any
    under_way: int = 0


@dataclass
class Crew:
    """The workers. `lost` is told the input that a worker died with, `gone` the worker's name."""

    making: Making
    tasks: anyio.abc.TaskGroup
    lost: Callable[[str], None]
    gone: Callable[[str], None]
    _members: list[_Member] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    _alone: anyio.Lock = field(default_factory=anyio.Lock)
    _changed: anyio.Event = field(default_factory=anyio.Event)
    _fault: UsageError | None = None

    async def begin(self, size: int) -> None:
        """Start so many workers; go on as soon as one is ready.

        Raises:
            UsageError: none can work.
        """
        for _ in range(size):
            self.tasks.start_soon(self._add)
        await self._one_there()

    async def analyse(self, call: str, item: str) -> Outcome:
        """Return what became of a call.

        Raises:
            UsageError: there is no worker left, and none can be started.
            CallsiftError: every worker that took it died.
        """
        for _ in range(_TOGETHER):
            member = await self._freest()
            member.under_way += 1
            try:
                return await self._outcome(member.actor, call, item)
            except _Died:
                self._replace(member)
            finally:
                member.under_way -= 1
        async with self._alone:
            return await self._by_itself(call, item)

    async def _by_itself(self, call: str, item: str) -> Outcome:
        name = self._name()
        worker = await self.making.start(name, alone=True)
        try:
            return await self._outcome(worker, call, item)
        except _Died:
            raise CallsiftError(
                "three workers that read this call died; nothing else was lost.",
                do="Look at the file; read it alone with `callsift analyze FILE`.",
            ) from None
        finally:
            self.making.end(worker)
            self.gone(name)

    async def _outcome(self, worker: Any, call: str, item: str) -> Outcome:
        try:
            outcome: Outcome = await worker.analyse.remote(call, item)
        except Exception as error:
            if not self.making.is_death(error):
                raise
            self.lost(item)
            raise _Died from None
        return outcome

    def _replace(self, member: _Member) -> None:
        """Let a new worker take the place of a dead one, once however many inputs died with it."""
        if member not in self._members:
            return
        self._members.remove(member)
        # A worker that only cannot be reached must not go on asking.
        self.making.end(member.actor)
        self.gone(member.name)
        self.tasks.start_soon(self._add)

    async def _freest(self) -> _Member:
        await self._one_there()
        return min(self._members, key=lambda each: each.under_way)

    async def _one_there(self) -> None:
        with anyio.move_on_after(_UNTIL_READY_S):
            while not self._members and self._fault is None:
                await self._changed.wait()
        if not self._members:
            raise self._fault or UsageError(
                f"the cluster had no room for a worker within {_UNTIL_READY_S:.0f} s.",
                do="See `ray status`: each worker takes one processor.",
            )

    async def _add(self) -> None:
        name = self._name()
        try:
            actor = await self.making.start(name, alone=False)
        except UsageError as error:
            self._fault = error
        else:
            self._members.append(_Member(name, actor))
        self._changed.set()
        self._changed = anyio.Event()

    def _name(self) -> str:
        return f"worker {next(self._numbers)}"


class _Died(Exception):
    """The worker is gone."""
