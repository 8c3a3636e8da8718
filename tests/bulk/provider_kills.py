"""Runs through batch files in a process of their own, killed at a request of theirs."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.provider.batch_api import BatchApi
from tests.provider.batch_wire import Seen
from tests.provider.server import Response

CHECKOUT = Path(__file__).resolve().parents[2]
COUNT = 6


def start(ledger: Path, api: BatchApi) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bulk.provider_runs", str(ledger), api.base_url, str(COUNT)],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'src'}"},
    )


def kill_at(api: BatchApi, ledger: Path, is_there: Callable[[Seen], bool], *, after: bool) -> None:
    """Run in a process of its own and kill it when a request is there, before or after it is acted on."""
    process = start(ledger, api)

    def before(seen: Seen) -> None:
        if not after and is_there(seen):
            process.kill()
            process.wait()

    def behind(seen: Seen) -> Response | None:
        if after and is_there(seen):
            process.kill()
            process.wait()
        return None

    api.before, api.after = before, behind
    assert process.wait(timeout=60) == -9
    api.before, api.after = (lambda _: None), (lambda _: None)


def is_upload(seen: Seen) -> bool:
    return (seen.method, seen.path) == ("POST", "/v1/files")


def is_creation(seen: Seen) -> bool:
    return (seen.method, seen.path) == ("POST", "/v1/batches")


def is_look(seen: Seen) -> bool:
    return seen.method == "GET" and "/batches/batch_" in seen.path


def is_download(seen: Seen) -> bool:
    return seen.path.endswith("/content")


def is_deletion(seen: Seen) -> bool:
    return seen.method == "DELETE"
