"""Actors without a cluster: the same objects in this event loop, called the same way."""

import asyncio
from typing import Any


class Dead(Exception):
    """The actor's process is gone."""


class Here:
    """An actor's handle. Once it is killed, whatever waits for it and whatever comes later fails."""

    def __init__(self, actor: Any) -> None:
        self._actor = actor
        self._pending: set[asyncio.Task[Any]] = set()
        self.is_dead = False

    def __getattr__(self, name: str) -> "_Method":
        return _Method(self, getattr(self._actor, name))

    def kill(self) -> None:
        self.is_dead = True
        for each in self._pending:
            each.cancel()

    def call(self, method: Any, args: tuple[Any, ...]) -> "asyncio.Future[Any]":
        result: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if self.is_dead:
            result.set_exception(Dead())
            return result
        task: asyncio.Task[Any] = asyncio.ensure_future(method(*args))
        self._pending.add(task)
        task.add_done_callback(lambda done: self._hand_over(done, result))
        return result

    def _hand_over(self, done: "asyncio.Task[Any]", result: "asyncio.Future[Any]") -> None:
        self._pending.discard(done)
        if result.cancelled():
            return
        if done.cancelled():
            result.set_exception(Dead())
        elif (error := done.exception()) is not None:
            result.set_exception(error)
        else:
            result.set_result(done.result())


class _Method:
    def __init__(self, here: Here, method: Any) -> None:
        self._here = here
        self._method = method

    def remote(self, *args: Any) -> "asyncio.Future[Any]":
        return self._here.call(self._method, args)
