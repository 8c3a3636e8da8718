"""The transport of each event loop, shared by the calls that overlap in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio
from anyio.lowlevel import current_token

from callsift.errors import UsageError
from callsift.model_client.faults import host
from callsift.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI


class SharedTransport:
    """One transport, and the lock behind which its first call learns the mode."""

    def __init__(self, transport: "AsyncOpenAI") -> None:
        self.transport = transport
        self.learning = anyio.Lock()
        self.users = 0


class Transports:
    """Opens a transport for the first user in an event loop and closes it with the last.

    A transport left open would outlive its loop: the library's synchronous face runs each call
    in a loop of its own.
    """

    def __init__(self, settings: Settings) -> None:
        check_endpoint(settings)
        self._settings = settings
        self._open: dict[object, SharedTransport] = {}

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[SharedTransport]:
        """Yield the transport of this event loop."""
        key = current_token()
        shared = self._open.get(key)
        if shared is None:
            shared = self._open[key] = SharedTransport(self._connect())
        shared.users += 1
        try:
            yield shared
        finally:
            shared.users -= 1
            if not shared.users:
                del self._open[key]
                with anyio.CancelScope(shield=True):
                    await shared.transport.close()

    def _connect(self) -> "AsyncOpenAI":
        from openai import AsyncOpenAI, DefaultAsyncHttpxClient  # noqa: PLC0415 - nearly a second

        timeout = self._settings.timeout_s
        return AsyncOpenAI(
            api_key=_key(self._settings) or "none",
            base_url=self._settings.base_url,
            timeout=timeout,
            max_retries=0,
            # A call goes to the endpoint that the user named, and to no other that it names.
            http_client=DefaultAsyncHttpxClient(timeout=timeout, follow_redirects=False),
        )


def check_endpoint(settings: Settings) -> None:
    """Refuse a base URL or key that no request can be made with.

    Raises:
        UsageError: one of them cannot be used; neither is repeated, as either may hold a secret.
    """
    if not settings.base_url.startswith(("http://", "https://")) or not host(settings.base_url):
        raise UsageError(
            "the base URL cannot be used.",
            do="Give --base-url as http(s)://host/path, most end in /v1.",
        )
    key = _key(settings)
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError(
            "the API key holds a character that no key has.",
            do="Copy it again into CALLSIFT_API_KEY or OPENAI_API_KEY.",
        )


def _key(settings: Settings) -> str:
    """Return the key without the white space that copying brings along."""
    return settings.api_key.get_secret_value().strip() if settings.api_key else ""
