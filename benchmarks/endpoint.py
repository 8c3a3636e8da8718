"""A chat endpoint on 127.0.0.1 that answers every question after the same time, in a process of its own.

    python -m benchmarks.endpoint LATENCY_S REPLY_FILE

Prints its port. `REPLY_FILE` holds JSON: pairs of a phrase and the reply to whatever request holds the phrase, looked
through in order. `GET /seen` tells how many were answered, when the first came and the last went, and when `?at_once=N`
were first under way. The fixed time begins when the request is there whole; what the endpoint itself takes is within it.
"""

import asyncio
import json
import sys
import time
from pathlib import Path


class Endpoint:
    """Answers, and keeps count."""

    def __init__(self, latency_s: float, replies: list[tuple[str, str]]) -> None:
        self._latency_s = latency_s
        self._bodies = [(phrase.encode(), _completion(reply)) for phrase, reply in replies]
        self.begun: list[float] = []
        self.ended: list[float] = []
        self.reached: dict[int, tuple[float, int]] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(_length(head))
                data = self._told() if head.startswith(b"GET /seen") else await self._answer(body)
                writer.write(_HEAD % len(data) + data)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    async def _answer(self, body: bytes) -> bytes:
        now = time.perf_counter()
        self.begun.append(now)
        under_way = len(self.begun) - len(self.ended)
        self.reached.setdefault(under_way, (now, len(self.ended)))
        reply = next(
            (reply for phrase, reply in self._bodies if phrase in body), self._bodies[-1][1]
        )
        await asyncio.sleep(now + self._latency_s - time.perf_counter())
        self.ended.append(time.perf_counter())
        return reply

    def _told(self) -> bytes:
        told = {
            "answered": len(self.ended),
            "began": self.begun[0] if self.begun else 0.0,
            "ended": self.ended[-1] if self.ended else 0.0,
            "reached": {str(number): at for number, at in self.reached.items()},
        }
        return json.dumps(told).encode()


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def _completion(text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    payload = {
        "id": "chatcmpl-0",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 12_000, "completion_tokens": 100, "total_tokens": 12_100},
    }
    return json.dumps(payload, ensure_ascii=False).encode()


async def main() -> None:
    """Serve until the process is ended."""
    replies = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    endpoint = Endpoint(float(sys.argv[1]), replies)
    server = await asyncio.start_server(endpoint.serve, "127.0.0.1", 0, backlog=1024, limit=1 << 24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
