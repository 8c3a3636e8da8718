"""What goes wrong at any endpoint: busy hours, lost connections, cut-off and withheld answers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.provider.server import Answer, Request, Response
from tests.provider.wire import Reply, Script, completion, refusal


def slow(seconds: float, *replies: Reply) -> Answer:
    """Take its time over every answer."""
    script = Script(replies)
    return lambda request: replace(completion(script.next(request), request), delay_s=seconds)


def flaky(*replies: Reply) -> Answer:
    """Go through every passing fault once, one a request, and then answer as asked.

    OpenAI, "Error codes" and "Rate limits": 429 with and without Retry-After, 500, 502, 503, and connections that break.
    """
    script = Script(replies)
    too_many = {"error": {"message": "rate limit reached", "type": "rate_limit_error"}}

    def answer(request: Request) -> Response:
        good = completion(script.peek(request), request)
        faults: list[Callable[[], Response]] = [
            lambda: Response(429, too_many, {"Retry-After": "3"}),
            lambda: Response(429, too_many),
            lambda: refusal(500, "The server had an error while processing your request."),
            lambda: Response(502, b"<html>Bad Gateway</html>"),
            lambda: Response(200, good.payload, cut=True),
            lambda: Response(200, good.payload, delay_s=3.0),
        ]
        if request.number < len(faults):
            return faults[request.number]()
        return completion(script.next(request), request)

    return answer


def cut_short(*replies: Reply, most: int | None = None) -> Answer:
    """Cut the answer off unless a high limit is given; refuse limits above `most`."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        limit = request.body.get("max_tokens", 0)
        if most is not None and limit > most:
            return refusal(
                400, f"Invalid max_tokens value, the valid range of max_tokens is [1, {most}]"
            )
        text = script.next(request)
        if limit >= 8192:
            return completion(text, request)
        return completion(text[: len(text) // 2], request, finish_reason="length")

    return answer


def always_cut_short(*replies: Reply) -> Answer:
    """Cut every answer off."""
    script = Script(replies)
    return lambda request: completion(script.next(request)[:40], request, finish_reason="length")


def busy(times: int, *replies: Reply, retry_after: str | None = "7") -> Answer:
    """Answer 429 a few times, then as asked."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if request.number < times:
            error = {"error": {"message": "rate limit reached", "type": "rate_limit_error"}}
            return Response(429, error, {"Retry-After": retry_after} if retry_after else {})
        return completion(script.next(request), request)

    return answer


def in_trouble(times: int, *replies: Reply, status: int = 500) -> Answer:
    """Answer with a server's fault a few times, then as asked."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if request.number < times:
            return refusal(status, "something went wrong")
        return completion(script.next(request), request)

    return answer


def hanging_up(times: int, *replies: Reply) -> Answer:
    """Close the connection in the middle of the answer a few times."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if request.number < times:
            good = completion(script.peek(request), request)
            return Response(200, good.payload, cut=True)
        return completion(script.next(request), request)

    return answer


def refusing(status: int, **members: Any) -> Answer:
    """Refuse everything, and repeat the key and the request in the words of the error."""

    def answer(request: Request) -> Response:
        said = f"no: {request.headers.get('authorization')} {request.raw.decode()}"
        return refusal(status, said, **members)

    return answer


def saying(
    body: dict[str, Any], *replies: Reply, status: int = 200, times: int | None = None
) -> Answer:
    """Answer with this body, always or a few times, and then as asked."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if times is None or request.number < times:
            return Response(status, body)
        return completion(script.next(request), request)

    return answer


def sign_in_page(*_: Reply) -> Answer:
    """Be a proxy that answers everything with a page."""
    return lambda _request: Response(200, b"<html>sign in</html>")


def filtering(*replies: Reply) -> Answer:
    """Withhold the answer."""
    script = Script(replies)
    return lambda request: completion(script.next(request), request, finish_reason="content_filter")
