"""Stands between a client and a server, passes every byte on as it is, and keeps what went by.

So the requests that a client wasted can be counted without believing the client or the server's log.
"""

import http.client
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# An answer of thousands of tokens behind others that wait for the same server.
_LONGEST_S = 600.0


class Exchange(NamedTuple):
    """One request and what the server answered, byte by byte."""

    asked: dict[str, Any]
    status: int
    answer: bytes

    @property
    def mode(self) -> str:
        """Return the way in which JSON was asked for."""
        shape = self.asked.get("response_format")
        if shape:
            return str(shape["type"])
        return "tools" if self.asked.get("tools") else "text"

    @property
    def is_utf8(self) -> bool:
        """Tell whether the answer can be read as text at all."""
        try:
            self.answer.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    @property
    def words(self) -> str | None:
        """Return what the model wrote, or None where the answer is no completion."""
        try:
            message = json.loads(self.answer)["choices"][0]["message"]
            calls = message.get("tool_calls")
            written = calls[0]["function"]["arguments"] if calls else message["content"]
        except (ValueError, KeyError, IndexError, TypeError):
            return None
        return str(written or "")

    @property
    def is_spoilt(self) -> bool:
        """Tell whether the model wrote what no text should hold: control characters or halves of characters."""
        words = self.words or ""
        return bool(_CONTROL.search(words.replace("\n", ""))) or "\ufffd" in words


class Relay(NamedTuple):
    """Where the client shall ask, and what was exchanged so far."""

    base_url: str
    exchanges: list[Exchange]

    @property
    def wasted(self) -> int:
        """Return how many requests were not answered with a completion."""
        return sum(each.status != 200 for each in self.exchanges)


@contextmanager
def relayed(port: int) -> Iterator[Relay]:
    """Yield a relay to the server at a port of 127.0.0.1."""
    exchanges: list[Exchange] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(port, exchanges))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Relay(f"http://127.0.0.1:{server.server_port}/v1", exchanges)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(port: int, exchanges: list[Exchange]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

        def do_POST(self) -> None:
            """Pass a request on and its answer back."""
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=_LONGEST_S)
            try:
                line.request("POST", self.path, raw, {"Content-Type": "application/json"})
                answer = line.getresponse()
                body = answer.read()
            finally:
                line.close()
            exchanges.append(Exchange(json.loads(raw), answer.status, body))
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.getheader("Content-Type") or "")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
