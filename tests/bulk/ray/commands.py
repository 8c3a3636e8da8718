"""`callsift batch --runner ray` as a process of its own, in a session of its own with all that it begins."""

import re
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from benchmarks.scaling_nodes import session

from tests.bulk.running import Ended, start, wait_until

# A cluster starts in seconds; a machine with much else to do takes many.
_WAIT_S = 150
# Runs that were killed, and where their clusters kept their files.
Killed: TypeAlias = "list[tuple[subprocess.Popen[bytes], Path]]"
_OWN_FOLDER = re.compile(rb"/tmp/callsift-[^/\x00]+")


def start_on_ray(*words: str | Path) -> "subprocess.Popen[bytes]":
    """Start a run over a cluster."""
    return start(*words, "--runner", "ray")


def ended(process: "subprocess.Popen[bytes]") -> Ended:
    """Wait for a run and return how it ended."""
    out, err = process.communicate(timeout=_WAIT_S)
    return Ended(process.returncode, out, err.decode())


def has_ray(process: "subprocess.Popen[bytes]") -> bool:
    """Tell whether a run has begun to start a cluster."""
    return own_folder(process) is not None


def own_folder(process: "subprocess.Popen[bytes]") -> Path | None:
    """Return where a run's own cluster keeps its files."""
    for each in session(process.pid):
        try:
            found = _OWN_FOLDER.search(Path(f"/proc/{each}/cmdline").read_bytes())
        except OSError:
            continue
        if found:
            return Path(found[0].decode())
    return None


def nothing_left(process: "subprocess.Popen[bytes]") -> None:
    """Return when no process of a run is there any more.

    Raises:
        TimeoutError: some are.
    """
    wait_long(lambda: not session(process.pid))


def wait_long(is_time: Callable[[], bool]) -> None:
    """Return as soon as it is time: a cluster starts and ends slowly where much else is done.

    Raises:
        TimeoutError: it is not, after two minutes.
    """
    with suppress(TimeoutError):
        wait_until(is_time)
        return
    wait_until(is_time)
