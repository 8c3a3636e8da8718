"""Gateways and proxies that know only some of the parameters, and models that refuse usual ones."""

from tests.provider.server import Answer, Request, Response
from tests.provider.wire import Reply, Script, asked_format, completion, refusal


def without_response_format(*replies: Reply) -> Answer:
    """Be a gateway that does not know the parameter at all; tools work."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if asked_format(request):
            return refusal(400, "Unrecognized request argument supplied: response_format")
        return completion(script.next(request), request)

    return answer


def strict_gateway(*replies: Reply) -> Answer:
    """Know neither tools nor response_format: FastAPI with extra members forbidden, which repeats the request.

    Pydantic, "Error types": `extra_forbidden`, with `loc`, `msg` and the `input`.
    """
    script = Script(replies)

    def answer(request: Request) -> Response:
        extra = [
            each for each in ("response_format", "tools", "tool_choice") if each in request.body
        ]
        if not extra:
            return completion(script.next(request), request)
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


def deaf_gateway(*replies: Reply) -> Answer:
    """Take every parameter and heed none: the answer is plain content, also where a tool was named."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        text = script.next(request)
        return completion(text, request, message={"content": text, "tool_calls": None})

    return answer


def refusing_both_types(*replies: Reply) -> Answer:
    """Refuse either JSON mode by its type, and tools: a text model behind Ark, as users report of one."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        kind = asked_format(request)
        if kind:
            words = (
                "The parameter `response_format.type` specified in the request are not valid: "
                f"`{kind}` is not supported by this model"
            )
            return refusal(400, words, code="InvalidParameter")
        if request.body.get("tools"):
            return refusal(400, "tools is not supported by this model", code="InvalidParameter")
        return completion(script.next(request), request)

    return answer


def reasoning(*replies: Reply) -> Answer:
    """Refuse a temperature, and the limit under its old name (OpenAI, "Reasoning models")."""
    script = Script(replies)

    def answer(request: Request) -> Response:
        if "temperature" in request.body:
            return refusal(
                400, "Unsupported value: 'temperature' does not support 0 with this model."
            )
        if "max_tokens" in request.body:
            words = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
            return refusal(400, words)
        return completion(script.next(request), request)

    return answer
