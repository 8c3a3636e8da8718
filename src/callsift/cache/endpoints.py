"""What an endpoint taught: which mode works, which parameters it takes, how it counts, how much it reads."""

from typing import Literal, Protocol, TypeAlias
from urllib.parse import urlsplit

from callsift.costs import Spread, TokenScale, fitted
from callsift.costs.tokens import Sums
from callsift.domain.record import Record
from callsift.settings import Mode

LimitName: TypeAlias = Literal["max_tokens", "max_completion_tokens"]


class Learned(Record):
    """What is known of one endpoint and model.

    `context_tokens` is the most that it was seen to read of a prompt, where it once read less than was sent.
    `sums` are its own token counts, summed (see `costs.tokens`).
    """

    mode: Mode | None = None
    with_temperature: bool = True
    limit_name: LimitName = "max_tokens"
    with_thinking: bool = True
    context_tokens: int | None = None
    sums: Sums = Sums()

    @property
    def scale(self) -> TokenScale:
        """Return how this endpoint counts tokens, as far as it is known."""
        return fitted(self.sums)

    @property
    def reports(self) -> int:
        """Return how many counts the scale rests on."""
        return self.sums.calls

    def counted(self, spread: Spread, tokens: int) -> "Learned":
        """Return what is known after one more count of the prompt's tokens."""
        return self.model_copy(update={"sums": self.sums.with_report(spread, tokens)})


class EndpointMemory(Protocol):
    """Where it is kept."""

    def recall(self, endpoint: str, model: str) -> Learned:
        """Return what is known of an endpoint and model; nothing at first."""
        ...

    def remember(self, endpoint: str, model: str, learned: Learned) -> None:
        """Keep what is known of an endpoint and model."""
        ...


class EndpointNotes:
    """A memory that lasts as long as the object."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Learned] = {}

    def recall(self, endpoint: str, model: str) -> Learned:
        """Return what is known of an endpoint and model."""
        return self._known.get((endpoint, model), Learned())

    def remember(self, endpoint: str, model: str, learned: Learned) -> None:
        """Keep what is known of an endpoint and model."""
        self._known[endpoint, model] = learned


def endpoint_name(base_url: str) -> str:
    """Return a base URL without what may be a secret in it: user name, password and query."""
    parts = urlsplit(base_url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}"
