"""Finds out in a process of its own whether a Ray cluster can be joined. Knows nothing of runs.

Ray asks something that does not answer for minutes on end, and an address may be anything that somebody typed. A process
can be ended when its time is up.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from callsift.errors import UsageError

# A cluster answers within three seconds or so; a machine that is busy takes a few times that.
_ANSWER_S = 20.0
_CONNECT_S = 5.0
# A second each: why it was refused is told before the time is up.
_SOON = {"RAY_NUM_REDIS_GET_RETRIES": "5"}
_TRIAL = "import sys, ray; ray.init(sys.argv[1], logging_level='error', log_to_driver=False); print('in')"
_START_ONE = (
    "Start one with `ray start --head`, and join it here with `ray start --address HOST:6379`."
)


def check_address(address: str) -> None:
    """Return if there is a cluster at an address, `auto` or HOST:PORT, that this machine is part of.

    Raises:
        UsageError: there is none, within half a minute.
    """
    if address != "auto":
        _check_listening(address)
    with _ctrl_c_at_once():
        has_joined, said = _try_to_join(address)
    if has_joined:
        return
    if "Version mismatch" in said:
        raise UsageError(
            f"the Ray cluster at `{address}` runs another version of Ray or Python.",
            do="Install the same versions on every machine of the cluster.",
        )
    if "InvalidAuthToken" in said or "AuthenticationError" in said:
        raise UsageError(
            f"the Ray cluster at `{address}` asks for a token, and this process has another one or none.",
            do="Set RAY_AUTH_MODE=token, and RAY_AUTH_TOKEN or ~/.ray/auth_token as on its first machine.",
        )
    raise UsageError(
        "this machine is part of no Ray cluster that answers."
        if address == "auto"
        else f"what answers at `{address}` is no Ray cluster that this machine is part of.",
        do=_START_ONE,
    )


def _check_listening(address: str) -> None:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=_CONNECT_S).close()
    except (OSError, ValueError, OverflowError) as error:
        raise UsageError(
            f"there is no Ray cluster at `{address}` ({type(error).__name__}).", do=_START_ONE
        ) from None


def _try_to_join(address: str) -> tuple[bool, str]:
    """Tell whether a process could join in time, and what it said if not."""
    command = [sys.executable, "-c", _TRIAL, address]
    try:
        tried = subprocess.run(  # noqa: S603 - our own words, and an address as one argument
            command,
            env={**os.environ, **_SOON},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            # Ctrl-C on a terminal is this process's affair: ended by it, the trial would say that there is no cluster.
            start_new_session=True,
            timeout=_ANSWER_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False, ""
    # How it ends once it was in does not matter.
    return b"in" in tried.stdout.split(), tried.stderr.decode(errors="replace")


@contextmanager
def _ctrl_c_at_once() -> Iterator[None]:
    """Let Ctrl-C end the block: an event loop would only hear of it when the block is over."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
