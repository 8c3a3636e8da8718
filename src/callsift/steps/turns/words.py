"""The words and patterns by which sides are told, read from `playbook/roles.toml`."""

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

import tomli

from callsift.resources import package_text

Side: TypeAlias = Literal["seller", "buyer", "other"]


class Said(NamedTuple):
    """A pattern of speech and its weight: above zero for the seller, below for the buyer."""

    pattern: re.Pattern[str]
    weight: float


class RoleWords(NamedTuple):
    """All that is known of sides. Everything is matched on folded text."""

    labels: tuple[tuple[str, Side], ...]
    leans_buyer: re.Pattern[str]
    leans_seller: re.Pattern[str]
    participants: re.Pattern[str]
    respectful: re.Pattern[str]
    plain: re.Pattern[str]
    said: tuple[Said, ...]
    titles: str
    surnames: frozenset[str]


@lru_cache(maxsize=1)
def role_words() -> RoleWords:
    """Return the words of sides; longer label words come first."""
    table: dict[str, Any] = tomli.loads(package_text("playbook/roles.toml"))
    labels, reading = table["labels"], table["reading"]
    sides: tuple[Side, ...] = ("seller", "buyer", "other")
    pairs = [(word, side) for side in sides for word in labels[side]]
    return RoleWords(
        labels=tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair))),
        leans_buyer=re.compile(labels["leans_buyer"]),
        leans_seller=re.compile(labels["leans_seller"]),
        participants=re.compile(labels["participants"]),
        respectful=re.compile(labels["respectful"]),
        plain=re.compile(labels["plain"]),
        said=(*_said(table["said"]["seller"], 1), *_said(table["said"]["buyer"], -1)),
        titles=reading["titles"],
        surnames=frozenset(reading["surnames"]),
    )


def _said(entries: list[dict[str, Any]], sign: int) -> list[Said]:
    return [Said(re.compile(each["pattern"]), sign * each["weight"]) for each in entries]
