"""A cluster of three workers on this machine, for all tests of a session; without ray they are left out."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree

import pytest

from callsift.bulk.ray import Cluster, joined
from tests.bulk.ray.commands import Killed, nothing_left
from tests.bulk.running import wait_until


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ray leaves the handles of its processes and logs to the garbage collector, at whatever test that comes round."""
    here = Path(__file__).parent
    ignored = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
    for item in items:
        if here in item.path.parents:
            item.add_marker(ignored)


@pytest.fixture(scope="session")
def needs_ray() -> None:
    if find_spec("ray") is None:
        pytest.skip("ray is not installed: pip install 'callsift[ray]'")


@pytest.fixture(scope="session")
def cluster(needs_ray: None) -> Iterator[Cluster]:  # noqa: ARG001 - skips
    with joined(None, processors=3) as made:
        yield made
        begun = [each for each in map(int, _processes()) if _is_ours(each)]
    assert begun
    # Nothing of it stays behind: what was begun here ends with the cluster.
    wait_until(lambda: not any(map(runs, begun)))


def runs(process: int) -> bool:
    """Tell whether a process is there and has not ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


@pytest.fixture(scope="session")
def end_in_time() -> Iterator[Killed]:
    """Yield a list for killed runs; what was theirs has to be gone in the end. Ray's agents take a minute for it."""
    killed: Killed = []
    yield killed
    for each, files in killed:
        nothing_left(each)
        rmtree(files)


def kill_sender(port: int) -> None:
    """Kill the process that sends from a local port: it waits for an answer."""
    held = _socket(port)
    sender = next(each for each in map(int, _processes()) if held in _open_files(each))
    os.kill(sender, signal.SIGKILL)


def _processes() -> Iterator[str]:
    return (each.name for each in Path("/proc").iterdir() if each.name.isdecimal())


def _socket(port: int) -> str:
    """Return the name under which a process holds the socket of a local port."""
    rows = map(str.split, Path("/proc/net/tcp").read_text(encoding="utf-8").splitlines()[1:])
    inode = next(row[9] for row in rows if row[1].endswith(f":{port:04X}"))
    return f"socket:[{inode}]"


def _open_files(process: int) -> Iterator[str]:
    # What ends while one looks is not what one looks for.
    with suppress(OSError):
        for each in Path(f"/proc/{process}/fd").iterdir():
            with suppress(FileNotFoundError):
                yield str(each.readlink())


def _is_ours(process: int) -> bool:
    """Tell whether a process came from this one."""
    while (process := _parent(process)) > 1:
        if process == os.getpid():
            return True
    return False


def _parent(process: int) -> int:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])
