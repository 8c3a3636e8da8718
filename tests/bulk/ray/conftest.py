"""A cluster of three workers on this machine, for all tests of a session; without ray they are left out."""

import os
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from callsift.bulk.ray import Cluster, joined


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if find_spec("ray") is None:
        pytest.skip("ray is not installed: pip install 'callsift[ray]'")
    with joined(None, processors=3) as made:
        yield made


def kill_a_worker() -> int:
    """Kill one process that analyses calls for this one, and return its id."""
    found = [each for each in map(int, _processes()) if _is_worker(each) and _is_ours(each)]
    os.kill(found[0], signal.SIGKILL)
    return found[0]


def _processes() -> Iterator[str]:
    return (each.name for each in Path("/proc").iterdir() if each.name.isdecimal())


def _is_worker(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().startswith(b"ray::Worker")
    except OSError:
        return False


def _is_ours(process: int) -> bool:
    while process > 1:
        if process == os.getpid():
            return True
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        process = int(stat.rpartition(")")[2].split()[1])
    return False
