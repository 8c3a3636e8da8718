"""What a run takes in: anything with a key of its content, a name for people, and a call to load when its turn comes."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Protocol

from callsift.domain.transcript import Call


class Input(Protocol):
    """One input of a run. `key` is of its content, so that a file that moved is still the same input."""

    @property
    def key(self) -> str:
        """Return what it is recognised by."""
        ...

    @property
    def name(self) -> str:
        """Return what people know it by."""
        ...

    @property
    def account(self) -> str | None:
        """Return the customer's account, where the input says so."""
        ...

    @property
    def date(self) -> str | None:
        """Return the day of the call (ISO), where the input says so."""
        ...

    def load(self) -> Call:
        """Return the call.

        Raises:
            InputError: it cannot be read as one.
        """
        ...


def fingerprint(matter: Mapping[str, Any]) -> str:
    """Return 16 hex digits of everything but the input that bears on an outcome: engine, model, playbook, choices."""
    text = json.dumps(matter, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def item_key(content: str, under: str) -> str:
    """Return what an outcome is kept under: the content's key and the fingerprint of how it was looked at."""
    return hashlib.sha256(f"{content}\0{under}".encode()).hexdigest()
