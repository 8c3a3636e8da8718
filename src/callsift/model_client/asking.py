"""One question to a model, as it is put in each mode."""

from collections.abc import Callable
from typing import Any, TypeAlias

from callsift.costs import Spread, spread_of
from callsift.domain.observation import Usage
from callsift.model_client.completion import Mode
from callsift.model_client.modes import Messages, Schema, request_options, words_sent

Spent: TypeAlias = Callable[[Usage], None]


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
