"""Reads the model's reply item by item: a bad one never loses the others.

What is kept and what is dropped add up to what was returned.
"""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError

from callsift.domain.observation import (
    Candidate,
    Dropped,
    DropReason,
    FactCandidate,
    MilestoneCandidate,
    RoleGuess,
)
from callsift.domain.record import Record
from callsift.playbook.model import Playbook
from callsift.steps.extract.llm.repair import CUT, LISTS, find_answer
from callsift.steps.extract.llm.shape import FactItem, MilestoneItem, RoleItem, SignalItem
from callsift.steps.extract.llm.strings import Torn

_Kept = TypeVar("_Kept")
_TRUTHS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
# So many items without a good one are no slip: the model has not understood what was asked.
_SYSTEMATIC = 3
# Enough to recognise what was dropped; a runaway string must not swell the result.
_SHOWN_CHARS = 500


class Reading(Record):
    """What a reply says, item by item, and what had to be forgiven to read it."""

    candidates: tuple[Candidate, ...] = ()
    milestones: tuple[MilestoneCandidate, ...] = ()
    facts: tuple[FactCandidate, ...] = ()
    roles: tuple[RoleGuess, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def kept(self) -> int:
        """Return how many items were kept."""
        return len(self.candidates) + len(self.milestones) + len(self.facts) + len(self.roles)


class Unreadable(Record):
    """A reply that says nothing that can be used, and why, in words for the model."""

    faults: tuple[str, ...]


def read_reply(text: str, playbook: Playbook) -> Reading | Unreadable:
    """Return what a reply says, or why it cannot be used."""
    if not text.strip():
        return Unreadable(faults=("it was empty.",))
    found = find_answer(text)
    if found is None:
        return Unreadable(faults=("it holds no json object with a list named signals.",))
    reading = _read_items(found.answer, playbook).model_copy(update={"repairs": found.repairs})
    if CUT in found.repairs and not reading.kept:
        return Unreadable(faults=("it broke off before its first whole item.",))
    if len(reading.dropped) >= _SYSTEMATIC and not reading.kept:
        return Unreadable(faults=_faults(reading.dropped))
    return reading


def _read_items(answer: dict[str, Any], playbook: Playbook) -> Reading:
    dropped: list[Dropped] = []
    readers: dict[str, Callable[[dict[str, Any]], Any]] = {
        "signals": lambda item: _signal(item, playbook),
        "milestones": _milestone,
        "facts": lambda item: _fact(item, playbook),
        "roles": _role,
    }
    kept = {name: _each(answer.get(name), name, readers[name], dropped) for name in LISTS}
    return Reading(
        candidates=kept["signals"],
        milestones=kept["milestones"],
        facts=kept["facts"],
        roles=kept["roles"],
        dropped=tuple(dropped),
    )


def _each(
    items: object,
    name: str,
    read: Callable[[dict[str, Any]], _Kept | Dropped],
    dropped: list[Dropped],
) -> tuple[_Kept, ...]:
    if items is None:
        return ()
    kept: list[_Kept] = []
    for item in items if isinstance(items, list) else [items]:
        result = _one(item, name, read)
        if isinstance(result, Dropped):
            dropped.append(result)
        else:
            kept.append(result)
    return tuple(kept)


def _one(
    item: object, name: str, read: Callable[[dict[str, Any]], _Kept | Dropped]
) -> _Kept | Dropped:
    label = _label(item, name)
    if not isinstance(item, dict) or any(_is_maimed(each) for each in item.values()):
        return _drop(label, item, "invalid")
    try:
        return read(item)
    except ValidationError:
        return _drop(label, item, "invalid")


def _is_maimed(value: object) -> bool:
    """Tell whether a string lost its end, or holds half a character that no file can."""
    if not isinstance(value, str):
        return False
    return isinstance(value, Torn) or value.encode("utf-8", "replace").decode("utf-8") != value


def _signal(item: dict[str, Any], playbook: Playbook) -> Candidate | Dropped:
    read = SignalItem.model_validate(item)
    if read.id not in playbook.signals:
        return _drop(read.id, item, "unknown_id")
    return Candidate(signal=read.id, quote=read.quote, turn=read.turn, confidence=read.confidence)


def _milestone(item: dict[str, Any]) -> MilestoneCandidate:
    read = MilestoneItem.model_validate(item)
    return MilestoneCandidate(
        kind=read.kind, status=read.status, party=read.party, quote=read.quote, turn=read.turn
    )


def _fact(item: dict[str, Any], playbook: Playbook) -> FactCandidate | Dropped:
    read = FactItem.model_validate(item)
    known = playbook.facts.get(read.name)
    if known is None:
        return _drop(f"fact:{read.name}", item, "unknown_id")
    value = read.value
    if known.kind == "truth" and isinstance(value, str):
        if value.strip().lower() not in _TRUTHS:
            return _drop(f"fact:{read.name}", item, "invalid")
        value = _TRUTHS[value.strip().lower()]
    return FactCandidate(name=read.name, value=value, quote=read.quote, turn=read.turn)


def _role(item: dict[str, Any]) -> RoleGuess:
    read = RoleItem.model_validate(item)
    return RoleGuess(speaker=read.speaker, role=read.role)


def _label(item: object, name: str) -> str:
    """Return what a dropped item is listed under, in the same words as grounding lists it."""
    members = item if isinstance(item, dict) else {}
    if name == "signals":
        return _plain(members.get("id", "signal"))
    key = {"milestones": "kind", "facts": "name", "roles": "speaker"}[name]
    return f"{name.removesuffix('s')}:{_plain(members.get(key, ''))}"


def _drop(label: str, item: object, reason: DropReason) -> Dropped:
    quote = item.get("quote", "") if isinstance(item, dict) else item
    return Dropped(signal=_plain(label), quote=_plain(quote), reason=reason)


def _plain(value: object) -> str:
    """Return a short text of any value, such that it can be written."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text[:_SHOWN_CHARS].encode("utf-8", "replace").decode("utf-8")


def _faults(dropped: tuple[Dropped, ...]) -> tuple[str, ...]:
    unknown = sum(each.reason == "unknown_id" for each in dropped)
    count = f"none of its {len(dropped)} items could be read"
    return (
        f"{count}: {unknown} with an id that does not exist,"
        f" {len(dropped) - unknown} with members missing or wrong.",
    )
