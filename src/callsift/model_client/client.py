"""Asks an OpenAI-compatible endpoint for one JSON answer, in the strictest way that it knows.

The way is learned once per client: the first call tries the modes in order while the others wait
for it. Nothing is streamed and nothing is logged; the answer's content is for others to judge.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio

from callsift.domain.observation import Usage
from callsift.errors import UsageError
from callsift.model_client.answers import Answer, read_answer
from callsift.model_client.completion import Completion, Mode, add_usage
from callsift.model_client.faults import Faults, is_whatever_the_mode, words_of
from callsift.model_client.line import Line, Lines
from callsift.model_client.modes import (
    LADDER,
    Messages,
    Schema,
    read_refusal,
    request_options,
    steps_below,
)
from callsift.model_client.options import Options
from callsift.model_client.patience import Patience
from callsift.model_client.retry import Sleep, is_passing, retrying
from callsift.settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError

# Few answers need more than a thousand tokens; nearly every model accepts a limit as high as this.
_RAISED_LIMIT = 8192
_SHORTER = "Use a model that may answer at more length, or a part of the call."
_NO_MODES: tuple[Mode, ...] = ()


class ModelClient:
    """One endpoint and model. Calls that overlap share one transport.

    It closes with the last of them; `keep_open` around calls keeps it between them too.
    """

    def __init__(self, settings: Settings, *, sleep: Sleep = anyio.sleep) -> None:
        if not settings.model:
            raise UsageError("no model is named.", do="Give --model NAME or set CALLSIFT_MODEL.")
        self._settings = settings
        self._model = settings.model
        self._sleep = sleep
        self._faults = Faults(settings.base_url, settings.model)
        self._options = Options()
        self._mode: Mode | None = settings.mode
        self._lines = Lines(settings)

    async def complete(self, messages: Messages, schema: Schema, *, name: str) -> Completion:
        """Return the model's answer; its text may be blank, and fits `schema` only at best.

        Raises:
            ModelUnreachable: no answer after all attempts.
            ModelRefused: the endpoint will not answer this however often it is asked.
            ModelReplyUnusable: the answer was cut off or withheld, or is no chat completion.
        """
        async with self._lines.line() as line:
            if self._mode is None:
                async with line.learning:
                    if self._mode is None:
                        return await self._ask(line, messages, schema, name)
            return await self._ask(line, messages, schema, name)

    @asynccontextmanager
    async def keep_open(self) -> AsyncIterator[None]:
        """Keep the transport between calls."""
        async with self._lines.line():
            yield

    async def _ask(self, line: Line, messages: Messages, schema: Schema, name: str) -> Completion:
        """Ask in the known mode, or in the first of the ladder that is not refused."""
        from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

        patience = Patience(learning=self._mode is None)
        left = LADDER if self._mode is None else LADDER[LADDER.index(self._mode) :]
        while True:
            mode = left[0]
            patience.turn_to(mode)
            request = request_options(messages, schema, name=name, mode=mode)
            try:
                completion = await self._answered(line, request, patience)
            except APIStatusError as error:
                left = self._after(error, patience)
                if not left:
                    raise self._faults.translate(error, patience.failures) from None
                continue
            self._mode = mode
            return completion

    def _after(self, error: "APIStatusError", patience: Patience) -> tuple[Mode, ...]:
        """Return the modes to try after a refusal; none if it is not about the mode."""
        refusal = read_refusal(error.status_code, words_of(error), patience.mode)
        fixed = self._settings.mode is not None
        if fixed or refusal is None or is_whatever_the_mode(error):
            return _NO_MODES
        if not patience.learning and (refusal == "unclear" or error.status_code >= 500):
            # The mode has worked before: this is about something else.
            return _NO_MODES
        return steps_below(patience.mode, refusal)

    async def _answered(
        self, line: Line, request: dict[str, Any], patience: Patience
    ) -> Completion:
        """Send a request and, where the answer was cut off, once more with a raised limit."""
        answer = await self._send(line, request, None, patience)
        usage = answer.usage
        if answer.finish_reason == "length":
            answer = await self._send_longer(line, request, patience, usage)
            usage = add_usage(usage, answer.usage)
        if answer.finish_reason == "length":
            raise self._faults.unusable(
                "the answer was cut off, with a raised limit too.", _SHORTER
            )
        if answer.withheld:
            raise self._faults.unusable(
                "the model or its content filter declined to answer.",
                "Use another model or endpoint.",
            )
        return Completion(
            text=answer.text,
            mode=patience.mode,
            model=self._model,
            finish_reason=answer.finish_reason,
            usage=usage,
        )

    async def _send_longer(
        self, line: Line, request: dict[str, Any], patience: Patience, used: Usage
    ) -> Answer:
        from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

        limit = max(_RAISED_LIMIT, 2 * used.completion_tokens)
        try:
            return await self._send(line, request, limit, patience)
        except APIStatusError as error:
            if error.status_code not in (400, 422):
                raise
            cut = f"the answer was cut off after {used.completion_tokens} tokens, the most allowed."
            raise self._faults.unusable(cut, _SHORTER) from None

    async def _send(
        self, line: Line, request: dict[str, Any], limit: int | None, patience: Patience
    ) -> Answer:
        """Send one request, with retries; adapt a parameter that the endpoint refuses.

        Raises:
            APIStatusError: a refusal that may be about the mode.
            ModelError: anything else.
        """
        from openai import APIStatusError, OpenAIError  # noqa: PLC0415 - nearly a second to import

        while True:
            options = {**request, **self._options.given(limit)}
            try:
                return await self._create(line, options, patience)
            except APIStatusError as error:
                if self._options.learn(error.status_code, words_of(error)):
                    continue
                if is_passing(error) and error.status_code not in (500, 501):
                    raise self._faults.translate(error, patience.failures) from None
                raise
            except OpenAIError as error:
                raise self._faults.translate(error, patience.failures) from None

    async def _create(self, line: Line, options: dict[str, Any], patience: Patience) -> Answer:
        policy = retrying(attempts=self._settings.max_attempts, sleep=self._sleep, passing=patience)

        async def create() -> object:
            # tenacity does not see through openai's decorators that `create` is to be awaited.
            return await line.transport.chat.completions.create(model=self._model, **options)

        try:
            reply: object = await policy(create)
        except ValueError:
            # A body that says it is JSON and is none.
            reply = None
        answer = read_answer(reply)
        if answer is None:
            raise self._faults.unusable(
                "the endpoint's answer is no chat completion.",
                "Check --base-url (most end in /v1); a sign-in page or proxy may stand in between.",
            )
        return answer
