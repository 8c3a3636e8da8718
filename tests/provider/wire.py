"""What an endpoint's answers look like on the wire."""

from typing import Any

from tests.provider.server import Request, Response


def completion(text: str, request: Request, **changes: Any) -> Response:
    """Return a chat completion with this text, counted roughly as a tokenizer would."""
    prompt = sum(_tokens(str(each.get("content", ""))) for each in request.body["messages"])
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if request.body.get("tools"):
        function = {"name": request.body["tools"][0]["function"]["name"], "arguments": text}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_0", "type": "function", "function": function}],
        }
    choice = {
        "index": 0,
        "message": {**message, **changes.get("message", {})},
        "finish_reason": changes.get("finish_reason", "stop"),
    }
    usage = {
        "prompt_tokens": prompt,
        "completion_tokens": _tokens(text),
        "total_tokens": prompt + _tokens(text),
        "prompt_tokens_details": {"cached_tokens": 7},
    }
    payload = {
        "id": "chatcmpl-0",
        "object": "chat.completion",
        "created": 0,
        "model": request.body["model"],
        "choices": [choice],
        "usage": {**usage, **changes.get("usage", {})},
    }
    return Response(200, payload)


def refusal(status: int, message: str, **members: Any) -> Response:
    """Return an error in OpenAI's form."""
    return Response(
        status, {"error": {"message": message, "type": "invalid_request_error", **members}}
    )


class Script:
    """Replies in order, the last one for ever."""

    def __init__(self, replies: tuple[str, ...]) -> None:
        self._left = list(replies) or [""]

    def next(self) -> str:
        """Return the next reply."""
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]

    def peek(self) -> str:
        """Return the next reply and leave it there."""
        return self._left[0]


def asked_format(request: Request) -> str | None:
    """Return the type of response format that a request asks for."""
    asked = request.body.get("response_format")
    return asked["type"] if asked else None


def _tokens(text: str) -> int:
    return sum(3 if ord(char) >= 0x2E80 else 1 for char in text) // 4
