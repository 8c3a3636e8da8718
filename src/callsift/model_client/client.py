"""Asks an OpenAI-compatible endpoint for one JSON answer, in the strictest way that it knows.

The way is learned once per endpoint and model and remembered: the first call tries the modes in order while the others
wait for it. Nothing is streamed and nothing is logged; the answer's content is for others to judge.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio

from callsift.cache import EndpointMemory, EndpointNotes, Learned, endpoint_name
from callsift.costs import Budget
from callsift.domain.observation import Usage
from callsift.errors import ModelError, PromptTooLong, ReplyCutOff, UsageError
from callsift.model_client.answers import Answer, read_answer
from callsift.model_client.asking import Asking, Spent
from callsift.model_client.completion import Completion, Mode, add_usage, usage_of
from callsift.model_client.faults import Faults, host, is_whatever_the_mode, words_of
from callsift.model_client.lessons import Lessons
from callsift.model_client.limiter import Limiter
from callsift.model_client.line import Line, Lines
from callsift.model_client.modes import (
    LADDER,
    Messages,
    Schema,
    read_refusal,
    steps_below,
)
from callsift.model_client.options import Options
from callsift.model_client.overflow import is_context_full
from callsift.model_client.patience import Patience
from callsift.model_client.retry import Notice, Sleep, asked_wait, is_busy, is_passing, retrying
from callsift.settings import Settings

if TYPE_CHECKING:
    from openai import APIStatusError

# Few answers need more than a thousand tokens; nearly every model accepts a limit as high as this.
_RAISED_LIMIT = 8192
_MOST_REFUSED = 2
_NO_MODES: tuple[Mode, ...] = ()
_MOST_AT_ONCE = 64


class ModelClient:
    """One endpoint and model. Calls that overlap share one transport, one limiter and one budget.

    The transport closes with the last of them; `keep_open` around calls keeps it between them too.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        memory: EndpointMemory | None = None,
        limiter: Limiter | None = None,
        budget: Budget | None = None,
        notice: Notice = lambda _: None,
        sleep: Sleep = anyio.sleep,
    ) -> None:
        if not settings.model:
            raise UsageError("no model is named.", do="Give --model NAME or set CALLSIFT_MODEL.")
        self._lines = Lines(settings)
        self._settings = settings
        self._model = settings.model
        endpoint = endpoint_name(settings.base_url)
        self._lessons = Lessons(memory or EndpointNotes(), endpoint, settings.model)
        self._limiter = limiter or Limiter(_MOST_AT_ONCE, sleep=sleep)
        self._budget = budget or Budget()
        self._notice = notice
        self._is_announced = False
        self._sleep = sleep
        self._faults = Faults(settings.base_url, settings.model)
        known = self.learned
        self._options = Options(
            with_temperature=known.with_temperature, limit_name=known.limit_name
        )
        self._mode: Mode | None = settings.mode or known.mode
        self._has_mode_worked = self._mode == known.mode

    @property
    def learned(self) -> Learned:
        """Return what is known of this endpoint and model."""
        return self._lessons.learned

    async def complete(
        self,
        messages: Messages,
        schema: Schema,
        *,
        name: str,
        spent: Spent = lambda _: None,
    ) -> Completion:
        """Return the model's answer; its text may be blank, and fits `schema` only at best.

        `spent` is told the usage of every request that was answered, also of those that came to nothing.

        Raises:
            ModelUnreachable: no answer after all attempts.
            ModelRefused: the endpoint will not answer this however often it is asked.
            PromptTooLong: it does not read as much as was sent.
            ModelReplyUnusable: the answer was withheld, or is no chat completion.
            ReplyCutOff: the answer was cut off, with a raised limit too.
            CostLimitReached: what may be spent is spent.
        """
        asking = Asking(messages, schema, name, spent)
        async with self._lines.line() as line:
            if self._mode is None:
                async with line.learning:
                    if self._mode is None:
                        return await self._ask(line, asking)
            return await self._ask(line, asking)

    @asynccontextmanager
    async def keep_open(self) -> AsyncIterator[None]:
        """Keep the transport between calls."""
        async with self._lines.line():
            yield

    async def _ask(self, line: Line, asking: Asking) -> Completion:
        """Ask in the known mode, or in the first of the ladder that is not refused."""
        from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

        patience = Patience(
            learning=self._mode is None,
            attempts=self._settings.max_attempts,
            doubting=self._mode is not None and not self._has_mode_worked,
        )
        left = LADDER if self._mode is None else LADDER[LADDER.index(self._mode) :]
        refused = 0
        while True:
            # An endpoint that knows neither JSON mode is not asked for more than plain text: two calls are wasted at most.
            patience.turn_to(left[0] if refused < _MOST_REFUSED else left[-1])
            try:
                completion = await self._answered(line, asking, patience)
            except APIStatusError as error:
                left = self._after(error, patience)
                refused += 1
                if not left:
                    raise self._last(error, asking, patience) from None
                continue
            except ReplyCutOff:
                # The endpoint took the mode, and the next call need not find it out again.
                self._use(patience.mode)
                raise
            self._use(patience.mode)
            return completion

    def _last(self, error: "APIStatusError", asking: Asking, patience: Patience) -> ModelError:
        """Return the error that a refusal is; one for its length teaches how much the endpoint reads."""
        if patience.is_mode_refused:
            return self._faults.mode_failed(patience.mode, error.status_code)
        fault = self._faults.translate(error, patience.failures)
        if isinstance(fault, PromptTooLong):
            self._lessons.overflowed(asking.spread(patience.mode), fault.read)
        return fault

    def _use(self, mode: Mode) -> None:
        """Take a mode that worked as the endpoint's, and remember it unless the user fixed it."""
        self._mode = mode
        self._has_mode_worked = True
        if self._settings.mode is None and self.learned.mode != mode:
            self._lessons.remember(mode=mode)

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

    async def _answered(self, line: Line, asking: Asking, patience: Patience) -> Completion:
        """Send a request and, where the answer was cut off, once more with a raised limit."""
        request = asking.request(patience.mode)
        answer = await self._send(line, request, None, patience)
        self._take_in(asking, patience.mode, answer)
        usage = answer.usage
        if answer.finish_reason == "length":
            if is_context_full(usage, self.learned.context_tokens):
                # A raised limit would not make room; a shorter prompt does.
                raise self._faults.full(usage.prompt_tokens + usage.completion_tokens)
            answer = await self._send_longer(line, request, patience, usage)
            asking.spent(answer.usage)
            usage = add_usage(usage, answer.usage)
        if answer.finish_reason == "length":
            raise self._faults.cut_off(usage.completion_tokens)
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

    def _take_in(self, asking: Asking, mode: Mode, answer: Answer) -> None:
        """Count an answer, and learn from it."""
        asking.spent(answer.usage)
        self._lessons.take_in(asking.spread(mode), answer.usage, where=self._faults.where)

    def _count_unread(self, reply: object) -> None:
        """Count what an answer used that is none: it is paid for like the others."""
        reported = getattr(reply, "usage", None)
        if reported is not None:
            self._budget.add(usage_of(reported))

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
            raise self._faults.cut_off(used.completion_tokens) from None

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
                    self._lessons.remember(
                        with_temperature=self._options.with_temperature,
                        limit_name=self._options.limit_name,
                    )
                    continue
                if is_passing(error) and error.status_code not in (500, 501):
                    raise self._faults.translate(error, patience.failures) from None
                raise
            except OpenAIError as error:
                raise self._faults.translate(error, patience.failures) from None

    async def _create(self, line: Line, options: dict[str, Any], patience: Patience) -> Answer:
        policy = retrying(judgement=patience, sleep=self._sleep, notice=self._notice)

        async def create() -> object:
            # tenacity does not see through openai's decorators that `create` is to be awaited.
            return await self._request(line, options)

        try:
            reply: object = await policy(create)
        except ValueError:
            # A body that says it is JSON and is none.
            reply = None
        answer = read_answer(reply)
        if answer is None:
            self._count_unread(reply)
            raise self._faults.unusable(
                "the endpoint's answer is no chat completion.",
                "Check --base-url (most end in /v1); a sign-in page or proxy may stand in between.",
            )
        self._budget.add(answer.usage)
        return answer

    async def _request(self, line: Line, options: dict[str, Any]) -> object:
        """Send one HTTP request, in a place of its own, and tell the limiter how it went."""
        from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

        async with self._limiter.place() as began:
            self._budget.check()
            self._announce()
            try:
                reply = await line.transport.chat.completions.create(model=self._model, **options)
            except APIStatusError as error:
                if is_busy(error):
                    self._limiter.throttled(began, asked_wait(error))
                raise
            self._limiter.succeeded()
            return reply

    def _announce(self) -> None:
        """Say where words go, before the first of them does."""
        if not self._is_announced:
            self._is_announced = True
            self._notice(f"sending to {host(self._settings.base_url)}, model {self._model}.")
