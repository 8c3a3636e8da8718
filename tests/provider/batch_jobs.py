"""How a simulated endpoint judges and works off the file of a batch job."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.provider.server import Answer, Request
from tests.provider.wire import asked_format, refusal

CHAT = "/v1/chat/completions"
Row = dict[str, Any]
# Says what becomes of the rows of a job's results: leave some out, change or reorder them.
Spoil = Callable[[list[Row]], list[Row]]


@dataclass(frozen=True)
class Manners:
    """What an endpoint does by itself.

    Attributes:
        keeps: which entries of a job's metadata come back; None keeps all.
        most_requests, most_bytes: of a file.
        serves_schema: whether it knows json_schema.
        has_batches: whether there is a Batch API at all.
        lists: whether jobs and files can be listed.
        deletes: whether files can be deleted.
        no_file: what stands for a file that is not there.
    """

    keeps: tuple[str, ...] | None = None
    most_requests: int = 50_000
    most_bytes: int = 200_000_000
    serves_schema: bool = True
    has_batches: bool = True
    lists: bool = True
    deletes: bool = True
    no_file: str | None = None


OPENAI = Manners()
DASHSCOPE = Manners(keeps=("ds_name", "ds_description"), serves_schema=False, no_file="")


class Worked(NamedTuple):
    """What a job comes to: its results, those with an answer and those without, and how it ends."""

    good: list[Row]
    bad: list[Row]
    status: str


@dataclass
class Job:
    """A job and how many more times it says that it is under way; -1 when it has ended."""

    wire: dict[str, Any]
    data: bytes
    left: int
    rows: list[Row] = field(default_factory=list)

    @property
    def asked(self) -> list[Row]:
        """Return its questions, parsed."""
        return [json.loads(each) for each in self.data.splitlines()]


def fault_of(job: Job, manners: Manners) -> str | None:
    """Return what is wrong with a whole file, as a code."""
    rows = job.asked
    if {(each["method"], each["url"]) for each in rows} != {("POST", job.wire["endpoint"])}:
        return "mismatched_url"
    wrong = {
        "file_too_large": len(job.data) > manners.most_bytes,
        "too_many_requests_in_file": len(rows) > manners.most_requests,
        "duplicate_custom_id": len({each["custom_id"] for each in rows}) < len(rows),
        "mismatched_model": len({each["body"]["model"] for each in rows}) > 1,
    }
    return next((code for code, is_so in wrong.items() if is_so), None)


def work(
    job: Job, answer: Answer, manners: Manners, *, spoil: Spoil, expires: int | None
) -> Worked:
    """Answer the questions of a job; those behind the first `expires` are not reached in time."""
    asked = job.asked
    reached = len(asked) if expires is None else expires
    rows = [_row(number, each, answer, manners) for number, each in enumerate(asked[:reached])]
    rows += [
        {"custom_id": each["custom_id"], "response": None, "error": {"code": "batch_expired"}}
        for each in asked[reached:]
    ]
    rows = spoil(rows)
    good = [each for each in rows if (each["response"] or {}).get("status_code") == 200]
    bad = [each for each in rows if each not in good]
    return Worked(good, bad, "completed" if reached >= len(asked) else "expired")


def _row(number: int, asked: Row, answer: Answer, manners: Manners) -> Row:
    body = asked["body"]
    request = Request(number, CHAT, body, json.dumps(body).encode(), {})
    words = json.dumps(body["messages"], ensure_ascii=False)
    if asked_format(request) == "json_schema" and not manners.serves_schema:
        response = refusal(400, "response_format json_schema is not supported by this model")
    elif asked_format(request) == "json_object" and "json" not in words.lower():
        response = refusal(400, "messages must contain the word json")
    else:
        response = answer(request)
    sent = {"status_code": response.status, "request_id": "r", "body": response.payload}
    return {"id": f"row-{number}", "custom_id": asked["custom_id"], "response": sent, "error": None}
