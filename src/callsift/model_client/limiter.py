"""How many requests may be under way at once: found out from what the endpoint takes, shared by everything that asks.

Slow start; cut by a third when the endpoint says that it is too much (429). Where an endpoint names a time, nobody asks
before it. Most such endpoints limit how often they are asked: a pacer says who is due when. Where one refuses at the same
number under way again and again, it limits that, and this number is held instead. A task that waits for its next try
holds no place.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol, TypeAlias

import anyio

from callsift.model_client.pacer import Pacer
from callsift.model_client.room import Room

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
Clock: TypeAlias = Callable[[], float]

# Rather many: where an answer takes seconds, every round of the slow start does.
_FIRST = 12.0
_DECREASE = 0.7
# More for each answer, until the endpoint has said for the first time that it is too much; and from then on.
_GROWTH_AT_FIRST = 1.0
_GROWTH_LATER = 0.5
# However long an endpoint asks to wait, it is asked again after this long; its answer says how it stands.
LONGEST_PAUSE_S = 60.0


class Places(Protocol):
    """Where requests wait for room: `Limiter`, or one that several processes share."""

    def place(self) -> AbstractAsyncContextManager[float]:
        """Hold a place while a request is under way; yields the time it began."""

    def succeeded(self) -> None:
        """Take note that a request was answered."""

    def throttled(self, began: float, wait_s: float | None) -> None:
        """Take note that a request which began at `began` was too many; `wait_s` is what the endpoint asked for."""


class Limiter:
    """Places for requests. `most` is the ceiling; below it the number adapts.

    `adapts` false keeps the number at `most`, for those who know what their endpoint takes.
    """

    def __init__(
        self,
        most: int = 64,
        *,
        adapts: bool = True,
        sleep: Sleep = anyio.sleep,
        clock: Clock = anyio.current_time,
    ) -> None:
        self._most = float(most)
        self._adapts = adapts
        self._allowed = min(_FIRST, self._most) if adapts else self._most
        self._threshold = self._most
        self._growth = _GROWTH_AT_FIRST
        self._under_way = 0
        self._left = anyio.Event()
        self._last_cut = float("-inf")
        self._pacer = Pacer()
        self._room = Room()
        self._line = anyio.Lock()
        self._closed_at: float | None = None
        self._closed_until = float("-inf")
        self._opened_at = float("-inf")
        self._sleep = sleep
        self._clock = clock

    @property
    def allowed(self) -> int:
        """Return how many may be under way now."""
        most = min(self._allowed, self._room.most) if self._adapts else self._allowed
        return max(int(most), 1)

    @property
    def _is_paced(self) -> bool:
        return self._adapts and not self._room.is_known

    @asynccontextmanager
    async def place(self) -> AsyncIterator[float]:
        """Hold a place while a request is under way; yields the time it began."""
        # One waits for its turn and the others for that one: nobody overtakes, and nobody is woken in vain.
        async with self._line:
            await self._turn()
            began = self._clock()
            self._pacer.sent(began)
            self._under_way += 1
        try:
            yield began
        finally:
            self._under_way -= 1
            self._left.set()

    def succeeded(self) -> None:
        """Take note that a request was answered: there may be room for more."""
        if not self._adapts:
            return
        self._room.answered(self._clock())
        grown = self._growth if self._allowed < self._threshold else 1.0 / self._allowed
        self._allowed = min(self._allowed + grown, self._most)
        self._left.set()

    def throttled(self, began: float, wait_s: float | None) -> None:
        """Take note that a request which began at `began` was too many; `wait_s` is what the endpoint asked for."""
        now = self._clock()
        self._growth = _GROWTH_LATER
        if began >= self._opened_at:
            self._pacer.refused(began)
        if wait_s is not None:
            self._room.refused(max(self._under_way - 1, 0))
            self._close(now, min(wait_s, LONGEST_PAUSE_S))
        # Requests that were under way when the number was cut say nothing about the new number.
        elif self._adapts and began > self._last_cut:
            self._last_cut = now
            self._allowed = max(self._allowed * _DECREASE, 1.0)
            self._threshold = self._allowed

    async def _turn(self) -> None:
        """Wait until there is room and a request is due, both at once."""
        while True:
            left_s = self._due_in(self._clock())
            if left_s > 0:
                await self._sleep(left_s)
            elif self._under_way >= self.allowed:
                self._left = anyio.Event()
                await self._left.wait()
            else:
                return

    def _due_in(self, now: float) -> float:
        """Return the seconds until the next request may be sent."""
        if now < self._closed_until:
            return self._closed_until - now
        if self._closed_at is not None:
            self._open(now, self._closed_until - self._closed_at)
        return self._pacer.due_in(now) if self._is_paced else 0.0

    def _close(self, now: float, wait_s: float) -> None:
        """Let nobody ask for a while; all that are refused within it count as one refusal."""
        if self._closed_at is None:
            self._closed_at = now
        self._closed_until = max(self._closed_until, now + wait_s)

    def _open(self, now: float, pause_s: float) -> None:
        """Begin again after a pause: at the pacer's rate, or with as many under way as there is room for."""
        self._closed_at = None
        self._opened_at = now
        if not self._adapts:
            return
        surprised = self._pacer.is_surprised
        self._room.resume(now, pause_s, is_rate_enough=not surprised, rate=self._pacer.sustained)
        if self._room.is_known:
            self._pacer.skip(now)
        else:
            self._pacer.resume(now, pause_s)
        self._allowed = self._most
