"""Starts one of the built servers on a free port of 127.0.0.1 and stops it again. Knows nothing of callsift."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from benchmarks.servers.place import Place, Temper

Kind: TypeAlias = Literal["llama_cpp.server", "llama-server"]
KINDS: tuple[Kind, ...] = ("llama_cpp.server", "llama-server")
# Loading takes a second; a machine under load may take many times as long.
_LONGEST_START_S = 90.0
_LOOK_AGAIN_S = 0.1


class Served(NamedTuple):
    """Which server, with which model, and how many tokens of prompt and answer it reads together."""

    kind: Kind
    temper: Temper
    context: int


class ServerDiedError(RuntimeError):
    """The server ended, or did not answer in time; its log is named."""


@contextmanager
def running(served: Served, place: Place, log: Path) -> Iterator[int]:
    """Yield the port of a server that answers; its own words go to `log`.

    Raises:
        ServerDiedError: it does not come up.
    """
    port = _free_port()
    with log.open("wb") as words:
        process = subprocess.Popen(
            _command(served, place, port), stdout=words, stderr=subprocess.STDOUT, env=_plain()
        )
        try:
            _wait_for(process, port, log)
            yield port
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _command(served: Served, place: Place, port: int) -> list[str]:
    model, context = str(place.model(served.temper)), str(served.context)
    at = ["--host", "127.0.0.1", "--port", str(port)]
    if served.kind == "llama_cpp.server":
        few = ["--n_ctx", context, "--n_threads", "1", "--n_threads_batch", "2"]
        lean = ["--logits_all", "false", "--model_alias", "tiny"]
        return [str(place.python), "-m", "llama_cpp.server", "--model", model, *at, *few, *lean]
    # One slot has the whole context; further requests wait for it, as they do at the other server.
    few = ["--ctx-size", context, "--parallel", "1", "--threads", "1", "--threads-batch", "2"]
    lean = ["--alias", "tiny", "--no-webui", "--offline", "--cache-ram", "0"]
    return [str(place.llama_server), "--model", model, *at, *few, *lean]


def _plain() -> dict[str, str]:
    """Return the environment without what either server would take for its own settings."""
    own = ("LLAMA_", "HF_", "MODEL", "N_CTX")
    return {key: value for key, value in os.environ.items() if not key.startswith(own)}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the server lists its model."""
    latest = time.monotonic() + _LONGEST_START_S
    while time.monotonic() < latest:
        if process.poll() is not None:
            raise ServerDiedError(f"the server ended with {process.returncode}; see {log}.")
        if _answers(port):
            return
        time.sleep(_LOOK_AGAIN_S)
    raise ServerDiedError(f"the server did not answer within {_LONGEST_START_S:.0f} s; see {log}.")


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/v1/models")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()
