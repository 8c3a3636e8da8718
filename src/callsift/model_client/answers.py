"""Reads what came back over the wire: the text, why it ended, what it used.

Believes no field to be there.
"""

from typing import Any, NamedTuple

from callsift.domain.observation import Usage
from callsift.model_client.completion import usage_of


class Answer(NamedTuple):
    """One answer as it came. `withheld` tells that the model or a filter declined."""

    text: str
    finish_reason: str | None
    withheld: bool
    usage: Usage


def read_answer(reply: Any) -> Answer | None:
    """Return the answer in a chat completion, or None if it is none."""
    choices = getattr(reply, "choices", None)
    first = choices[0] if choices else None
    message = getattr(first, "message", None)
    if message is None:
        return None
    reason = getattr(first, "finish_reason", None)
    text = _arguments(message) or _content(message)
    refused = bool(getattr(message, "refusal", None)) and not text
    return Answer(
        text=text,
        finish_reason=reason,
        withheld=refused or reason == "content_filter",
        usage=usage_of(getattr(reply, "usage", None)),
    )


def _arguments(message: Any) -> str:
    calls = getattr(message, "tool_calls", None) or ()
    for call in calls:
        arguments = getattr(getattr(call, "function", None), "arguments", None)
        if isinstance(arguments, str):
            return arguments
    return ""


def _content(message: Any) -> str:
    content = getattr(message, "content", None)
    if isinstance(content, list):
        # Some gateways pass the parts of a message through.
        parts = (each.get("text") for each in content if isinstance(each, dict))
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""
