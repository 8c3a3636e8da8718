"""The model engine: one question to the endpoint, at most one more, candidates out."""

from typing import Any

from callsift.domain.observation import EngineStamp, Extraction
from callsift.domain.transcript import Transcript
from callsift.errors import InputError, ModelReplyUnusable
from callsift.model_client import Completion, ModelClient, add_usage
from callsift.playbook.model import Playbook
from callsift.prompting import (
    Message,
    again_message,
    estimate_tokens,
    observe_messages,
    prompt_hash,
)
from callsift.settings import Settings
from callsift.steps.extract.llm.reply import Reading, Unreadable, read_reply
from callsift.steps.extract.llm.shape import reply_schema

LONGEST_PROMPT_TOKENS = 100_000
_NAME = "observations"
# An endpoint that reports less than this share of the estimate did not read the whole prompt; no
# tokenizer in use is that much thriftier. Below the floor a report says nothing.
_LEAST_SHARE = 0.4
_FLOOR_TOKENS = 3_000


class LLMEngine:
    """Observes with a model. What it returns is confirmed by grounding before any rule sees it."""

    def __init__(
        self, playbook: Playbook, settings: Settings, client: ModelClient | None = None
    ) -> None:
        self._playbook = playbook
        self._client = client or ModelClient(settings)
        self._schema = reply_schema(playbook)
        self._hash = prompt_hash(playbook, self._schema)

    async def observe(self, transcript: Transcript) -> Extraction:
        """Return what the model saw in one transcript.

        Raises:
            InputError: the call is too long for one prompt.
            ModelError: the endpoint failed, or two answers in a row could not be used.
        """
        messages = render_request(transcript, self._playbook)
        async with self._client.keep_open():
            first = await self._complete(messages)
            reading = read_reply(first.text, self._playbook)
            if isinstance(reading, Reading):
                return self._extraction(reading, first)
            again = await self._complete([*messages, again_message(reading.faults)])
        second = again.model_copy(update={"usage": add_usage(first.usage, again.usage)})
        reading = read_reply(again.text, self._playbook)
        if isinstance(reading, Unreadable):
            raise _unusable(reading, second)
        return self._extraction(reading, second)

    async def _complete(self, messages: list[Message]) -> Completion:
        completion = await self._client.complete(messages, self._schema, name=_NAME)
        _check_all_was_read(messages, completion)
        return completion

    def _extraction(self, reading: Reading, completion: Completion) -> Extraction:
        stamp = EngineStamp(
            name="llm",
            model=completion.model,
            mode=completion.mode,
            prompt_hash=self._hash,
            playbook_hash=self._playbook.hash,
        )
        return Extraction(
            engine=stamp,
            candidates=reading.candidates,
            milestones=reading.milestones,
            facts=reading.facts,
            roles=reading.roles,
            dropped=reading.dropped,
            usage=completion.usage,
        )


def render_request(transcript: Transcript, playbook: Playbook) -> list[Message]:
    """Return the messages that `observe` would send, without sending them.

    Raises:
        InputError: the call is too long for one prompt.
    """
    messages = observe_messages(transcript, playbook)
    tokens = _tokens(messages)
    if tokens > LONGEST_PROMPT_TOKENS:
        raise InputError(
            f"the call is too long for one question to a model: about {tokens:,} tokens, at most "
            f"{LONGEST_PROMPT_TOKENS:,}.",
            do="Analyse it in parts, or use --engine offline.",
        )
    return messages


def _check_all_was_read(messages: list[Message], completion: Completion) -> None:
    """Refuse an answer to a prompt that the server cut short, as Ollama does without a word."""
    usage = completion.usage
    tokens = _tokens(messages) * max(usage.calls, 1)
    # Some gateways leave what came from their cache out of the count of the prompt.
    reported = usage.prompt_tokens + usage.cached_tokens
    if tokens >= _FLOOR_TOKENS and 0 < reported < _LEAST_SHARE * tokens:
        raise ModelReplyUnusable(
            f"the endpoint read only {usage.prompt_tokens:,} of about {tokens:,} prompt tokens.",
            where=f"model {completion.model}",
            do="Raise the server's context (Ollama: num_ctx), or use a model with a larger one.",
        )


def _tokens(messages: list[Any]) -> int:
    return sum(estimate_tokens(each["content"]) for each in messages)


def _unusable(reading: Unreadable, completion: Completion) -> ModelReplyUnusable:
    return ModelReplyUnusable(
        f"the answer could not be used, nor the second one: {' '.join(reading.faults)}",
        where=f"model {completion.model}, mode {completion.mode}",
        do="Try another model, or set CALLSIFT_MODE (json_schema, json_object, tools, text).",
    )
