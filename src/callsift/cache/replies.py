"""A reply that was paid for, and the key that it is found by: everything that bears on it, and no secret."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from callsift.domain.observation import Usage
from callsift.domain.record import Record

# Raised when what is kept of a reply, or how it is asked for, changes its meaning.
_FORM = 1


class KeptReply(Record):
    """The texts of a model's replies to one question and its second asking, and how they were asked for.

    Until it is `final` a second asking may follow. A final one without any text means that every answer was cut off:
    the question has to be put in smaller parts.
    """

    texts: tuple[str, ...]
    model: str
    mode: str
    final: bool = True


class ReplyStore(Protocol):
    """Where replies are kept, so that none is paid for twice: the user's cache, or the ledger of a run."""

    def get(self, key: str) -> KeptReply | None:
        """Return the reply to a question that was answered before, or None."""
        ...

    def asking(self, key: str) -> None:
        """Take note that the question is about to be put to the endpoint."""
        ...

    def spent(self, key: str, usage: Usage) -> None:
        """Take note of what one answer to it used, whether or not it can be read."""
        ...

    def put(self, key: str, reply: KeptReply) -> None:
        """Keep a reply; it is on disk when this returns."""
        ...


class Layered:
    """Two stores as one: what the second knows already is taken over into the first."""

    def __init__(self, first: ReplyStore, second: ReplyStore) -> None:
        self._first = first
        self._second = second

    def get(self, key: str) -> KeptReply | None:
        """Return the reply of the first store, else that of the second."""
        known = self._first.get(key)
        if known is None and (other := self._second.get(key)) is not None:
            self._first.put(key, other)
            return other
        return known

    def asking(self, key: str) -> None:
        """Take note in both."""
        self._first.asking(key)
        self._second.asking(key)

    def spent(self, key: str, usage: Usage) -> None:
        """Take note in both."""
        self._first.spent(key, usage)
        self._second.spent(key, usage)

    def put(self, key: str, reply: KeptReply) -> None:
        """Keep a reply in both, in the first one first."""
        self._first.put(key, reply)
        self._second.put(key, reply)


def request_key(
    *,
    base_url: str,
    model: str,
    mode: str | None,
    messages: Sequence[Mapping[str, str]],
    schema: Mapping[str, Any],
) -> str:
    """Return 64 hex digits that change with everything that bears on the reply.

    The key to the endpoint, the time-outs and how often it is asked do not bear on it. `mode` is the mode that the
    user fixed, not one that was learned.
    """
    matter = {
        "form": _FORM,
        "base_url": base_url.rstrip("/"),
        "model": model,
        "mode": mode,
        "temperature": 0,
        "messages": [dict(each) for each in messages],
        "schema": schema,
    }
    text = json.dumps(matter, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
