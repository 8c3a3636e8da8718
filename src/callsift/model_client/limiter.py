"""How many requests may be under way at once: found out from what the endpoint takes, shared by everything that asks.

Slow start; cut by a third when the endpoint says that it is too much (429). An endpoint that names a time limits how
often it is asked, and not how much is under way: nobody asks before that time, and from then on a pacer says who is due
when, whatever is under way. A task that waits for its next try holds no place.
"""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import anyio

from callsift.model_client.pacer import Pacer

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
        self._waiting: deque[anyio.Event] = deque()
        self._last_cut = float("-inf")
        self._pacer = Pacer()
        self._first_in_line = anyio.Lock()
        self._closed_at: float | None = None
        self._closed_until = float("-inf")
        self._opened_at = float("-inf")
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
            # One waits for its time and the others for that one: nobody overtakes, and nobody is woken in vain.
            async with self._first_in_line:
                await self._until_due()
                began = self._clock()
                self._pacer.sent(began)
            yield began
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
        if began >= self._opened_at:
            self._pacer.refused(began)
        if wait_s is not None:
            self._close(now, min(wait_s, LONGEST_PAUSE_S))
        # Requests that were under way when the number was cut say nothing about the new number.
        elif self._adapts and began > self._last_cut:
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

    async def _until_due(self) -> None:
        while (left := self._due_in(self._clock())) > 0:
            await self._sleep(left)

    def _due_in(self, now: float) -> float:
        """Return the seconds until the next request may be sent."""
        if now < self._closed_until:
            return self._closed_until - now
        if self._closed_at is not None:
            self._open(now, self._closed_until - self._closed_at)
        return self._pacer.due_in(now) if self._adapts else 0.0

    def _close(self, now: float, wait_s: float) -> None:
        """Let nobody ask for a while; all that are refused within it count as one refusal."""
        if self._closed_at is None:
            self._closed_at = now
        self._closed_until = max(self._closed_until, now + wait_s)

    def _open(self, now: float, pause_s: float) -> None:
        """Begin again after a pause: at the pacer's rate, with as many under way as that takes."""
        self._closed_at = None
        self._opened_at = now
        self._pacer.resume(now, pause_s)
        if self._adapts:
            self._allowed = self._most
            self._let_in()
