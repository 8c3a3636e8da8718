"""A run over a cluster that is stopped: it says how to go on, and leaves no process and no file behind."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bulk.inputs import answers
from tests.bulk.ray.commands import (
    ended,
    has_ray,
    nothing_left,
    own_folder,
    start_on_ray,
    wait_long,
)
from tests.bulk.running import but_usage, rows, run
from tests.cli.batches import COUNT, model, write_calls
from tests.provider import Provider, personalities

pytestmark = [
    pytest.mark.ray,
    pytest.mark.usefixtures("needs_ray"),
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_calls(tmp_path / "in")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider(personalities.openai_like(answers), latency_s=0.3) as provider:
        yield provider


def everyone(leader: int) -> None:
    """Ctrl-C as a terminal sends it: to all that the run began, too."""
    os.killpg(leader, signal.SIGINT)


def test_ctrl_c_stops_cleanly_and_the_run_goes_on_from_there(
    folder: Path, out: Path, provider: Provider
) -> None:
    process = start_on_ray(folder, "--out", out, *model(provider, at_once=4))
    wait_long(lambda: len(provider.requests) >= 10)
    files = own_folder(process)
    assert files is not None
    assert files.stat().st_mode & 0o077 == 0, "calls are among what Ray writes down"
    everyone(process.pid)
    stopped = ended(process)
    assert stopped.code == 130
    assert "Traceback" not in stopped.err
    assert "again to go on" in stopped.err.splitlines()[-1]
    nothing_left(process)
    assert not files.exists()
    done = [each["name"] for each in rows(out) if each["status"] == "done"]
    assert 6 <= len(done) == stopped.summary["done"] < COUNT
    # One machine takes over where the cluster stopped, and asks for nothing that was answered.
    assert run(folder, "--out", out, *model(provider)).code == 0
    asked = Counter(each.raw for each in provider.requests)
    assert len(asked) == COUNT
    assert sum(asked.values()) - COUNT <= 4, "no more than was under way"
    whole = out.with_name("whole.jsonl")
    assert run(folder, "--out", whole, *model(provider)).code == 0
    assert but_usage(out) == but_usage(whole)


def test_ctrl_c_while_the_cluster_starts_leaves_nothing(
    folder: Path, out: Path, provider: Provider
) -> None:
    process = start_on_ray(folder, "--out", out, *model(provider))
    wait_long(lambda: has_ray(process))
    os.kill(process.pid, signal.SIGINT)
    stopped = ended(process)
    assert stopped.code == 130
    assert "Traceback" not in stopped.err
    assert "again to go on" in stopped.err.splitlines()[-1]
    nothing_left(process)
