"""The offline engine in several processes: a call goes out as JSON, its analysis comes back.

A process that dies (killed for memory, say) takes only the input that it worked on with it.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from callsift.api import analyze
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.errors import CallsiftError
from callsift.options import CallOptions
from callsift.playbook import Playbook, load_playbook
from callsift.settings import Settings


class OfflineWorkers:
    """A pool of processes. Use it as a context manager: leaving it ends the processes at once."""

    def __init__(self, count: int, *, options: CallOptions, playbook: Path | None) -> None:
        self._count = count
        self._options = options.model_dump_json()
        self._playbook = str(playbook) if playbook else None
        self._pool = self._started(count)

    async def analyse(self, call: Call, _: str) -> Analysis:
        """Return the analysis of a call.

        Raises:
            CallsiftError: the call cannot be analysed, or the process that worked on it died.
        """
        pool = self._pool
        sent = call.model_dump_json()
        try:
            return _read(await _run(pool, sent, self._options))
        except BrokenProcessPool:
            # Whose call it was is not known: each that was under way is tried alone.
            if self._pool is pool:
                self._pool = self._started(self._count)
        alone = self._started(1)
        try:
            return _read(await _run(alone, sent, self._options))
        except BrokenProcessPool:
            raise CallsiftError(
                "the process that read this call died; nothing else was lost.",
                where=call.name,
                do="Look at the file; read it alone with `callsift analyze FILE`.",
            ) from None
        finally:
            alone.shutdown(wait=False, cancel_futures=True)

    def _started(self, count: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            count,
            # A fork of a process that holds an open ledger would share its locks.
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            initargs=(self._playbook,),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)


async def _run(pool: ProcessPoolExecutor, call: str, options: str) -> str:
    with _ctrl_c_held_back():
        future = pool.submit(_analysed, call, options)
    return await asyncio.wrap_future(future)


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Let a process that starts in the block never hear Ctrl-C: it would answer with a traceback while it imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _read(answer: str) -> Analysis:
    return Analysis.model_validate_json(answer)


_rules: Playbook | None = None


def _prepare(playbook: str | None) -> None:
    """Make a process ready: Ctrl-C is the parent's affair, and the playbook is read once."""
    global _rules  # noqa: PLW0603 - a process of the pool is told once what it works with
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    _rules = load_playbook(Path(playbook) if playbook else None)


def _end_with_the_parent() -> None:
    """Wait for the parent's end and follow it: a parent that was killed cannot tell its processes to go."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _analysed(call: str, options: str) -> str:
    analysis = analyze(
        Call.model_validate_json(call),
        options=CallOptions.model_validate_json(options),
        settings=Settings(engine="offline"),
        playbook=_rules,
    )
    return analysis.model_dump_json(by_alias=True)
