"""Letters from workers to whoever keeps the ledger: in order, many at once, each with its own receipt."""

import asyncio

import anyio
import pytest

from callsift.bulk.ray.letters import Fault, Letter, Receipt
from callsift.bulk.ray.mailbox import Answered, Mailbox, Postman
from tests.bulk.ray.here import Dead, Here


def letter(number: int) -> Letter:
    return Letter("item", "asking", str(number))


async def _keep(mailbox: Mailbox, read: list[str], envelopes: list[int]) -> None:
    """Read letters as the ledger would; each receipt repeats its letter's key."""
    answered: list[Answered] = []
    while True:
        fetched = await mailbox.fetch(answered)
        envelopes.extend(len(each.letters) for each in fetched)
        read.extend(one.key for each in fetched for one in each.letters)
        answered = [
            Answered(each.number, tuple(Receipt(fault=Fault("x", one.key)) for one in each.letters))
            for each in fetched
        ]


def test_every_letter_is_read_once_in_order_and_gets_its_own_receipt() -> None:
    read: list[str] = []
    envelopes: list[int] = []

    async def run() -> list[str]:
        mailbox = Mailbox()
        postman = Postman(Here(mailbox))
        keeper = asyncio.ensure_future(_keep(mailbox, read, envelopes))
        receipts = [postman.send(letter(each)) for each in range(50)]
        await anyio.lowlevel.checkpoint()
        receipts += [postman.send(letter(each)) for each in range(50, 90)]
        told = [(await each).fault for each in receipts]
        keeper.cancel()
        return [each.what for each in told if each]

    assert anyio.run(run) == list(map(str, range(90)))
    assert read == list(map(str, range(90)))
    assert len(envelopes) < 10, "what is said while the postman is under way goes together"


def test_letters_of_several_workers_find_their_way_back() -> None:
    async def run() -> list[str | None]:
        mailbox = Mailbox()
        keeper = asyncio.ensure_future(_keep(mailbox, [], []))
        postmen = [Postman(Here(mailbox)) for _ in range(3)]
        receipts = [postmen[each % 3].send(letter(each)) for each in range(30)]
        told = [(await each).fault for each in receipts]
        keeper.cancel()
        return [each and each.what for each in told]

    assert anyio.run(run) == list(map(str, range(30)))


def test_who_waits_for_a_receipt_hears_that_the_mailbox_is_gone() -> None:
    async def run() -> None:
        here = Here(Mailbox())
        receipt = Postman(here).send(letter(1))
        await anyio.lowlevel.checkpoint()
        here.kill()
        with pytest.raises(Dead):
            await receipt

    anyio.run(run)
