"""Takes the workers' letters into the ledger, in the one process that writes it."""

from collections.abc import Callable
from typing import Any

from callsift.bulk.ledger import Ledger
from callsift.bulk.ray.letters import Letter, Receipt, fault_of
from callsift.bulk.ray.mailbox import Answered, Envelope
from callsift.cache import Layered, Learned, ReplyStore, Store
from callsift.costs import Budget
from callsift.errors import CallsiftError, UsageError

_TAKEN_IN = Receipt()


class Post:
    """The ledger's side of the mailbox. `broken` is what the ledger failed of, if it did."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        store: Store | None = None,
        budget: Budget | None = None,
        learnt: Callable[[Learned], None] = lambda _: None,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._budget = budget or Budget()
        self._learnt = learnt
        self.broken: UsageError | None = None

    async def serve(self, mailbox: Any) -> None:
        """Take in whatever comes, until this is cancelled."""
        answered: list[Answered] = []
        while True:
            envelopes: list[Envelope] = await mailbox.fetch.remote(answered)
            answered = [
                Answered(each.number, tuple(map(self.take_in, each.letters))) for each in envelopes
            ]

    def take_in(self, letter: Letter) -> Receipt:
        """Commit what a letter says, and return its receipt."""
        if self.broken is not None:
            return Receipt(fault=fault_of(self.broken))
        try:
            return self._asked(letter) if letter.said == "asking" else self._told(letter)
        except UsageError as error:
            # A ledger that cannot be written is the run's end, not this input's.
            self.broken = error
            return Receipt(fault=fault_of(error))
        except CallsiftError as error:
            return Receipt(fault=fault_of(error))

    def lost(self, item: str) -> None:
        """Write down that a worker died with an input: of what it was asking nobody knows whether it is paid.

        Raises:
            UsageError: the ledger cannot be written any more.
        """
        self._ledger.change(
            "UPDATE call SET status = 'outcome_unknown' WHERE item = ? AND run = ? AND status = 'in_flight'",
            (item, self._ledger.run),
        )

    def settled(self, item: str) -> None:
        """Write down that nothing of an input is under way any more."""
        self._ledger.replies_for(item).settle()

    def _asked(self, letter: Letter) -> Receipt:
        replies = self._replies(letter.item)
        known = replies.get(letter.key) if letter.look else None
        if known is not None:
            return Receipt(known=known)
        self._budget.check()
        replies.asking(letter.key)
        return _TAKEN_IN

    def _told(self, letter: Letter) -> Receipt:
        if letter.usage is not None:
            self._budget.add(letter.usage)
            self._replies(letter.item).spent(letter.key, letter.usage)
        if letter.reply is not None:
            self._replies(letter.item).put(letter.key, letter.reply)
        if letter.learned is not None:
            self._learnt(letter.learned)
        return _TAKEN_IN

    def _replies(self, item: str) -> ReplyStore:
        own = self._ledger.replies_for(item)
        return Layered(own, self._store) if self._store else own
