"""Runs async work to its end for callers who wait."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from callsift.settings import Settings

_Result = TypeVar("_Result")


def run_to_end(run: Callable[[], Coroutine[Any, Any, _Result]], settings: Settings) -> _Result:
    """Run the work of the engine that the settings mean to its end.

    The offline engine never waits, so its work needs no event loop: it runs in the caller's own thread, where Ctrl-C
    stops it at once.
    """
    if settings.chosen_engine == "llm":
        return run_blocking(run)
    work = run()
    try:
        work.send(None)
    except StopIteration as done:
        result: _Result = done.value
        return result
    work.close()
    raise RuntimeError("an engine that is offline must not wait")


def run_blocking(run: Callable[[], Awaitable[_Result]]) -> _Result:
    """Run async work to its end from a thread that may itself be inside an event loop."""
    from anyio.from_thread import start_blocking_portal  # noqa: PLC0415 - not needed by `judge`

    with start_blocking_portal() as portal:
        return portal.call(run)
