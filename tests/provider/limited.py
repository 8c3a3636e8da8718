"""A provider with a rate limit, inside the event loop of those who ask it.

It lives in the caller's loop so that both can share a virtual clock.
"""

import asyncio
import json
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

import anyio

from tests.provider.server import Request, Response
from tests.provider.wire import completion


class Limit(Protocol):
    """What an endpoint lets through."""

    def refused_for(self, now: float) -> float | None:
        """Return None where a request at `now` is let through, else the seconds after which to try again."""
        ...

    def ended(self) -> None:
        """Take note that a request that was let through is answered."""
        return

    def ideal_s(self, calls: int, latency_s: float) -> float:
        """Return the least time in which so many calls can be answered, all being asked at once."""
        ...


class Bucket(Limit):
    """A token bucket: `rate` requests a second, `burst` of them at once."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._left = float(burst)
        self._at = 0.0

    def refused_for(self, now: float) -> float | None:
        """Take a token, or say when there is one again."""
        self._left = min(self._left + (now - self._at) * self._rate, self._burst)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return None
        return (1 - self._left) / self._rate

    def ideal_s(self, calls: int, latency_s: float) -> float:
        """Return the time until the last token is there, and its answer."""
        return max(calls - self._burst, 0) / self._rate + latency_s


class Window(Limit):
    """So many requests in each window of so many seconds, as limits a minute often are."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._number = -1
        self._used = 0

    def refused_for(self, now: float) -> float | None:
        """Count the request in its window, or say when the next one begins."""
        number = int(now // self._seconds)
        if number != self._number:
            self._number, self._used = number, 0
        if self._used < self._most:
            self._used += 1
            return None
        return (number + 1) * self._seconds - now

    def ideal_s(self, calls: int, latency_s: float) -> float:
        """Return the beginning of the last window that is needed, and its answers."""
        return (math.ceil(calls / self._most) - 1) * self._seconds + latency_s


class Crowd(Limit):
    """So many requests under way at once; refuses others for `wait_s`."""

    def __init__(self, most: int, wait_s: float = 1.0) -> None:
        self._most = most
        self._wait_s = wait_s
        self._under_way = 0

    def refused_for(self, now: float) -> float | None:  # noqa: ARG002 - whenever it is
        """Take a place, or say when to try again; that is no promise."""
        if self._under_way >= self._most:
            return self._wait_s
        self._under_way += 1
        return None

    def ended(self) -> None:
        """Give the place back."""
        self._under_way -= 1

    def ideal_s(self, calls: int, latency_s: float) -> float:
        """Return the time of as many rounds as are needed."""
        return math.ceil(calls / self._most) * latency_s


@dataclass
class Limited:
    """A running limited provider and what it has seen."""

    base_url: str = ""
    answered: int = 0
    refused: int = 0
    under_way: list[int] = field(default_factory=lambda: [0])


@asynccontextmanager
async def limited_provider(
    limit: Limit, reply: str, *, latency_s: float = 0.5, says_when: bool = True
) -> AsyncIterator[Limited]:
    """Yield a provider that answers after `latency_s` and refuses at once; `says_when` sends Retry-After."""
    seen = Limited()

    async def respond(raw: bytes) -> Response:
        wait = limit.refused_for(anyio.current_time())
        if wait is not None:
            seen.refused += 1
            headers = {"Retry-After": str(math.ceil(wait))} if says_when else {}
            return Response(429, {"error": {"message": "rate limit reached"}}, headers)
        seen.under_way.append(seen.under_way[-1] + 1)
        await anyio.sleep(latency_s)
        limit.ended()
        seen.under_way.append(seen.under_way[-1] - 1)
        seen.answered += 1
        return completion(reply, Request(seen.answered, "", json.loads(raw), raw, {}))

    open_ones: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_ones[task] = writer
        try:
            while True:
                writer.write(_on_the_wire(await respond(await _body(reader))))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            # The caller has gone.
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=512)
    seen.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield seen
    finally:
        server.close()
        for writer in open_ones.values():
            writer.close()
        await asyncio.gather(*open_ones)


async def _body(reader: asyncio.StreamReader) -> bytes:
    """Return the body of the next request."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    length = next(each for each in lines if each.startswith("content-length:"))
    return await reader.readexactly(int(length.split(":")[1]))


def _on_the_wire(response: Response) -> bytes:
    data = json.dumps(response.payload).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(data)),
        **response.headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {response.status} X\r\n{lines}\r\n".encode() + data
