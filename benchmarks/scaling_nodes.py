"""Machines that are none: nodes of one Ray cluster on 127.0.0.1, each with processes of its own that can be killed.

Nobody else is disturbed: a node is ended by its own processes' ids, and keeps its files in a folder that goes with it.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.session import own_kib

_STORE_BYTES = 80 * 1024 * 1024
_STARTED = "Ray runtime started"
_END_S = 30.0
# Who started a cluster of one machine in this process had to forbid others.
_SEVERAL = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "1"}
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}


class Node(NamedTuple):
    """A node that runs: the address of its cluster, what joins it has in its environment, and its first process."""

    address: str
    env: dict[str, str]
    process: "subprocess.Popen[str]"

    def kill(self) -> None:
        """Kill what makes it a node; its workers are left to notice."""
        for each in session(self.process.pid):
            if _name(each) == "raylet":
                os.kill(each, signal.SIGKILL)


@contextmanager
def first_node(processors: int) -> Iterator[Node]:
    """Yield the first node of a new cluster."""
    # Ray puts sockets there, whose paths may have a hundred bytes.
    with tempfile.TemporaryDirectory(
        prefix="nodes-", dir="/tmp", ignore_cleanup_errors=True
    ) as own:
        port = _free_port()
        env = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32), **_QUIET}
        words = ["--head", "--port", str(port), "--include-dashboard", "false", "--temp-dir", own]
        with _started(words, f"127.0.0.1:{port}", env, processors) as node:
            yield node


@contextmanager
def further_node(first: Node, processors: int) -> Iterator[Node]:
    """Yield one more node of a cluster."""
    with _started(["--address", first.address], first.address, first.env, processors) as node:
        yield node


def session(leader: int) -> list[int]:
    """Return the ids of the processes of a session that still run."""
    found = []
    for each in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            stat = (each / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(stat[3]) == leader and stat[0] not in "ZX":
                found.append(int(each.name))
    return found


@dataclass
class Watched:
    """What the processes of a node took while they were watched: the processors' seconds, and memory at the peak."""

    cpu_s: float = 0.0
    peak_mib: float = 0.0


@contextmanager
def watched(node: Node | None) -> Iterator[Watched]:
    """Yield what a node's processes take in the block, known when it is over; nothing for no node."""
    found = Watched()
    if node is None:
        yield found
        return
    over = threading.Event()
    cpu: dict[int, float] = {}

    def look() -> None:
        while not over.wait(0.2):
            every = session(node.process.pid)
            found.peak_mib = max(found.peak_mib, sum(map(own_kib, every)) / 1024)
            cpu.update({each: _cpu_s(each) for each in every})

    before = sum(map(_cpu_s, session(node.process.pid)))
    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()
        found.cpu_s = sum(cpu.values()) - before


def _cpu_s(process: int) -> float:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _started(
    words: list[str], address: str, env: dict[str, str], processors: int
) -> Iterator[Node]:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "ray.scripts.scripts", "start", "--block", *words),
            *("--node-ip-address", "127.0.0.1", "--num-cpus", str(processors)),
            *("--object-store-memory", str(_STORE_BYTES), "--disable-usage-stats"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **env, **_SEVERAL},
        start_new_session=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        said = ""
        while _STARTED not in said:
            if not (line := process.stdout.readline()):
                raise RuntimeError(f"a node could not start: {said}")
            said += line
        yield Node(address, env, process)
    finally:
        _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    """End a node, and whatever of it does not hear."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=_END_S)
    end = time.monotonic() + _END_S
    while (left := session(process.pid)) and time.monotonic() < end:
        for each in left:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        time.sleep(0.1)
    process.wait()


def _name(process: int) -> str:
    try:
        return Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
