"""One question to a model, as it is put in each mode, and who may be asked."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeAlias

from callsift.cache import Learned
from callsift.costs import Spread, spread_of
from callsift.domain.observation import Usage
from callsift.model_client.completion import Completion
from callsift.model_client.modes import Messages, Schema, request_options, words_sent
from callsift.settings import Mode

Spent: TypeAlias = Callable[[Usage], None]


class Completer(Protocol):
    """Whoever answers questions: `ModelClient`, or one who only listens."""

    @property
    def learned(self) -> Learned:
        """What is known of the endpoint and model."""

    async def complete(
        self, messages: Messages, schema: Schema, *, name: str, spent: Spent = ...
    ) -> Completion:
        """Return an answer, as `ModelClient.complete`."""

    def keep_open(self) -> AbstractAsyncContextManager[None]:
        """Keep between calls what would be opened for each."""


class Asking:
    """One question: what is sent depends on the mode alone."""

    def __init__(self, messages: Messages, schema: Schema, name: str, spent: Spent) -> None:
        self._messages = messages
        self._schema = schema
        self._name = name
        self.spent = spent

    def request(self, mode: Mode) -> dict[str, Any]:
        """Return the part of the request that depends on the mode."""
        return request_options(self._messages, self._schema, name=self._name, mode=mode)

    def spread(self, mode: Mode) -> Spread:
        """Return the characters that the endpoint has to read."""
        return spread_of(words_sent(self._messages, self._schema, mode))
