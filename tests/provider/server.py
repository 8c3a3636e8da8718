"""The HTTP side of the simulated provider: real sockets, every request kept."""

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple, Self


@dataclass(frozen=True)
class Request:
    """A request as it came: which one of the server's, its parsed body, raw bytes and headers, the port it came from."""

    number: int
    path: str
    body: dict[str, Any]
    raw: bytes
    headers: dict[str, str]
    port: int = 0


@dataclass(frozen=True)
class Response:
    """What to send back, and after how long. `cut` closes the connection in the middle of the body."""

    status: int
    payload: dict[str, Any] | bytes
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    delay_s: float = 0.0


class Counted(NamedTuple):
    """What the provider has told its callers that they used, over all answers that went out whole."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


Answer = Callable[[Request], Response]


class Provider:
    """A server that lives as long as its `with` block."""

    def __init__(
        self,
        answer: Answer,
        *,
        models: tuple[str, ...] = ("m",),
        models_status: int = 200,
        models_page: bool = False,
        latency_s: float = 0.0,
    ) -> None:
        self.answer = answer
        listed = [{"id": each, "object": "model"} for each in models]
        page: dict[str, Any] | bytes = {"object": "list", "data": listed}
        self.models = Response(models_status, b"<html>hello</html>" if models_page else page)
        self.latency_s = latency_s
        self.requests: list[Request] = []
        self.responses: dict[int, Response] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )

    @property
    def base_url(self) -> str:
        """Return the base URL that a client is given."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def take(self, path: str, raw: bytes, headers: dict[str, str], port: int) -> Response:
        """Keep a request and return its response."""
        with self._lock:
            request = Request(
                len(self.requests), path, json.loads(raw or b"{}"), raw, headers, port
            )
            self.requests.append(request)
        time.sleep(self.latency_s)
        with self._lock:
            response = self.responses[request.number] = self.answer(request)
        time.sleep(response.delay_s)
        return response

    @property
    def counted(self) -> Counted:
        """Return the sum of the usage in every answer that went out whole."""
        told = [
            each.payload["usage"]
            for each in self.responses.values()
            if isinstance(each.payload, dict) and "usage" in each.payload and not each.cut
        ]
        return Counted(
            len(told),
            sum(each["prompt_tokens"] for each in told),
            sum(each["completion_tokens"] for each in told),
        )

    @property
    def failed(self) -> list[Request]:
        """Return the requests that were refused or not answered to the end."""
        return [
            each
            for each in self.requests
            if self.responses[each.number].status != 200 or self.responses[each.number].cut
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Sent(NamedTuple):
    data: bytes
    media: str


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            self._send(provider.models)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            raw = self.rfile.read(length)
            if len(raw) < length:
                # Its sender was killed in the middle of it: nobody was asked anything.
                self.close_connection = True
                return
            headers = {key.lower(): value for key, value in self.headers.items()}
            # Whoever lost patience has gone before the answer comes.
            with suppress(ConnectionError):
                self._send(provider.take(self.path, raw, headers, self.client_address[1]))

        def _send(self, response: Response) -> None:
            sent = _encoded(response)
            self.send_response(response.status)
            self.send_header("Content-Type", sent.media)
            self.send_header("Content-Length", str(len(sent.data)))
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent.data[: len(sent.data) // 2] if response.cut else sent.data)
            if response.cut:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True

    return Handler


def _encoded(response: Response) -> _Sent:
    if isinstance(response.payload, bytes):
        return _Sent(response.payload, "text/html")
    return _Sent(json.dumps(response.payload, ensure_ascii=False).encode(), "application/json")
