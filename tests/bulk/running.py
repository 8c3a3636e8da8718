"""Runs `callsift batch` as a process of its own, and looks into its ledger while nobody writes it, or while it runs."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.cli.runs import PROGRAM, WAIT_S

_LOOK_S = 0.002
_USAGE = re.compile(r'"usage":\{[^}]*\}')


class Ended(NamedTuple):
    """How a process ended. `code` is negative where a signal ended it."""

    code: int
    out: bytes
    err: str

    @property
    def summary(self) -> dict[str, Any]:
        """Return the summary that it printed."""
        summary: dict[str, Any] = json.loads(self.out)
        return summary


class InLedger(NamedTuple):
    """What a ledger holds: a status for each input's name, the texts of replies and whether they are final, calls."""

    items: dict[str, str]
    replies: dict[str, tuple[int, bool]]
    calls: list[tuple[str, str, str]]

    @property
    def outcomes(self) -> int:
        """Return how many inputs are done or failed."""
        return sum(each != "pending" for each in self.items.values())

    @property
    def in_flight(self) -> list[tuple[str, str]]:
        """Return the input's name and the key of each call that is under way."""
        return [(name, key) for name, key, status in self.calls if status == "in_flight"]


def start(*args: str | Path, key: str = "x") -> subprocess.Popen[bytes]:
    """Start `callsift batch` in a session of its own."""
    return subprocess.Popen(
        [*PROGRAM, "batch", *map(str, args)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "OPENAI_API_KEY": key},
        start_new_session=True,
    )


def finish(process: subprocess.Popen[bytes]) -> Ended:
    """Wait for a process and return how it ended."""
    out, err = process.communicate(timeout=WAIT_S)
    return Ended(process.returncode, out, err.decode())


def run(*args: str | Path, key: str = "x") -> Ended:
    """Run `callsift batch` to its end."""
    return finish(start(*args, key=key))


def kill_when(process: subprocess.Popen[bytes], is_time: Callable[[], bool]) -> Ended:
    """Kill a process as soon as it is time, and return how it ended."""
    wait_until(lambda: process.poll() is not None or is_time())
    process.send_signal(signal.SIGKILL)
    return finish(process)


def wait_until(is_time: Callable[[], bool]) -> None:
    """Return as soon as it is time.

    Raises:
        TimeoutError: it is not, after a minute.
    """
    end = time.monotonic() + WAIT_S
    while not is_time():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(_LOOK_S)


def in_ledger(file: Path) -> InLedger:
    """Return what is committed in a ledger; nothing where there is none yet, or it changed while it was copied."""
    try:
        with _copied(file) as copy, closing(sqlite3.connect(copy)) as connection:
            items = dict(connection.execute("SELECT name, status FROM item").fetchall())
            replies = connection.execute("SELECT key, reply FROM reply").fetchall()
            calls = connection.execute(
                "SELECT item.name, call.key, call.status FROM call JOIN item ON item.key = call.item"
            ).fetchall()
    except (FileNotFoundError, sqlite3.DatabaseError):
        return InLedger({}, {}, [])
    return InLedger(items, {key: _kept(reply) for key, reply in replies}, calls)


def rows(out: Path) -> list[dict[str, Any]]:
    """Return the lines of a results file."""
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def but_usage(out: Path) -> str:
    """Return a results file without what the calls used."""
    return _USAGE.sub('"usage":{}', out.read_text(encoding="utf-8"))


def _kept(reply: str) -> tuple[int, bool]:
    kept = json.loads(reply)
    return len(kept["texts"]), kept["final"]


@contextmanager
def _copied(file: Path) -> Iterator[Path]:
    """Yield a copy with what is committed beside it; the original keeps its lock and its state."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        shutil.copyfile(file, copy)
        log = file.with_name(file.name + "-wal")
        if log.exists():
            shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
        yield copy
