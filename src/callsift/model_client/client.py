"""Asks an OpenAI-compatible endpoint for one JSON answer, in the strictest way that it knows.

The way is learned once per endpoint and model and remembered: the first call tries the modes in order while the others
wait for it. Nothing is streamed and nothing is logged; the answer's content is for others to judge, and how a request
gets through is the sender's business.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anyio

from callsift.cache import EndpointMemory, EndpointNotes, Learned, endpoint_name
from callsift.costs import Budget
from callsift.errors import ModelError, PromptTooLong, ReplyCutOff
from callsift.model_client.asking import Asking, Spent
from callsift.model_client.completion import Completion
from callsift.model_client.faults import is_whatever_the_mode, words_of
from callsift.model_client.lessons import Lessons
from callsift.model_client.limiter import Limiter, Places
from callsift.model_client.modes import (
    LADDER,
    Messages,
    Schema,
    read_refusal,
    steps_below,
)
from callsift.model_client.patience import Patience
from callsift.model_client.retry import Notice, Sleep
from callsift.model_client.sending import Sender, named_model
from callsift.model_client.transports import SharedTransport, Transports
from callsift.settings import Mode, Settings

if TYPE_CHECKING:
    from openai import APIStatusError

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
        limiter: Places | None = None,
        budget: Budget | None = None,
        notice: Notice = lambda _: None,
        sleep: Sleep = anyio.sleep,
    ) -> None:
        model = named_model(settings)
        self._transports = Transports(settings)
        self._settings = settings
        self._lessons = Lessons(memory or EndpointNotes(), endpoint_name(settings.base_url), model)
        self._sender = Sender(
            settings,
            lessons=self._lessons,
            limiter=limiter or Limiter(_MOST_AT_ONCE, sleep=sleep),
            budget=budget or Budget(),
            notice=notice,
            sleep=sleep,
        )
        known = self.learned.mode
        self._mode: Mode | None = settings.mode or known
        self._has_mode_worked = self._mode == known

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
        async with self._transports.shared() as shared:
            if self._mode is None:
                async with shared.learning:
                    if self._mode is None:
                        return await self._ask(shared, asking)
            return await self._ask(shared, asking)

    @asynccontextmanager
    async def keep_open(self) -> AsyncIterator[None]:
        """Keep the transport between calls."""
        async with self._transports.shared():
            yield

    async def _ask(self, shared: SharedTransport, asking: Asking) -> Completion:
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
                completion = await self._sender.send(shared, asking, patience)
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

    def _last(self, error: "APIStatusError", asking: Asking, patience: Patience) -> ModelError:
        """Return the error that a refusal is; one for its length teaches how much the endpoint reads."""
        if patience.is_mode_refused:
            return self._sender.faults.mode_failed(patience.mode, error.status_code)
        fault = self._sender.faults.translate(error, patience.failures)
        if isinstance(fault, PromptTooLong):
            self._lessons.overflowed(asking.spread(patience.mode), fault.read)
        return fault

    def _use(self, mode: Mode) -> None:
        """Take a mode that worked as the endpoint's, and remember it unless the user fixed it."""
        self._mode = mode
        self._has_mode_worked = True
        if self._settings.mode is None and self.learned.mode != mode:
            self._lessons.remember(mode=mode)
