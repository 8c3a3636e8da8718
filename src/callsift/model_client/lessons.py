"""What one endpoint and model taught so far, and what an answer or a refusal teaches about how much they read."""

from typing import Any

from callsift.cache import EndpointMemory, Learned
from callsift.costs import Spread
from callsift.costs.tokens import DEFAULT_SCALE
from callsift.domain.observation import Usage
from callsift.errors import PromptTooLong
from callsift.model_client.overflow import refuse_half_read

# A prompt that was too long is followed by shorter ones, whatever the endpoint says that it reads.
_LESS_THAN_SENT = 0.8


class Lessons:
    """The memory of one endpoint and model."""

    def __init__(self, memory: EndpointMemory, endpoint: str, model: str) -> None:
        self._memory = memory
        self._endpoint = endpoint
        self._model = model

    @property
    def learned(self) -> Learned:
        """Return what is known."""
        return self._memory.recall(self._endpoint, self._model)

    def remember(self, **changes: Any) -> None:
        """Keep what has changed."""
        self._keep(self.learned.model_copy(update=changes))

    def take_in(self, spread: Spread, usage: Usage, *, where: str) -> None:
        """Learn from an answer how the endpoint counts and how much it reads.

        Raises:
            PromptTooLong: it read clearly less than what was sent.
        """
        known = self.learned
        try:
            refuse_half_read(spread, usage, known=known, where=where)
        except PromptTooLong:
            self.overflowed(spread, usage.prompt_tokens)
            raise
        if usage.prompt_tokens:
            self._keep(known.counted(spread, usage.prompt_tokens))

    def overflowed(self, spread: Spread, read: int | None) -> None:
        """Remember how much the endpoint reads: at most what it said, and clearly less than was sent just now.

        Without the latter a tokenizer that counts more than we guess would be sent as much again.
        """
        sent = int(_LESS_THAN_SENT * DEFAULT_SCALE.tokens(spread))
        known = self.learned.context_tokens
        self.remember(context_tokens=min(each for each in (sent, read, known) if each))

    def _keep(self, learned: Learned) -> None:
        self._memory.remember(self._endpoint, self._model, learned)
