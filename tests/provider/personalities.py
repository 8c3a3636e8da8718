"""The manners of real endpoints: what each accepts, refuses and does by itself.

A personality is made with the replies that it is to give, in order; the last one is repeated.
"""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from tests.provider.server import Answer, Request, Response
from tests.provider.wire import Script, asked_format, completion, refusal

Personality: TypeAlias = Callable[..., Answer]


def openai_like(*replies: str) -> Answer:
    """Accept every mode."""
    script = Script(replies)
    return lambda request: completion(script.next(), request)


def deepseek_like(*replies: str) -> Answer:
    """Know json_object alone, and that only where the word json stands in a message."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        kind = asked_format(request)
        if kind == "json_schema":
            return refusal(400, "This response_format type is unavailable now")
        if kind == "json_object" and "json" not in json.dumps(request.body["messages"]):
            return refusal(400, "Prompt must contain the word 'json'")
        return completion(script.next(), request)

    return answer


def qwen_like(*replies: str) -> Answer:
    """Refuse json_schema by naming the types that would do."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if asked_format(request) == "json_schema":
            words = "'response_format.type' must be one of 'text', 'json_object'"
            return refusal(400, words, code="invalid_parameter_error")
        return completion(script.next(), request)

    return answer


def without_response_format(*replies: str) -> Answer:
    """Be a gateway that does not know the parameter at all; tools work."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if asked_format(request):
            return refusal(400, "Unrecognized request argument supplied: response_format")
        return completion(script.next(), request)

    return answer


def strict_gateway(*replies: str) -> Answer:
    """Be a FastAPI server that forbids extra members and repeats the request in the error."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        extra = [
            each for each in ("response_format", "tools", "tool_choice") if each in request.body
        ]
        if not extra:
            return completion(script.next(), request)
        detail = [
            {
                "type": "extra_forbidden",
                "loc": ["body", each],
                "msg": "Extra inputs are not permitted",
                "input": request.body,
            }
            for each in extra
        ]
        return Response(422, {"detail": detail})

    return answer


def llama_cpp_like(*replies: str) -> Answer:
    """Fail with HTTP 500 and no word of why at json_schema."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if asked_format(request) == "json_schema":
            return refusal(500, "Internal Server Error")
        return completion(script.next(), request)

    return answer


def reasoning(*replies: str) -> Answer:
    """Refuse a temperature, and the limit under its old name."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if "temperature" in request.body:
            return refusal(
                400, "Unsupported value: 'temperature' does not support 0 with this model."
            )
        if "max_tokens" in request.body:
            words = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            return refusal(400, words)
        return completion(script.next(), request)

    return answer


def cut_short(*replies: str, most: int | None = None) -> Answer:
    """Cut the answer off unless a high limit is given; refuse limits above `most`."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        limit = request.body.get("max_tokens", 0)
        if most is not None and limit > most:
            return refusal(
                400, f"Invalid max_tokens value, the valid range of max_tokens is [1, {most}]"
            )
        text = script.next()
        if limit >= 8192:
            return completion(text, request)
        return completion(text[: len(text) // 2], request, finish_reason="length")

    return answer


def always_cut_short(*replies: str) -> Answer:
    """Cut every answer off."""
    script = Script(replies)
    return lambda request: completion(script.next()[:40], request, finish_reason="length")


def busy(times: int, *replies: str, retry_after: str = "7") -> Answer:
    """Answer 429 a few times, then as asked."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if request.number < times:
            error = {"error": {"message": "rate limit reached", "type": "rate_limit_error"}}
            return Response(429, error, {"Retry-After": retry_after})
        return completion(script.next(), request)

    return answer


def in_trouble(times: int, *replies: str, status: int = 500) -> Answer:
    """Answer with a server's fault a few times, then as asked."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if request.number < times:
            return refusal(status, "something went wrong")
        return completion(script.next(), request)

    return answer


def hanging_up(times: int, *replies: str) -> Answer:
    """Close the connection in the middle of the answer a few times."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if request.number < times:
            good = completion(script.peek(), request)
            return Response(200, good.payload, cut=True)
        return completion(script.next(), request)

    return answer


def refusing(status: int, **members: Any) -> Answer:
    """Refuse everything, and repeat the key and the request in the words of the error."""

    def answer(request: Request) -> Response:
        said = f"no: {request.headers.get('authorization')} {request.raw.decode()}"
        return refusal(status, said, **members)

    return answer


def with_small_context(tokens: int, *replies: str) -> Answer:
    """Read the first tokens of the prompt only, and say nothing of it but the count."""
    script = Script(replies)
    return lambda request: completion(script.next(), request, usage={"prompt_tokens": tokens})


def sign_in_page(*_: str) -> Answer:
    """Be a proxy that answers everything with a page."""
    return lambda _request: Response(200, b"<html>sign in</html>")


def filtering(*replies: str) -> Answer:
    """Withhold the answer."""
    script = Script(replies)
    return lambda request: completion(script.next(), request, finish_reason="content_filter")
