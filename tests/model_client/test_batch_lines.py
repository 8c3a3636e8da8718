"""The lines of a batch job: the same request as a direct one goes up, and each line that comes down is read or named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.cache import Learned
from callsift.errors import ModelError, ModelRefused, ModelReplyUnusable, ModelUnreachable
from callsift.model_client.batch_lines import Question, read_lines, request_line
from callsift.model_client.faults import Faults
from tests.model_client.conftest import SCHEMA, WORDS

FAULTS = Faults("http://host/v1", "m")


def test_a_line_asks_what_a_direct_request_would_ask() -> None:
    messages = [
        {"role": "system", "content": "json"},
        {"role": "user", "content": WORDS + "\u2028"},
    ]
    question = Question("k" * 64, messages, SCHEMA, "observations")
    line = request_line(question, model="m", mode="json_schema", learned=Learned())
    assert line.count(b"\n") == 1
    row = json.loads(line)
    assert (row["custom_id"], row["method"], row["url"]) == (
        "k" * 64, "POST", "/v1/chat/completions",
    )  # fmt: skip
    assert row["body"]["messages"] == messages
    assert (row["body"]["model"], row["body"]["temperature"]) == ("m", 0)
    assert row["body"]["response_format"]["json_schema"]["schema"] == SCHEMA


def test_a_line_leaves_out_what_the_endpoint_is_known_to_refuse() -> None:
    question = Question("k", [{"role": "system", "content": "json"}], SCHEMA, "observations")
    learned = Learned(with_temperature=False)
    row = json.loads(request_line(question, model="m", mode="text", learned=learned))
    assert set(row["body"]) == {"model", "messages"}
    learned = Learned(with_thinking=False)
    row = json.loads(request_line(question, model="m", mode="text", learned=learned))
    assert row["body"]["enable_thinking"] is False


def row(**members: Any) -> bytes:
    return json.dumps({"custom_id": "a", **members}).encode() + b"\n"


ERRORS: dict[str, tuple[bytes, type[ModelError], str]] = {
    "openai, inside the body": (
        row(response={"status_code": 400, "body": {"error": {"message": "no"}}}, error=None),
        ModelRefused,
        "HTTP 400",
    ),
    "dashscope, the account is overdue": (
        row(response={"status_code": 400, "body": {"error": {"code": "Arrearage"}}}, error=None),
        ModelRefused,
        "no credit left",
    ),
    "an error as a success": (
        row(response={"status_code": 200, "body": {"code": "Arrearage", "message": "no"}}),
        ModelRefused,
        "no credit left (HTTP 200, Arrearage)",
    ),
    "dashscope, beside the response": (
        row(
            response={"status_code": 400, "body": ""},
            error={"code": "DataInspectionFailed", "message": WORDS},
        ),
        ModelReplyUnusable,
        "content filter",
    ),
    "a status where the code stands": (
        row(response=None, error={"code": "429", "message": "slow down"}),
        ModelUnreachable,
        "HTTP 429",
    ),
    "only a code": (row(response=None, error={"code": "server_error"}), ModelUnreachable, "500"),
    "out of time": (
        row(response=None, error={"code": "batch_expired", "message": "late"}),
        ModelUnreachable,
        "ran out of time",
    ),
    "cancelled": (
        row(response=None, error={"code": "batch_cancelled"}),
        ModelReplyUnusable,
        "cancelled",
    ),
    "no completion": (
        row(response={"status_code": 200, "body": {"hello": 1}}, error=None),
        ModelReplyUnusable,
        "no chat completion",
    ),
    "nothing at all": (row(), ModelRefused, "HTTP 400"),
}


@pytest.mark.parametrize(("line", "kind", "says"), ERRORS.values(), ids=ERRORS)
def test_a_line_without_an_answer_names_its_fault(
    line: bytes, kind: type[ModelError], says: str
) -> None:
    (reply,) = read_lines(line, FAULTS)
    assert reply is not None
    assert (reply.answer, type(reply.fault)) == (None, kind)
    assert says in str(reply.fault)
    assert WORDS not in str(reply.fault)


@given(st.text())
def test_an_answer_comes_down_with_every_character(text: str) -> None:
    message = {"role": "assistant", "content": text}
    body = {
        "choices": [{"message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3},
    }
    line = {"custom_id": "a", "response": {"status_code": 200, "body": body}, "error": None}
    data = json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n\n"
    (reply,) = read_lines(data, FAULTS)
    assert reply is not None
    assert reply.answer is not None
    assert (reply.answer.text, reply.answer.usage.prompt_tokens) == (text, 3)


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'{"custom_id": 3}', b"\xff\xfe", b"null", b'"a"', b"[" * 99_999]
)
def test_a_line_that_says_nothing_is_none(line: bytes) -> None:
    assert list(read_lines(line + b"\n", FAULTS)) == [None]
