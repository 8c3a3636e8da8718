"""Puts one question to the model: about a part of a call, once, and once more where the answer had faults.

A reply that was paid for before is taken from where replies are kept. An answer that was cut off is asked for in halves.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple, Self

from callsift.cache import KeptReply, ReplyStore, request_key
from callsift.domain.observation import Usage
from callsift.domain.transcript import Transcript
from callsift.errors import CostLimitReached, ModelReplyUnusable, ReplyCutOff
from callsift.model_client import Completer, Completion, Spent
from callsift.playbook.model import Playbook
from callsift.prompting import Message, again_message, observe_messages, part_messages
from callsift.settings import Settings
from callsift.steps.extract.llm.parts import Measure, Part, halves, whole
from callsift.steps.extract.llm.quoting import joined, misquoted, of_this_part
from callsift.steps.extract.llm.reply import Reading, Unreadable, read_reply

_NAME = "observations"


class Answer(NamedTuple):
    """What the model said about a part, and which model and mode it was."""

    reading: Reading
    model: str
    mode: str


class _Question(NamedTuple):
    """A part of a call, how it is asked about, and the key that replies to that are kept under."""

    transcript: Transcript
    part: Part
    messages: list[Message]
    key: str


class Questioner:
    """Asks about parts of one call."""

    def __init__(
        self,
        playbook: Playbook,
        settings: Settings,
        client: Completer,
        schema: dict[str, Any],
        *,
        replies: ReplyStore | None,
        measure: Measure,
    ) -> None:
        self._playbook = playbook
        self._settings = settings
        self._client = client
        self._schema = schema
        self._replies = replies
        self._measure = measure

    def with_replies(self, replies: ReplyStore | None) -> Self:
        """Return the same with replies kept elsewhere."""
        other = copy(self)
        other._replies = replies
        return other

    async def answers(
        self, transcript: Transcript, part: Part, place: tuple[int, int], spent: Spent
    ) -> list[Answer]:
        """Return what the model says about a part: one answer, or several where it had to be cut.

        `spent` is told the usage of every answer, also of those that came to nothing.

        Raises:
            PromptTooLong: the endpoint does not read as much.
            ModelError: the endpoint failed, or two answers in a row could not be used.
        """
        messages = self.messages(transcript, part, place)
        key = question_key(self._settings, messages, self._schema)
        question = _Question(transcript, part, messages, key)
        kept = self._replies.get(key) if self._replies else None
        if kept is None or kept.texts or not kept.final:
            try:
                return [await self._answer(question, kept, spent)]
            except ReplyCutOff:
                if halves(transcript, part, self._measure) is None:
                    raise
                self._keep(key, KeptReply(texts=(), model="", mode=""))
        pieces = halves(transcript, part, self._measure) or [part]
        number, of = place
        return [
            answer
            for at, piece in enumerate(pieces)
            for answer in await self.answers(
                transcript, piece, ((number - 1) * len(pieces) + at + 1, of * len(pieces)), spent
            )
        ]

    def messages(self, transcript: Transcript, part: Part, place: tuple[int, int]) -> list[Message]:
        """Return the messages that ask about a part; about the whole call they say nothing of parts."""
        if part == whole(transcript):
            return observe_messages(transcript, self._playbook)
        return part_messages(transcript, self._playbook, part.excerpts, place)

    async def _answer(self, question: _Question, kept: KeptReply | None, spent: Spent) -> Answer:
        """Ask, and once more where the answer cannot be read or misquotes; what was paid for is kept at once."""
        transcript, part, messages, key = question

        def told(usage: Usage) -> None:
            spent(usage)
            if self._replies:
                self._replies.spent(key, usage)

        if kept is None or not kept.texts:
            kept = await self._first(messages, key, told)
        reading = self._reading(kept.texts, transcript)
        faults = () if kept.final else _faults(reading, transcript)
        if faults:
            second = await self._second(messages, faults, reading, key, told)
            if second is not None:
                kept = kept.model_copy(update={"texts": (*kept.texts, second.text)})
                reading = self._reading(kept.texts, transcript)
        if isinstance(reading, Unreadable):
            # Nothing that a later run could use: it shall ask anew.
            self._keep(key, kept.model_copy(update={"texts": (), "final": False}))
            raise _unusable(reading, kept)
        if not kept.final:
            self._keep(key, kept.model_copy(update={"final": True}))
        placed = of_this_part(reading, transcript, part)
        return Answer(placed, kept.model, kept.mode)

    async def _first(self, messages: list[Message], key: str, spent: Spent) -> KeptReply:
        if self._replies:
            self._replies.asking(key)
        first = await self._client.complete(messages, self._schema, name=_NAME, spent=spent)
        kept = KeptReply(texts=(first.text,), model=first.model, mode=first.mode, final=False)
        self._keep(key, kept)
        return kept

    async def _second(
        self,
        messages: list[Message],
        faults: Sequence[str],
        reading: Reading | Unreadable,
        key: str,
        spent: Spent,
    ) -> Completion | None:
        """Ask once more; where that fails and the first answer can be used, the first one stands."""
        if self._replies:
            self._replies.asking(key)
        try:
            return await self._client.complete(
                [*messages, again_message(faults)], self._schema, name=_NAME, spent=spent
            )
        except (ModelReplyUnusable, CostLimitReached):
            if isinstance(reading, Unreadable):
                raise
            return None

    def _reading(self, texts: Sequence[str], transcript: Transcript) -> Reading | Unreadable:
        """Return what the first answer, or both together, say."""
        readings = [read_reply(text, self._playbook) for text in texts]
        usable = [each for each in readings if isinstance(each, Reading)]
        if len(usable) == 2:
            return joined(usable[0], usable[1], transcript)
        return usable[0] if usable else readings[-1]

    def _keep(self, key: str, reply: KeptReply) -> None:
        if self._replies:
            self._replies.put(key, reply)


def question_key(settings: Settings, messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
    """Return the key that the reply to a question is kept under."""
    return request_key(
        base_url=settings.base_url,
        model=settings.model or "",
        mode=settings.mode,
        messages=messages,
        schema=schema,
    )


def _faults(reading: Reading | Unreadable, transcript: Transcript) -> tuple[str, ...]:
    return reading.faults if isinstance(reading, Unreadable) else misquoted(reading, transcript)


def _unusable(reading: Unreadable, kept: KeptReply) -> ModelReplyUnusable:
    return ModelReplyUnusable(
        f"the answer could not be used, nor the second one: {' '.join(reading.faults)}",
        where=f"model {kept.model}, mode {kept.mode}",
        do="Try another model, or set CALLSIFT_MODE (json_schema, json_object, tools, text).",
    )
