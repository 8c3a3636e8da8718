"""The lines of a batch job: questions to lines of JSON on the way up, lines to answers or named faults on the way down.

Knows nothing of files, jobs or who asked. A line carries no key of the endpoint; what an endpoint wrote about a fault is
not repeated.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Literal, NamedTuple

from callsift.cache import Learned
from callsift.costs import Spread, spread_of
from callsift.errors import ModelError, ModelReplyUnusable, ModelUnreachable
from callsift.model_client.answers import Answer, read_answer
from callsift.model_client.faults import Faults
from callsift.model_client.hidden_error import as_raised, error_inside
from callsift.model_client.modes import Messages, Schema, request_options, words_sent
from callsift.model_client.options import Options
from callsift.settings import Mode

BATCH_PATH: Literal["/v1/chat/completions"] = "/v1/chat/completions"
_OK = 200
_REFUSED = 400
_IN_TROUBLE = 500
_TROUBLE = re.compile(r"server|internal|time_?out|throttl|busy", re.I)
_OUT_OF_TIME = re.compile(r"expired|time[_ ]?limit", re.I)
_CANCELLED = re.compile(r"cancell?ed", re.I)


class Question(NamedTuple):
    """One question: the key that its reply is kept under, and what a model is to read."""

    key: str
    messages: Messages
    schema: Schema
    name: str


class BatchReply(NamedTuple):
    """What came back under one key: an answer, or why there is none."""

    key: str
    answer: Answer | None
    fault: ModelError | None


def request_line(question: Question, *, model: str, mode: Mode, learned: Learned) -> bytes:
    """Return the line that asks a question, with its line end. Its `custom_id` is the question's key.

    There is no ladder in a batch: all of it is asked in one mode, with the parameters that the endpoint is known to take.
    """
    options = Options(with_temperature=learned.with_temperature, limit_name=learned.limit_name)
    asked = request_options(question.messages, question.schema, name=question.name, mode=mode)
    if not learned.with_thinking:
        asked["enable_thinking"] = False
    line = {
        "custom_id": question.key,
        "method": "POST",
        "url": BATCH_PATH,
        "body": {"model": model, **asked, **options.given(None)},
    }
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def spread_sent(question: Question, mode: Mode) -> Spread:
    """Return the characters that the endpoint has to read for a question."""
    return spread_of(words_sent(question.messages, question.schema, mode))


def read_lines(data: bytes, faults: Faults) -> Iterator[BatchReply | None]:
    """Yield what each line of a file from the endpoint says, in whatever order; None for a line that says nothing."""
    # Only \n ends a line: the words of an answer may hold other characters that Python takes for line ends.
    for line in BytesIO(data):
        if line.strip():
            yield _read(line, faults)


def _read(line: bytes, faults: Faults) -> BatchReply | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not isinstance(row.get("custom_id"), str):
        return None
    key = row["custom_id"]
    response = row.get("response")
    sent: dict[str, Any] = response if isinstance(response, dict) else {}
    status, body = sent.get("status_code"), sent.get("body")
    if status == _OK and not row.get("error"):
        return _answered(key, body, faults)
    return BatchReply(key, None, _fault(status, _said(row.get("error"), body), faults))


def _answered(key: str, body: object, faults: Faults) -> BatchReply:
    from openai.types.chat import ChatCompletion  # noqa: PLC0415 - nearly a second to import

    # Not validated: as with a direct answer, no field is believed to be there.
    reply = ChatCompletion.construct(**body) if isinstance(body, dict) else None
    answer = read_answer(reply)
    if answer is None and (said := error_inside(body)):
        return BatchReply(key, None, faults.translate(as_raised(said), 1))
    if answer is None:
        do = "Ask it directly: --via direct."
        return BatchReply(key, None, faults.unusable("the line is no chat completion.", do))
    return BatchReply(key, answer, None)


def _said(error: object, body: object) -> dict[str, Any]:
    """Return what is said about a fault, wherever it stands."""
    inside = body.get("error", body) if isinstance(body, dict) else None
    found = next((each for each in (error, inside) if isinstance(each, dict) and each), {})
    # Both places may be filled; the one inside the body is the endpoint's own.
    return {**found, **inside} if isinstance(inside, dict) else dict(found)


def _fault(status: object, said: dict[str, Any], faults: Faults) -> ModelError:
    from httpx2 import Request, Response  # noqa: PLC0415 - what openai brings along; heavy
    from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

    code = str(said.get("code") or "")
    number = _status(status, code)
    if number is None and (ended := _ended_with_the_job(code, faults)):
        return ended
    if number is None:
        number = _IN_TROUBLE if _TROUBLE.search(code) else _REFUSED
    response = Response(number, request=Request("POST", "http://batch"))
    return faults.translate(APIStatusError("", response=response, body=said), 1)


def _status(status: object, code: str) -> int | None:
    """Return the HTTP status that a fault came with; some endpoints write it where the code stands."""
    if isinstance(status, int) and status >= _REFUSED:
        return status
    return int(code) if re.fullmatch(r"[45]\d\d", code) else None


def _ended_with_the_job(code: str, faults: Faults) -> ModelError | None:
    do = "--retry-failed asks it again."
    if _OUT_OF_TIME.search(code):
        what = "the batch job ran out of time before this was answered."
        return ModelUnreachable(what, where=faults.where, do=do)
    if _CANCELLED.search(code):
        what = "the batch job was cancelled before this was answered."
        return ModelReplyUnusable(what, where=faults.where, do=do)
    return None
