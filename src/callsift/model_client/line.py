"""The transport of each event loop, shared by the calls that overlap in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio
from anyio.lowlevel import current_token

from callsift.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI


class Line:
    """One transport, and the lock behind which its first call learns the mode."""

    def __init__(self, transport: "AsyncOpenAI") -> None:
        self.transport = transport
        self.learning = anyio.Lock()
        self.users = 0


class Lines:
    """Opens a transport for the first user in an event loop and closes it with the last.

    A transport left open would outlive its loop: the library's synchronous face runs each call
    in a loop of its own.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: dict[object, Line] = {}

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Line]:
        """Yield the transport of this event loop."""
        key = current_token()
        line = self._open.get(key)
        if line is None:
            line = self._open[key] = Line(self._connect())
        line.users += 1
        try:
            yield line
        finally:
            line.users -= 1
            if not line.users:
                del self._open[key]
                with anyio.CancelScope(shield=True):
                    await line.transport.close()

    def _connect(self) -> "AsyncOpenAI":
        from openai import AsyncOpenAI  # noqa: PLC0415 - nearly a second to import

        key = self._settings.api_key
        return AsyncOpenAI(
            api_key=(key.get_secret_value() if key else "") or "none",
            base_url=self._settings.base_url,
            timeout=self._settings.timeout_s,
            max_retries=0,
        )
