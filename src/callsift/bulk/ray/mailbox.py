"""Where workers leave letters for the process that keeps the ledger, and wait for its receipt. Understands none of them.

An actor can be called from everywhere; the process that started a run cannot. So it comes and fetches.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

from callsift.bulk.ray.letters import Letter, Receipt


class Envelope(NamedTuple):
    """Letters that came together, and the number that their receipts are to bear."""

    number: int
    letters: tuple[Letter, ...]


class Answered(NamedTuple):
    """The receipts for the letters of one envelope, in their order."""

    number: int
    receipts: tuple[Receipt, ...]


class Mailbox:
    """The actor. Letters are fetched in the order in which they came."""

    def __init__(self) -> None:
        self._here: deque[Envelope] = deque()
        self._came = asyncio.Event()
        self._waiting: dict[int, asyncio.Future[tuple[Receipt, ...]]] = {}
        self._number = 0

    async def tell(self, letters: tuple[Letter, ...]) -> tuple[Receipt, ...]:
        """Return the receipts for some letters, once they are committed."""
        self._number += 1
        number = self._number
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._here.append(Envelope(number, letters))
        self._came.set()
        try:
            return await self._waiting[number]
        finally:
            del self._waiting[number]

    async def fetch(self, answered: Sequence[Answered]) -> list[Envelope]:
        """Bring receipts, and return what has come; waits until there is something."""
        for number, receipts in answered:
            waiting = self._waiting.get(number)
            if waiting is not None and not waiting.done():
                waiting.set_result(receipts)
        await self._came.wait()
        self._came.clear()
        fetched = list(self._here)
        self._here.clear()
        return fetched


class Postman:
    """A worker's way to the mailbox: what is said while he is under way goes with him the next time, all at once."""

    def __init__(self, mailbox: Any) -> None:
        self._mailbox = mailbox
        self._bag: list[tuple[Letter, asyncio.Future[Receipt]]] = []
        self._round: asyncio.Task[None] | None = None

    def send(self, letter: Letter) -> "asyncio.Future[Receipt]":
        """Return what will be the receipt for a letter."""
        receipt: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._bag.append((letter, receipt))
        if self._round is None:
            self._round = asyncio.create_task(self._go())
        return receipt

    async def _go(self) -> None:
        while self._bag:
            bag, self._bag = self._bag, []
            try:
                receipts = await self._mailbox.tell.remote(tuple(letter for letter, _ in bag))
            except Exception as error:  # noqa: BLE001 - whoever waits for a receipt has to hear of it, whatever it is
                for _, receipt in bag:
                    if not receipt.done():
                        receipt.set_exception(error)
                continue
            for (_, receipt), came in zip(bag, receipts, strict=True):
                if not receipt.done():
                    receipt.set_result(came)
        self._round = None
