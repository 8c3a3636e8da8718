"""What an endpoint's answers look like on the wire."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

from tests.provider.server import Request, Response
from tests.provider.tokenizers import Tokenizer, bytes_by_four

Reply: TypeAlias = str | Callable[[Request], str]


def completion(
    text: str, request: Request, *, count: Tokenizer = bytes_by_four, **changes: Any
) -> Response:
    """Return a chat completion with this text; `count` is the endpoint's tokenizer."""
    prompt = prompt_tokens(request, count)
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
        "completion_tokens": count(text),
        "total_tokens": prompt + count(text),
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


def prompt_tokens(request: Request, count: Tokenizer = bytes_by_four) -> int:
    """Return the tokens of what a request has the model read: its messages, and its tools where there are any."""
    words = [str(each.get("content", "")) for each in request.body["messages"]]
    tools = request.body.get("tools")
    if tools:
        words.append(json.dumps(tools, ensure_ascii=False))
    return sum(count(each) for each in words)


def refusal(status: int, message: str, **members: Any) -> Response:
    """Return an error in OpenAI's form."""
    return Response(
        status, {"error": {"message": message, "type": "invalid_request_error", **members}}
    )


class Script:
    """Replies in order, the last one for ever."""

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        self._left = list(replies) or [""]

    def next(self, request: Request) -> str:
        """Return the next reply."""
        reply = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        return reply if isinstance(reply, str) else reply(request)

    def peek(self, request: Request) -> str:
        """Return the next reply and leave it there."""
        reply = self._left[0]
        return reply if isinstance(reply, str) else reply(request)


def asked_format(request: Request) -> str | None:
    """Return the type of response format that a request asks for."""
    asked = request.body.get("response_format")
    return asked["type"] if asked else None


def is_forced_tool(request: Request) -> bool:
    """Tell whether a request names the tool that has to be called."""
    return isinstance(request.body.get("tool_choice"), dict)
