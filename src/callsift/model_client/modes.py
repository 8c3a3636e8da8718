"""The ways of asking for JSON, the strictest first, and what a refusal says about them."""

import json
import re
from typing import Any, Literal, TypeAlias, get_args

from callsift.settings import Mode

Messages: TypeAlias = list[dict[str, str]]
Schema: TypeAlias = dict[str, Any]

LADDER: tuple[Mode, ...] = get_args(Mode)
_REFUSING = frozenset((400, 415, 422, 500, 501))
_OF_MODE = re.compile(
    r"response_?format|json_?schema|json_?object|structured[ _]output|grammar|guided_|tool|"
    r"function",
    re.I,
)
# Refusals of the parameter itself, not of one of its types: "unrecognized request argument:
# response_format", "response_format is not supported". DeepSeek's "this response_format type is
# unavailable now" is about the type.
_PARAMETER = re.compile(
    r"(?:unrecogni[sz]ed|unknown|unexpected|unsupported|extra|additional|forbidden)"
    r"[^.]{0,80}response_?format\b"
    r"|response_?format\W{1,4}(?:parameter |argument |field |option )?(?:is |are )?(?:currently )?"
    r"(?:not (?:supported|available|allowed|permitted|accepted|recogni[sz]ed)"
    r"|un(?:supported|known|recogni[sz]ed|available)|extra )",
    re.I,
)
_NAMES_A_TYPE = re.compile(r"json_?schema|json_?object|response_?format\W{1,3}types?\b", re.I)

_FOR_MACHINES = frozenset(("required", "additionalProperties"))
# Longer lists of allowed words are those of the instructions, such as the ids of signals.
_LONGEST_LIST = 12

Refusal: TypeAlias = Literal["parameter", "mode", "unclear"]


def request_options(messages: Messages, schema: Schema, *, name: str, mode: Mode) -> dict[str, Any]:
    """Return the part of a request that depends on the mode."""
    if mode == "json_schema":
        shape = {"name": name, "schema": schema, "strict": True}
        return {
            "messages": messages,
            "response_format": {"type": "json_schema", "json_schema": shape},
        }
    if mode == "tools":
        function = {"name": name, "description": "Report what was seen.", "parameters": schema}
        return {
            "messages": messages,
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": name}},
        }
    described = {"messages": _with_schema(messages, schema)}
    if mode == "json_object":
        return {**described, "response_format": {"type": "json_object"}}
    return described


def words_sent(messages: Messages, schema: Schema, mode: Mode) -> str:
    """Return all that a model reads of a request, in whatever form an endpoint puts the schema before it."""
    told = messages if mode in ("json_schema", "tools") else _with_schema(messages, schema)
    words = [each["content"] for each in told]
    if mode == "tools":
        words.append(json.dumps(schema, ensure_ascii=False))
    return "\n".join(words)


def steps_below(mode: Mode, refusal: Refusal) -> tuple[Mode, ...]:
    """Return the modes that are left after a refusal, the next one first."""
    left = LADDER[LADDER.index(mode) + 1 :]
    if refusal == "parameter":
        return tuple(each for each in left if each != "json_object")
    return left


def read_refusal(status: int, said: str, mode: Mode) -> Refusal | None:
    """Return what a refusal says about the mode that was asked in, or None if nothing.

    `unclear` is a refusal that follows a request in this mode without naming it.
    """
    if mode == "text" or status not in _REFUSING:
        return None
    if not _OF_MODE.search(said):
        return "unclear"
    whole = _PARAMETER.search(said) and not _NAMES_A_TYPE.search(said)
    return "parameter" if whole and mode != "tools" else "mode"


def _with_schema(messages: Messages, schema: Schema) -> Messages:
    """Return the messages with the schema in the first one: the fixed part stays a prefix."""
    first, *rest = messages
    shape = json.dumps(_outline(schema), ensure_ascii=False, separators=(",", ":"))
    words = "Answer with one json object of this JSON schema, all members present:"
    return [{**first, "content": f"{first['content']}\n\n{words}\n{shape}"}, *rest]


def _outline(node: Any) -> Any:
    """Return a schema as a reader needs it who was told in words what a long list may hold.

    What is only for a machine, or stands in the instructions already, would cost tokens in every call.
    """
    if isinstance(node, list):
        return [_outline(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _outline(value)
        for key, value in node.items()
        if key not in _FOR_MACHINES and not (key == "enum" and len(value) > _LONGEST_LIST)
    }
