"""Takes inputs through an engine, several at once, and writes every outcome into the ledger before the next begins.

One bad input hurts no other. What cannot get better by going on (a refused key, a spent budget, an endpoint that is gone)
stops the run; what was not reached stays pending.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from callsift.bulk.inputs import Input, item_key
from callsift.bulk.ledger import Entry, Ledger
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.errors import (
    CallsiftError,
    CostLimitReached,
    ModelRefused,
    ModelUnreachable,
    PromptTooLong,
    UsageError,
)

Analyse: TypeAlias = Callable[[Call, str], Awaitable[Analysis]]
Watch: TypeAlias = Callable[[Entry], None]
_Taken: TypeAlias = tuple[Input, str]

# So many inputs in a row without any answer: the endpoint is gone, and each further one would wait in vain.
_MOST_UNREACHED = 5


@dataclass(frozen=True)
class Plan:
    """How a run goes: how many inputs are under way at once, how many at most in all, and when it stops."""

    fingerprint: str
    at_once: int
    limit: int | None = None
    fail_fast: bool = False


async def run_inputs(
    inputs: Iterable[Input], ledger: Ledger, analyse: Analyse, plan: Plan, watch: Watch
) -> CallsiftError | None:
    """Take every input that is pending through the engine; return what stopped the run, or None.

    Args:
        inputs: in the order of the output; looked at one by one.
        ledger: what is known from earlier runs, and where outcomes go.
        analyse: the engine and the rules behind it, told the call and the key it is kept under.
        plan: how the run goes.
        watch: told each input when its outcome stands, also where it stood before.
    """
    work = _Work(ledger, analyse, plan, watch)
    send, receive = anyio.create_memory_object_stream[_Taken](0)
    try:
        async with anyio.create_task_group() as tasks:
            for _ in range(plan.at_once):
                tasks.start_soon(work.take_all, receive.clone())
            receive.close()
            async with send:
                await work.hand_out(inputs, send)
    except BaseExceptionGroup as group:
        stopped, others = group.split(_Stopped)
        if others is not None:
            raise
        assert stopped is not None  # noqa: S101 - a group splits into these two
    return work.reason


class _Stopped(Exception):
    """The run is to end, and what is under way with it."""


class _Work:
    """What the tasks of one run share."""

    def __init__(self, ledger: Ledger, analyse: Analyse, plan: Plan, watch: Watch) -> None:
        self._ledger = ledger
        self._analyse = analyse
        self._plan = plan
        self._watch = watch
        self._unreached = 0
        self.reason: CallsiftError | None = None

    async def hand_out(self, inputs: Iterable[Input], send: MemoryObjectSendStream[_Taken]) -> None:
        """Enter the inputs into the ledger and hand those that are pending to whoever is free."""
        try:
            for number, each in enumerate(islice(inputs, self._plan.limit)):
                key = item_key(each.key, self._plan.fingerprint)
                entry = self._ledger.enter(key, number, each.name, each.account, each.date)
                if entry.status == "pending":
                    await send.send((each, key))
                else:
                    self._watch(entry)
                if self.reason:
                    return
            self._ledger.finish()
        except anyio.BrokenResourceError:
            # The run winds up: those who took inputs have finished their last and gone.
            return
        except UsageError as error:
            self._stop(error)

    async def take_all(self, receive: MemoryObjectReceiveStream[_Taken]) -> None:
        """Take inputs until there are no more, or the run winds up."""
        async with receive:
            async for each, key in receive:
                try:
                    await self._take(each, key)
                except UsageError as error:
                    self._stop(error)
                if self.reason:
                    return

    async def _take(self, each: Input, key: str) -> None:
        try:
            analysis = await self._analyse(each.load(), key)
            outcome = analysis.model_dump_json(by_alias=True)
        except UsageError:
            raise
        except CallsiftError as error:
            self._failed(key, error)
        except Exception as error:  # noqa: BLE001 - one input's unforeseen failure must not end a night's run
            kind = type(error).__name__
            self._ledger.replies_for(key).settle()
            self._ledger.failed(key, f"something went wrong inside callsift ({kind}).", kind)
            self._tell(key)
        else:
            self._ledger.done(key, outcome)
            self._unreached = 0
            self._tell(key)

    def _failed(self, key: str, error: CallsiftError) -> None:
        self._ledger.replies_for(key).settle()
        if isinstance(error, CostLimitReached):
            # What is under way is paid for in any case: its answers are waited for and kept.
            self._wind_up(error)
            return
        if _ends_the_run(error):
            self._stop(error)
        self._ledger.failed(key, str(error), type(error).__name__)
        self._tell(key)
        self._unreached = self._unreached + 1 if isinstance(error, ModelUnreachable) else 0
        if self._unreached >= _MOST_UNREACHED:
            self._stop(error)

    def _tell(self, key: str) -> None:
        entry = self._ledger.entry(key)
        self._watch(entry)
        if self._plan.fail_fast and entry.status == "failed":
            self._wind_up(CallsiftError(f"{entry.name} failed, and --fail-fast was given."))

    def _wind_up(self, reason: CallsiftError) -> None:
        """Begin nothing more; what is under way is finished."""
        self.reason = self.reason or reason

    def _stop(self, reason: CallsiftError) -> None:
        """End the run and what is under way."""
        self.reason = self.reason or reason
        raise _Stopped


def _ends_the_run(error: CallsiftError) -> bool:
    """Tell whether every further input would fail likewise. One long call says nothing about the others."""
    return isinstance(error, ModelRefused) and not isinstance(error, PromptTooLong)
