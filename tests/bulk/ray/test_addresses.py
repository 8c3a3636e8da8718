"""An address at which there is no cluster: a sentence and an exit code, soon, whatever answers there."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from tests.bulk.ray.commands import ended, nothing_left, start_on_ray
from tests.bulk.running import wait_until
from tests.cli.batches import OFFLINE, write_calls

pytestmark = [
    pytest.mark.ray,
    pytest.mark.usefixtures("needs_ray"),
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
_HTTP = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@contextmanager
def listening(greet: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[socket.socket]]]:
    """Yield an address at which something listens, and who came."""
    came: list[socket.socket] = []
    # Ray takes 127.0.0.1 for this machine, and comes by whichever address the machine has.
    with socket.create_server(("0.0.0.0", 0)) as server, ExitStack() as open_ones:  # noqa: S104 - as said

        def serve() -> None:
            with suppress(OSError):
                while True:
                    came.append(open_ones.enter_context(server.accept()[0]))
                    with suppress(OSError):
                        greet(came[-1])

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}", came
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def is_silent(_: socket.socket) -> None:
    """Take a connection and say nothing."""


def hangs_up(visitor: socket.socket) -> None:
    visitor.close()


def speaks_http(visitor: socket.socket) -> None:
    visitor.recv(100)
    visitor.sendall(_HTTP)
    visitor.close()


@pytest.fixture
def words(tmp_path: Path) -> tuple[str | Path, ...]:
    folder = write_calls(tmp_path / "in")
    return (folder, "--out", tmp_path / "out.jsonl", *OFFLINE)


def test_something_else_than_ray_is_found_out_in_time(
    tmp_path: Path, words: tuple[str | Path, ...]
) -> None:
    with ExitStack() as all_of_them:
        asked = []
        for greet in (is_silent, hangs_up, speaks_http):
            address, came = all_of_them.enter_context(listening(greet))
            out = tmp_path / f"{greet.__name__}.jsonl"
            run = start_on_ray(*words[:2], out, *words[3:], "--address", address)
            asked.append((address, came, run, out))
        for address, came, run, out in asked:
            refused = ended(run)
            assert (refused.code, refused.out) == (2, b"")
            assert f"what answers at `{address}` is no Ray cluster" in refused.err
            assert "ray start --head" in refused.err
            assert "Traceback" not in refused.err
            assert len(came) >= 2, "Ray itself was let at it"
            nothing_left(run)
            assert not out.exists()


@pytest.mark.parametrize(
    "address", ["127.0.0.1:1", "127.0.0.1:99999", "127.0.0.1:", "no.such.host.invalid:6379", ":"]
)
def test_an_address_where_nobody_listens_is_refused_at_once(
    words: tuple[str | Path, ...], address: str
) -> None:
    refused = ended(start_on_ray(*words, "--address", address))
    assert (refused.code, refused.out) == (2, b"")
    assert f"there is no Ray cluster at `{address}`" in refused.err
    assert "Traceback" not in refused.err


def test_ctrl_c_ends_the_waiting_for_an_answer(words: tuple[str | Path, ...]) -> None:
    with listening(is_silent) as (address, came):
        process = start_on_ray(*words, "--address", address)
        wait_until(lambda: len(came) >= 2)
        os.killpg(process.pid, signal.SIGINT)
        stopped = ended(process)
    assert stopped.code == 130
    assert "again to go on" in stopped.err.splitlines()[-1]
    nothing_left(process)
