"""How many requests may be under way at once: found out from what the endpoint takes, shared by everything that asks.

Slow start, then one more a round; halved nearly when the endpoint says that it is too much (429), and nobody asks before
the time that it named. A task that waits for its next try holds no place.
"""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import anyio

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
Clock: TypeAlias = Callable[[], float]

_FIRST = 4.0
_DECREASE = 0.7
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
        self._under_way = 0
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
            yield self._clock()
        finally:
            self._under_way -= 1
            self._let_in()

    def succeeded(self) -> None:
        """Take note that a request was answered: there may be room for more."""
        if not self._adapts:
            return
        grown = 1.0 if self._allowed < self._threshold else 1.0 / self._allowed
        self._allowed = min(self._allowed + grown, self._most)
        self._let_in()

    def throttled(self, began: float, wait_s: float | None) -> None:
        """Take note that a request which began at `began` was too many; `wait_s` is what the endpoint asked for."""
        now = self._clock()
        if wait_s is not None:
            until = now + min(wait_s, LONGEST_PAUSE_S)
            self._closed_until = max(self._closed_until, until)
        # Requests that were under way when the number was cut say nothing about the new number.
        if self._adapts and began >= self._last_cut:
            self._last_cut = now
            self._allowed = max(self._allowed * _DECREASE, 1.0)
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
