"""An event loop whose clock jumps to the next timer instead of waiting for it: an hour of busy endpoint in a second.

Sockets are real, and both ends must live in this loop. Only where nothing can be read or written does time pass, so what
is measured does not depend on how fast the machine is.
"""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import anyio

_Result = TypeVar("_Result")
# What was written to a loopback socket is there at once, or nearly: this much real time is given to it.
_GRACE_S = 0.001


class _JumpingSelector(selectors.BaseSelector):
    """A selector that lets virtual time pass where nothing is ready."""

    def __init__(self) -> None:
        self._real = selectors.DefaultSelector()
        self.now = 0.0

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self._real.select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            return self._real.select(None)
        ready = self._real.select(_GRACE_S)
        if not ready:
            self.now += timeout
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop in virtual time, which begins at 0."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Return the virtual seconds since the loop was made."""
        return self._jumping.now

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        """Wait for the threads without a deadline: they end in real time, which virtual time overtakes."""
        del timeout
        await super().shutdown_default_executor()


def run_in_virtual_time(work: Callable[[], Awaitable[_Result]]) -> _Result:
    """Run async work to its end in virtual time."""
    return anyio.run(work, backend_options={"loop_factory": VirtualTimeLoop})
