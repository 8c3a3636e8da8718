"""A real pseudo-terminal: types into a command and keeps what it shows."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Mapping
from typing import NamedTuple

from tests.cli.runs import PROGRAM

PASTE_BEGINS, PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"
END_OF_INPUT = b"\x04"


class Shown(NamedTuple):
    """What a run in a terminal left behind: its exit code and every byte it showed."""

    code: int
    screen: bytes


class Terminal:
    """A command that runs in a terminal of its own."""

    def __init__(self, *args: str, columns: int = 80, env: Mapping[str, str] | None = None) -> None:
        self._shown = b""
        self._pid, self._master = pty.fork()
        if self._pid == 0:
            os.execvpe(  # noqa: S606 - the child becomes the command
                sys.executable,
                [*PROGRAM, *args],
                {**os.environ, "TERM": "xterm-256color", **(env or {})},
            )
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))

    def wait_for(self, words: str, seconds: float = 20) -> None:
        """Read the screen until it shows `words`."""
        until = time.monotonic() + seconds
        while words.encode() not in self._shown:
            assert time.monotonic() < until, self._shown[-2000:].decode("utf-8", "replace")
            self._read(0.1)

    def send(self, data: bytes) -> None:
        """Type or paste; what the command shows meanwhile is read, so that neither side waits for the other."""
        while data:
            _, writable, _ = select.select([], [self._master], [], 0.05)
            if writable:
                data = data[os.write(self._master, data[:1024]) :]
            self._read(0)

    def ended(self, seconds: float = 40) -> Shown:
        """Wait for the command's end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            self._read(0.05)
            if pid:
                while self._read(0.05):
                    pass
                os.close(self._master)
                return Shown(os.waitstatus_to_exitcode(status), self._shown)
        raise AssertionError(self._shown[-2000:].decode("utf-8", "replace"))

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self._shown += data
        return bool(data)
