"""The shape of the reply: records for its items, and the JSON schema that the endpoint gets."""

import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from callsift.domain.observation import MilestoneKind, MilestoneStatus, Party
from callsift.playbook.model import Playbook

# Keywords that strict modes refuse or that only take up room in a prompt.
_NOISE = frozenset(("title", "default", "description", "minimum", "maximum"))


def _hint(value: object) -> int | None:
    """Read "[3]" and "3" as 3. A turn that cannot be read is no hint; the item stays."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    digits = re.search(r"\d{1,9}", str(value))
    return int(digits[0]) if digits else None


def _share(value: object) -> object:
    """Read a percentage as a share of one, and no confidence at all as full."""
    if value is None:
        return 1.0
    return value / 100 if isinstance(value, int | float) and 1 < value <= 100 else value


def _words(value: object) -> object:
    """Read a bare figure as the words that it is."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if plain else value


_Turn: TypeAlias = Annotated[
    int | None, BeforeValidator(_hint), WithJsonSchema({"type": "integer"})
]
_Confidence: TypeAlias = Annotated[
    float, Field(ge=0, le=1), BeforeValidator(_share), WithJsonSchema({"type": "number"})
]
_Value: TypeAlias = Annotated[str | bool, BeforeValidator(_words)]
_Optional: TypeAlias = Annotated[str | None, WithJsonSchema({"type": "string"})]


class SignalItem(BaseModel):
    """A signal that the model saw."""

    id: str
    quote: str
    turn: _Turn = None
    confidence: _Confidence = 1.0


class MilestoneItem(BaseModel):
    """An event of the purchase that the model saw."""

    kind: MilestoneKind
    status: MilestoneStatus
    party: Party = Field(alias="with")
    quote: str
    turn: _Turn = None


class FactItem(BaseModel):
    """A fact that the model saw. A fact that does not hold needs no quote."""

    name: str
    value: _Value
    quote: _Optional = None
    turn: _Turn = None


class RoleItem(BaseModel):
    """The side that the model gives to a speaker label."""

    speaker: str
    role: Literal["buyer", "seller", "other", "unknown"]


class _Shape(BaseModel):
    signals: list[SignalItem]
    milestones: list[MilestoneItem]
    facts: list[FactItem]
    roles: list[RoleItem]


def reply_schema(playbook: Playbook) -> dict[str, Any]:
    """Return the JSON schema of the reply: closed, all members required, this playbook's ids."""
    schema = _Shape.model_json_schema(by_alias=True)
    strict: dict[str, Any] = _strict(schema, schema["$defs"])
    lists = strict["properties"]
    lists["signals"]["items"]["properties"]["id"]["enum"] = sorted(playbook.signals)
    lists["facts"]["items"]["properties"]["name"]["enum"] = sorted(playbook.asked_facts)
    return strict


def _strict(node: Any, definitions: dict[str, Any]) -> Any:
    """Return a node as strict modes want it: no references, nothing optional, nothing beyond."""
    if isinstance(node, list):
        return [_strict(each, definitions) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _strict(definitions[node["$ref"].rsplit("/", 1)[1]], definitions)
    kept = {
        key: {name: _strict(each, definitions) for name, each in value.items()}
        if key == "properties"
        else _strict(value, definitions)
        for key, value in node.items()
        if key not in _NOISE and key != "$defs"
    }
    if "properties" in kept:
        kept = {**kept, "required": list(kept["properties"]), "additionalProperties": False}
    return kept
