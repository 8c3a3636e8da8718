"""Sends one question in one mode and brings back the completion: what it takes to get an answer through.

Faults that pass are waited out, parameters that the endpoint refuses are left out or renamed, and an answer that was cut
off is asked for once more with a raised limit. Knows nothing of other modes: a refusal that may be about the mode is
passed on as it came.
"""

from typing import Any

from callsift.costs import Budget
from callsift.domain.observation import Usage
from callsift.errors import UsageError
from callsift.model_client.answers import Answer, read_answer
from callsift.model_client.asking import Asking
from callsift.model_client.completion import Completion, add_usage, usage_of
from callsift.model_client.faults import Faults, words_of
from callsift.model_client.hidden_error import hidden_error
from callsift.model_client.lessons import Lessons
from callsift.model_client.limiter import Places
from callsift.model_client.options import Options
from callsift.model_client.overflow import is_context_full
from callsift.model_client.patience import Patience
from callsift.model_client.retry import Notice, Sleep, asked_wait, is_busy, is_passing, retrying
from callsift.model_client.transports import SharedTransport
from callsift.settings import Mode, Settings

# Few answers need more than a thousand tokens; nearly every model accepts a limit as high as this.
_RAISED_LIMIT = 8192


def named_model(settings: Settings) -> str:
    """Return the model that requests are for.

    Raises:
        UsageError: none is named.
    """
    if not settings.model:
        raise UsageError("no model is named.", do="Give --model NAME or set CALLSIFT_MODEL.")
    return settings.model


class Sender:
    """Sends to one endpoint and model. All that it sends shares one limiter and one budget.

    What the endpoint teaches goes into `lessons`; `faults` words what it refuses, for whoever gives up.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        lessons: Lessons,
        limiter: Places,
        budget: Budget,
        notice: Notice,
        sleep: Sleep,
    ) -> None:
        self._model = named_model(settings)
        self.faults = Faults(settings.base_url, self._model)
        self._lessons = lessons
        known = lessons.learned
        self._options = Options(
            with_temperature=known.with_temperature,
            limit_name=known.limit_name,
            with_thinking=known.with_thinking,
        )
        self._limiter = limiter
        self._budget = budget
        self._notice = notice
        self._is_announced = False
        self._sleep = sleep

    async def send(self, shared: SharedTransport, asking: Asking, patience: Patience) -> Completion:
        """Send a question in the mode that `patience` is turned to; where the answer was cut off, once more.

        Raises:
            APIStatusError: a refusal that may be about the mode.
            ReplyCutOff: the answer was cut off, with a raised limit too.
            ModelError: anything else.
        """
        request = asking.request(patience.mode)
        answer = await self._send_adapted(shared, request, None, patience)
        self._take_in(asking, patience.mode, answer)
        usage = answer.usage
        if answer.finish_reason == "length":
            if is_context_full(usage, self._lessons.learned.context_tokens):
                # A raised limit would not make room; a shorter prompt does.
                raise self.faults.full(usage.prompt_tokens + usage.completion_tokens)
            answer = await self._send_longer(shared, request, patience, usage)
            asking.spent(answer.usage)
            usage = add_usage(usage, answer.usage)
        if answer.finish_reason == "length":
            raise self.faults.cut_off(usage.completion_tokens)
        if answer.withheld:
            raise self.faults.unusable(
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
        self._lessons.take_in(asking.spread(mode), answer.usage, where=self.faults.where)

    async def _send_longer(
        self, shared: SharedTransport, request: dict[str, Any], patience: Patience, used: Usage
    ) -> Answer:
        """Send again what was cut off, with a limit that leaves room for more."""
        from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

        limit = max(_RAISED_LIMIT, 2 * used.completion_tokens)
        try:
            return await self._send_adapted(shared, request, limit, patience)
        except APIStatusError as error:
            if error.status_code not in (400, 422):
                raise
            raise self.faults.cut_off(used.completion_tokens) from None

    async def _send_adapted(
        self,
        shared: SharedTransport,
        request: dict[str, Any],
        limit: int | None,
        patience: Patience,
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
                return await self._send_patiently(shared, options, patience)
            except APIStatusError as error:
                if self._options.learn(error.status_code, words_of(error)):
                    self._lessons.remember(
                        with_temperature=self._options.with_temperature,
                        limit_name=self._options.limit_name,
                        with_thinking=self._options.with_thinking,
                    )
                    continue
                if is_passing(error) and error.status_code not in (500, 501):
                    raise self.faults.translate(error, patience.failures) from None
                raise
            except OpenAIError as error:
                raise self.faults.translate(error, patience.failures) from None

    async def _send_patiently(
        self, shared: SharedTransport, options: dict[str, Any], patience: Patience
    ) -> Answer:
        """Send until an answer or a refusal comes, or patience ends; count what it used."""
        policy = retrying(judgement=patience, sleep=self._sleep, notice=self._notice)

        async def create() -> object:
            # tenacity does not see through openai's decorators that `create` is to be awaited.
            return await self._send_once(shared, options)

        try:
            reply: object = await policy(create)
        except ValueError:
            # A body that says it is JSON and is none.
            reply = None
        answer = read_answer(reply)
        if answer is None:
            self._count_unread(reply)
            raise self.faults.unusable(
                "the endpoint's answer is no chat completion.",
                "Check --base-url (most end in /v1); a sign-in page or proxy may stand in between.",
            )
        self._budget.add(answer.usage)
        return answer

    def _count_unread(self, reply: object) -> None:
        """Count what an answer used that is none: it is paid for like the others."""
        reported = getattr(reply, "usage", None)
        if reported is not None:
            self._budget.add(usage_of(reported))

    def _refuse_error(self, reply: object) -> None:
        """Raise the error that came with HTTP 200 in the place of an answer, if one did."""
        error = hidden_error(reply) if read_answer(reply) is None else None
        if error is not None:
            self._count_unread(reply)
            raise error

    async def _send_once(self, shared: SharedTransport, options: dict[str, Any]) -> object:
        """Send one HTTP request, in a place of its own, and tell the limiter how it went."""
        from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

        async with self._limiter.place() as began:
            self._budget.check()
            self._announce()
            try:
                reply = await shared.transport.chat.completions.create(model=self._model, **options)
                self._refuse_error(reply)
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
            self._notice(f"sending to {self.faults.where}.")
