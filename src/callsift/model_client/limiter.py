"""How many requests may be under way at once: found out from what the endpoint takes, shared by everything that asks.

Slow start; cut by a third when the endpoint says that it is too much (429), and nobody asks before the time that it
named. An endpoint that names a time limits how often it is asked, and not how much is under way: there the number is not
cut below what it took at once before, beside what is still under way. A task that waits for its next try holds no place.
"""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import anyio

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
Clock: TypeAlias = Callable[[], float]

_FIRST = 8.0
_DECREASE = 0.7
# More for each answer, until the endpoint has said for the first time that it is too much; and from then on.
_GROWTH_AT_FIRST = 1.0
_GROWTH_LATER = 0.5
# However long an endpoint asks to wait, it is asked again after this long; its answer says how it stands.
LONGEST_PAUSE_S = 60.0


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
        self._sent = 0
        self._taken = 0
        self._is_closed = False
        self._waiting: deque[anyio.Event] = deque()
        self._closed_until = float("-inf")
        self._last_cut = float("-inf")
        self._sleep = sleep
        self._clock = clock

    @property
    def allowed(self) -> int:
        """Return how many may be under way now."""
        return max(int(self._allowed), 1)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[float]:
        """Hold a place while a request is under way; yields the time it began."""
        await self._enter()
        try:
            await self._until_open()
            self._sent += 1
            self._taken += 1
            try:
                yield self._clock()
            finally:
                self._sent -= 1
        finally:
            self._under_way -= 1
            self._let_in()

    def succeeded(self) -> None:
        """Take note that a request was answered: there may be room for more."""
        if not self._adapts:
            return
        grown = self._growth if self._allowed < self._threshold else 1.0 / self._allowed
        self._allowed = min(self._allowed + grown, self._most)
        self._let_in()

    def throttled(self, began: float, wait_s: float | None) -> None:
        """Take note that a request which began at `began` was too many; `wait_s` is what the endpoint asked for."""
        now = self._clock()
        self._growth = _GROWTH_LATER
        if wait_s is not None:
            until = now + min(wait_s, LONGEST_PAUSE_S)
            self._closed_until = max(self._closed_until, until)
            self._is_closed = True
            self._taken -= 1
        # Requests that were under way when the number was cut say nothing about the new number.
        if self._adapts and began > self._last_cut:
            self._last_cut = now
            self._allowed = max(self._allowed * _DECREASE, 1.0)
            if wait_s is None:
                self._threshold = self._allowed

    async def _enter(self) -> None:
        if self._under_way < self.allowed and not self._waiting:
            self._under_way += 1
            return
        turn = anyio.Event()
        self._waiting.append(turn)
        try:
            await turn.wait()
        except BaseException:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif turn.is_set():
                # The place was given and is not taken: somebody else shall have it.
                self._under_way -= 1
                self._let_in()
            raise

    def _let_in(self) -> None:
        while self._waiting and self._under_way < self.allowed:
            self._under_way += 1
            self._waiting.popleft().set()

    async def _until_open(self) -> None:
        while (left := self._closed_until - self._clock()) > 0:
            await self._sleep(left)
        if self._is_closed:
            self._open()

    def _open(self) -> None:
        """Begin again after a pause, with room for as many as were taken before it."""
        self._is_closed = False
        if self._adapts:
            room = float(self._sent + max(self._taken, 0))
            self._allowed = min(max(self._allowed, room), self._most)
        self._taken = 0
        self._let_in()
