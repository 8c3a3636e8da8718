"""A simulated Batch API on 127.0.0.1, in the manner of OpenAI or DashScope: files, jobs, results; real sockets.

What is answered to each question is scripted by the test, as with `Provider`: plumbing, nothing about quality. A question
that is asked directly is answered by the same script.
"""

import json
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.provider.batch_jobs import CHAT, OPENAI, Job, Manners, Row, Spoil, fault_of, work
from tests.provider.batch_wire import Seen, handler_of, page, sent_file
from tests.provider.server import Answer, Counted, Request, Response
from tests.provider.wire import refusal


class BatchApi:
    """A server that lives as long as its `with` block.

    Args:
        answer: what is answered to each question.
        manners: whose API this is.
        looks: how often a job says that it is under way before it ends.
        spoil: what becomes of the rows of results.
        expires: how many questions are answered before a job runs out of time; None for all.
        most_open: how many jobs are taken at a time.
    """

    def __init__(
        self,
        answer: Answer,
        *,
        manners: Manners = OPENAI,
        looks: int = 0,
        spoil: Spoil = lambda rows: rows,
        expires: int | None = None,
        most_open: int = 100,
    ) -> None:
        self.answer = answer
        self.manners = manners
        self.looks = looks
        self.spoil = spoil
        self.expires = expires
        self.most_open = most_open
        # Told each request before it is acted on, and after; the latter may put another response in its place.
        self.before: Callable[[Seen], None] = lambda _: None
        self.after: Callable[[Seen], Response | None] = lambda _: None
        self.seen: list[Seen] = []
        self.files: dict[str, dict[str, Any]] = {}
        self.content: dict[str, bytes] = {}
        # Everything that was ever sent or made stands in the two above; what was deleted of it, here.
        self.deleted: list[str] = []
        self.jobs: dict[str, Job] = {}
        self.direct: list[Request] = []
        self._used: list[dict[str, Any]] = []
        self._lock = threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self.take))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )

    @property
    def base_url(self) -> str:
        """Return the base URL that a client is given."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def counted(self) -> Counted:
        """Return the sum of the usage in every answer, in results and directly."""
        return Counted(
            len(self._used),
            sum(each["prompt_tokens"] for each in self._used),
            sum(each["completion_tokens"] for each in self._used),
        )

    @property
    def uploads(self) -> list[list[dict[str, Any]]]:
        """Return the questions of each file that was sent, parsed."""
        return [
            [json.loads(line) for line in self.content[each].splitlines()] for each in self.files
        ]

    @property
    def left(self) -> list[str]:
        """Return the ids of the files that are there."""
        return [each for each in self.content if each not in self.deleted]

    def sent(self, method: str, path: str) -> list[Seen]:
        """Return the requests of one kind."""
        return [each for each in self.seen if (each.method, each.path) == (method, path)]

    def take(self, seen: Seen) -> Response | bytes:
        """Act on a request."""
        with self._lock:
            self.seen.append(seen)
        self.before(seen)
        with self._lock:
            response = self._acted(seen)
        return self.after(seen) or response

    def _acted(self, seen: Seen) -> Response | bytes:
        where = urlsplit(seen.path)
        parts = where.path.removeprefix("/v1/").split("/")
        query = {key: values[0] for key, values in parse_qs(where.query).items()}
        files = [self.files[each] for each in self.left if each in self.files]
        listing = {"files": files, "batches": self._wires()}
        if not self.manners.has_batches and parts[0] in listing:
            return refusal(404, "no such path")
        match (seen.method, *parts):
            case ("POST", "files"):
                response: Response | bytes = self._uploaded(seen)
            case ("POST", "batches"):
                response = self._created(json.loads(seen.raw))
            case ("POST", "chat", "completions"):
                response = self._asked(seen)
            case ("GET", kind) if kind in listing and self.manners.lists:
                response = page(listing[kind], query)
            case ("GET", "batches", job) if job in self.jobs:
                response = Response(200, self._looked_at(self.jobs[job]))
            case ("GET", "files", file, "content") if file in self.left:
                response = self.content[file]
            case ("GET", "files", file) if file in self.left:
                response = Response(200, {"id": file, "object": "file"})
            case ("DELETE", "files", file) if file in self.left and self.manners.deletes:
                self.deleted.append(file)
                response = Response(200, {"id": file, "object": "file", "deleted": True})
            case _:
                response = refusal(404, "no such path")
        return response

    def _wires(self) -> list[dict[str, Any]]:
        return [each.wire for each in self.jobs.values()]

    def _asked(self, seen: Seen) -> Response:
        request = Request(len(self.direct), CHAT, json.loads(seen.raw), seen.raw, {})
        self.direct.append(request)
        return self._counted(self.answer(request))

    def _uploaded(self, seen: Seen) -> Response:
        name, data = sent_file(seen)
        number = len(self.files)
        wire: dict[str, Any] = {
            "id": f"file-batch-{number}",
            "object": "file",
            "bytes": len(data),
            "created_at": number,
            "filename": name,
            "purpose": "batch",
            "status": "processed",
        }
        self.files[wire["id"]] = wire
        self.content[wire["id"]] = data
        return Response(200, wire)

    def _created(self, asked: dict[str, Any]) -> Response:
        if asked["input_file_id"] not in self.left:
            return refusal(400, "no such file")
        under_way = sum(each.left >= 0 for each in self.jobs.values())
        wire = self._wire(asked)
        data = self.content[asked["input_file_id"]]
        job = self.jobs[wire["id"]] = Job(wire, data, self.looks)
        full = under_way >= self.most_open
        fault = "token_limit_exceeded" if full else fault_of(job, self.manners)
        if fault:
            job.left = -1
            wire["status"] = "failed"
            wire["errors"] = {"object": "list", "data": [{"code": fault, "message": "客户的原话"}]}
        return Response(200, dict(wire))

    def _wire(self, asked: dict[str, Any]) -> dict[str, Any]:
        keeps, metadata = self.manners.keeps, asked.get("metadata") or {}
        kept = {key: metadata[key] for key in metadata if keeps is None or key in keeps}
        return {
            "id": f"batch_{len(self.jobs)}",
            "object": "batch",
            "endpoint": asked["endpoint"],
            "completion_window": asked["completion_window"],
            "created_at": len(self.jobs),
            "input_file_id": asked["input_file_id"],
            "status": "validating",
            "output_file_id": self.manners.no_file,
            "error_file_id": self.manners.no_file,
            "errors": None,
            "metadata": kept,
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
        }

    def _looked_at(self, job: Job) -> dict[str, Any]:
        if job.left > 0:
            job.left -= 1
            job.wire["status"] = "in_progress"
        elif job.left == 0:
            job.left = -1
            self._end(job)
        return dict(job.wire)

    def _end(self, job: Job) -> None:
        good, bad, status = work(
            job, self.answer, self.manners, spoil=self.spoil, expires=self.expires
        )
        job.wire["output_file_id"] = self._result(job, "output", good)
        job.wire["error_file_id"] = self._result(job, "error", bad)
        job.wire["status"] = status
        counts = {"total": len(job.asked), "completed": len(good), "failed": len(bad)}
        job.wire["request_counts"] = counts
        self._used += [each["response"]["body"]["usage"] for each in good]

    def _result(self, job: Job, kind: str, rows: list[Row]) -> str | None:
        if not rows:
            return self.manners.no_file
        name = f"file-{kind}-{job.wire['id']}"
        lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
        self.content[name] = "".join(lines).encode()
        return name

    def _counted(self, response: Response) -> Response:
        if isinstance(response.payload, dict) and "usage" in response.payload:
            self._used.append(response.payload["usage"])
        return response

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
