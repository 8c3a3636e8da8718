"""The replies to one input's questions, kept in the run's ledger: none is paid for twice. Knows nothing of inputs."""

from typing import TYPE_CHECKING

from callsift.cache import KeptReply
from callsift.domain.observation import Usage

if TYPE_CHECKING:
    from callsift.bulk.ledger import Ledger


class ItemReplies:
    """The replies to one input's questions. A call is written down before it is sent."""

    def __init__(self, ledger: "Ledger", item: str) -> None:
        self._ledger = ledger
        self._item = item

    def get(self, key: str) -> KeptReply | None:
        """Return the reply to a question that was answered before, or None."""
        return self._ledger.reply(key)

    def asking(self, key: str) -> None:
        """Write down that a call is about to be sent."""
        self._ledger.change(
            "INSERT INTO call (item, key, run, status) VALUES (?, ?, ?, 'in_flight')",
            (self._item, key, self._ledger.run),
        )

    def spent(self, key: str, usage: Usage) -> None:
        """Write down what an answer used; a further answer to the same question is a call of its own."""
        tokens = (usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens)
        changed = self._ledger.change(
            "UPDATE call SET status = 'answered', prompt_tokens = ?, completion_tokens = ?, cached_tokens = ? "
            "WHERE id = (SELECT max(id) FROM call WHERE item = ? AND key = ? AND run = ? AND status = 'in_flight')",
            (*tokens, self._item, key, self._ledger.run),
        )
        if not changed:
            self._ledger.change(
                "INSERT INTO call (item, key, run, status, prompt_tokens, completion_tokens, cached_tokens) "
                "VALUES (?, ?, ?, 'answered', ?, ?, ?)",
                (self._item, key, self._ledger.run, *tokens),
            )

    def put(self, key: str, reply: KeptReply) -> None:
        """Keep a reply."""
        self._ledger.change(
            "INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, reply.model_dump_json())
        )

    def settle(self) -> None:
        """Write down that no call of this input is under way any more: those without an answer failed."""
        self._ledger.change(
            "UPDATE call SET status = 'failed' WHERE item = ? AND run = ? AND status = 'in_flight'",
            (self._item, self._ledger.run),
        )
