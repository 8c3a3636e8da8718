"""The replies of one input on a worker: whatever happens is told to the ledger, and nothing is sent before that knows.

A question is put down as `asking` without waiting; the receipt is waited for where the request would leave. If the ledger
has the reply already, the call is begun again with it.
"""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

from callsift.bulk.ray.letters import Letter, Receipt, error_of
from callsift.cache import KeptReply
from callsift.domain.observation import Usage

Send: TypeAlias = Callable[[Letter], "asyncio.Future[Receipt]"]


class AnsweredBefore(Exception):
    """The ledger has a reply that the worker did not know; begin again, it does now."""


class ToldReplies:
    """A store for one input that lies elsewhere."""

    def __init__(self, item: str, send: Send) -> None:
        self._item = item
        self._send = send
        self._known: dict[str, KeptReply] = {}
        self._open: list[tuple[str, asyncio.Future[Receipt]]] = []

    def get(self, key: str) -> KeptReply | None:
        """Return what is known here."""
        return self._known.get(key)

    def asking(self, key: str) -> None:
        """Tell that a question is about to be sent."""
        self._tell(Letter(self._item, "asking", key, look=key not in self._known))

    def spent(self, key: str, usage: Usage) -> None:
        """Tell what an answer used."""
        self._tell(Letter(self._item, "spent", key, usage=usage))

    def put(self, key: str, reply: KeptReply) -> None:
        """Tell a reply."""
        self._known[key] = reply
        self._tell(Letter(self._item, "put", key, reply=reply))

    async def settled(self) -> None:
        """Wait until all that was told is committed.

        Raises:
            AnsweredBefore: a reply that was paid for before came back; it is known here from now on.
            CallsiftError: nothing more may be asked.
        """
        found = False
        for key, receipt in list(self._open):
            # Several parts of a call wait here at once: the receipt is for all of them.
            known, fault = await asyncio.shield(receipt)
            if (key, receipt) in self._open:
                self._open.remove((key, receipt))
            if fault is not None:
                raise error_of(fault)
            if known is not None:
                self._known[key] = known
                found = True
        if found:
            raise AnsweredBefore

    async def flushed(self) -> None:
        """Wait until all that was told has arrived, whatever came of it."""
        await asyncio.gather(*(receipt for _, receipt in self._open), return_exceptions=True)

    def _tell(self, letter: Letter) -> None:
        self._open.append((letter.key, self._send(letter)))
