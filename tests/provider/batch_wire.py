"""What a simulated Batch API takes in and gives out over HTTP."""

import json
from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple

from tests.provider.server import Response

# In place of a response: the connection is lost before a word of it.
LOST = Response(0, b"")


class Seen(NamedTuple):
    """One request to the API, chat or not."""

    method: str
    path: str
    raw: bytes
    headers: Mapping[str, str]


def sent_file(seen: Seen) -> tuple[str | None, bytes]:
    """Return the name and content of the file in an upload."""
    head = f"Content-Type: {seen.headers['content-type']}\r\n\r\n".encode()
    parts: dict[str, Message[str, str]] = {}
    for part in message_from_bytes(head + seen.raw).walk():
        parts[str(part.get_param("name", header="content-disposition"))] = part
    data, purpose = parts["file"].get_payload(decode=True), parts["purpose"].get_payload()
    assert isinstance(data, bytes)
    assert purpose == "batch"
    return parts["file"].get_filename(), data


def page(rows: list[dict[str, Any]], query: Mapping[str, str]) -> Response:
    """Return a page of a list, the newest first."""
    newest = rows[::-1]
    ids = [each["id"] for each in newest]
    begin = ids.index(query["after"]) + 1 if "after" in query else 0
    limit = int(query.get("limit", "20"))
    shown = [dict(each) for each in newest[begin : begin + limit]]
    more = begin + limit < len(newest)
    return Response(200, {"object": "list", "data": shown, "has_more": more})


def handler_of(take: Callable[[Seen], Response | bytes]) -> type[BaseHTTPRequestHandler]:
    """Return the HTTP side of what takes requests."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            self._serve("GET", b"")

        def do_DELETE(self) -> None:
            self._serve("DELETE", b"")

        def do_POST(self) -> None:
            self._serve("POST", self.rfile.read(int(self.headers["Content-Length"])))

        def _serve(self, method: str, raw: bytes) -> None:
            headers = {key.lower(): value for key, value in self.headers.items()}
            response = take(Seen(method, self.path, raw, headers))
            data = response if isinstance(response, bytes) else _encoded(response)
            status = 200 if isinstance(response, bytes) else response.status
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            media = (
                "application/octet-stream" if isinstance(response, bytes) else "application/json"
            )
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


def _encoded(response: Response) -> bytes:
    if isinstance(response.payload, bytes):
        return response.payload
    return json.dumps(response.payload, ensure_ascii=False).encode()
