"""Which questions would be put about a call that no reply is kept for. Asks nothing and keeps nothing.

The call goes the same way as in a run, with a client that only listens: what it is asked is what a run would ask.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from callsift.bulk.analysing import analysed
from callsift.cache import (
    EndpointMemory,
    EndpointNotes,
    KeptReply,
    Learned,
    ReplyStore,
    endpoint_name,
)
from callsift.domain.observation import Usage
from callsift.domain.transcript import Call
from callsift.model_client import Completion, Spent
from callsift.model_client.batch_lines import Question
from callsift.model_client.modes import Messages, Schema
from callsift.options import CallOptions
from callsift.playbook import Playbook
from callsift.settings import Settings
from callsift.steps.extract.llm import LLMEngine
from callsift.steps.extract.llm.question import question_key

# A reply that saw nothing lets the call go on to its end.
_NOTHING_SEEN = '{"signals": [], "milestones": [], "facts": [], "roles": []}'


class Questions:
    """Finds the questions of one call after the other."""

    def __init__(
        self,
        playbook: Playbook,
        settings: Settings,
        options: CallOptions,
        *,
        memory: EndpointMemory | None,
    ) -> None:
        self._playbook = playbook
        self._options = options
        self._listener = _Listener(settings, memory)
        self._engine = LLMEngine(playbook, settings, self._listener)

    async def about(self, call: Call, replies: ReplyStore) -> list[Question]:
        """Return the questions about a call that `replies` knows no reply to; none that is a second asking.

        Raises:
            PromptTooLong: the endpoint does not even read the instructions.
        """
        known = _Known(replies)
        engine = self._engine.with_replies(known)
        self._listener.heard = []
        await analysed(call, engine, playbook=self._playbook, options=self._options)
        return [each for each in self._listener.heard if each.key in known.wanted]


class _Listener:
    """Notes what it is asked, and says that there is nothing to see."""

    def __init__(self, settings: Settings, memory: EndpointMemory | None) -> None:
        self._settings = settings
        self._memory = memory or EndpointNotes()
        self.heard: list[Question] = []

    @property
    def learned(self) -> Learned:
        """Return what is known of the endpoint and model."""
        return self._memory.recall(endpoint_name(self._settings.base_url), self._model)

    @property
    def _model(self) -> str:
        return self._settings.model or ""

    @asynccontextmanager
    async def keep_open(self) -> AsyncIterator[None]:
        """Keep nothing open: nothing is sent."""
        yield

    async def complete(
        self,
        messages: Messages,
        schema: Schema,
        *,
        name: str,
        spent: Spent = lambda _: None,  # noqa: ARG002 - nothing is spent
    ) -> Completion:
        """Note a question. A second asking has other messages, and so another key than it is kept under."""
        key = question_key(self._settings, messages, schema)
        self.heard.append(Question(key, messages, schema, name))
        return Completion(
            text=_NOTHING_SEEN, mode="text", model=self._model, finish_reason="stop", usage=Usage()
        )


class _Known:
    """The replies that are kept, and the keys of what would be asked for; keeps nothing itself."""

    def __init__(self, replies: ReplyStore) -> None:
        self._replies = replies
        self.wanted: set[str] = set()

    def get(self, key: str) -> KeptReply | None:
        """Return the reply to a question that was answered before, or None."""
        return self._replies.get(key)

    def asking(self, key: str) -> None:
        """Take note of a question that has no reply."""
        self.wanted.add(key)

    def spent(self, key: str, usage: Usage) -> None:
        """Do nothing."""

    def put(self, key: str, reply: KeptReply) -> None:
        """Do nothing: what the listener says is no reply."""
