"""One limiter for all workers: an actor hands out the places, so that a provider's limit holds for the whole cluster.

The numbers are those of `model_client.limiter`; this only brings them to other processes. Knows nothing of calls.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import Any, NamedTuple

from callsift.model_client import Limiter


class Traffic(NamedTuple):
    """How it stands with the places: under way now, at most at any time, allowed now, granted in all."""

    under_way: int
    most: int
    allowed: int
    granted: int


class Places:
    """The actor's side. A worker names itself with each ticket, so that its places come back when it dies."""

    def __init__(self, most: int, *, adapts: bool = True) -> None:
        self._limiter = Limiter(most, adapts=adapts)
        self._held: dict[tuple[str, int], AsyncExitStack] = {}
        self._left: set[tuple[str, int]] = set()
        self._gone: set[str] = set()
        self._most = 0
        self._granted = 0

    async def enter(self, worker: str, ticket: int) -> float:
        """Return when a place is free; the time it began, by this actor's clock."""
        place = AsyncExitStack()
        began = await place.enter_async_context(self._limiter.place())
        if worker in self._gone or (worker, ticket) in self._left:
            # Whoever waited for it waits no more.
            self._left.discard((worker, ticket))
            await place.aclose()
            return began
        self._held[worker, ticket] = place
        self._most = max(self._most, len(self._held))
        self._granted += 1
        return began

    async def leave(self, worker: str, ticket: int) -> None:
        """Take a place back, or note that nobody waits for it any more."""
        place = self._held.pop((worker, ticket), None)
        if place is None:
            self._left.add((worker, ticket))
        else:
            await place.aclose()

    async def succeeded(self) -> None:
        """As `Limiter.succeeded`."""
        self._limiter.succeeded()

    async def throttled(self, began: float, wait_s: float | None) -> None:
        """As `Limiter.throttled`."""
        self._limiter.throttled(began, wait_s)

    async def forget(self, worker: str) -> None:
        """Take back every place of a worker that died, and grant it none."""
        self._gone.add(worker)
        for owner, ticket in [each for each in self._held if each[0] == worker]:
            await self.leave(owner, ticket)

    async def traffic(self) -> Traffic:
        """Return how it stands."""
        return Traffic(len(self._held), self._most, self._limiter.allowed, self._granted)


async def at_once() -> None:
    """Wait for nothing."""


class SharedLimiter:
    """The worker's side, with the face of `Limiter`.

    `before` is awaited ahead of every place: nothing is sent until it returns.
    """

    def __init__(
        self, places: Any, worker: str, *, before: Callable[[], Awaitable[None]] = at_once
    ) -> None:
        self._places = places
        self._worker = worker
        self._before = before
        self._tickets = count()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[float]:
        """Hold a place of the cluster's while a request is under way; yields the time it began."""
        await self._before()
        ticket = next(self._tickets)
        try:
            yield await self._places.enter.remote(self._worker, ticket)
        finally:
            self._places.leave.remote(self._worker, ticket)

    def succeeded(self) -> None:
        """Let all know that a request was answered."""
        self._places.succeeded.remote()

    def throttled(self, began: float, wait_s: float | None) -> None:
        """Let all know that a request was too many."""
        self._places.throttled.remote(began, wait_s)
