"""What the tests of the client share: a question, settings for a server, a sleep that notes."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from callsift.cache import EndpointMemory
from callsift.costs import Budget
from callsift.model_client import Completion, Limiter, ModelClient
from callsift.settings import Settings
from tests.provider import Provider

KEY = "sk-very-secret-key"
WORDS = "客户说这句话只在通话里"
SCHEMA = {
    "type": "object",
    "properties": {"signals": {"type": "array", "items": {"type": "string"}}},
    "required": ["signals"],
    "additionalProperties": False,
}


class Waits:
    """A sleep that takes no time and remembers what it was asked for, and the clock that goes with it."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Note the seconds."""
        self.seconds.append(seconds)

    def now(self) -> float:
        """Return the seconds that were slept so far."""
        return sum(self.seconds)


@pytest.fixture
def anyio_backend() -> str:
    """Run async tests on the loop that the library's own face uses."""
    return "asyncio"


@pytest.fixture
def waits() -> Waits:
    """Return a sleep that takes no time."""
    return Waits()


@pytest.fixture
def client_for(waits: Waits) -> Callable[..., ModelClient]:
    """Return a maker of clients for a server."""

    def make(
        provider: Provider,
        *,
        memory: EndpointMemory | None = None,
        budget: Budget | None = None,
        notice: Callable[[str], None] = lambda _: None,
        **changes: Any,
    ) -> ModelClient:
        values = {"model": "m", "base_url": provider.base_url, "api_key": SecretStr(KEY), **changes}
        limiter = Limiter(sleep=waits, clock=waits.now)
        return ModelClient(
            Settings(**values),
            memory=memory,
            limiter=limiter,
            budget=budget,
            notice=notice,
            sleep=waits,
        )

    return make


async def ask(client: ModelClient) -> Completion:
    """Ask the question that all tests here ask."""
    messages = [
        {"role": "system", "content": "Answer with one json object."},
        {"role": "user", "content": WORDS},
    ]
    return await client.complete(messages, SCHEMA, name="observations")
