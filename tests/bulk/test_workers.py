"""The offline engine in several processes."""

import os
import signal
import sys
from pathlib import Path

import anyio
import pytest

from callsift.api import analyze
from callsift.bulk.engines import FEW, places
from callsift.bulk.workers import OfflineWorkers
from callsift.options import CallOptions
from callsift.settings import Settings
from callsift.steps.read import read_text
from tests.bulk.inputs import chinese
from tests.bulk.running import finish, in_ledger, start, wait_until

OFFLINE = Settings(engine="offline")
CALLS = [read_text(chinese(number)) for number in range(6)]


def test_what_comes_back_is_what_one_process_would_say() -> None:
    options = CallOptions(lang="en", leads="many")

    async def run() -> list[str]:
        found: dict[int, str] = {}
        with OfflineWorkers(2, options=options, playbook=None) as workers:
            async with anyio.create_task_group() as tasks:

                async def one(number: int) -> None:
                    analysis = await workers.analyse(CALLS[number], "")
                    found[number] = analysis.model_dump_json()

                for number in range(len(CALLS)):
                    tasks.start_soon(one, number)
        return [found[number] for number in sorted(found)]

    alone = [analyze(each, options=options, settings=OFFLINE) for each in CALLS]
    assert anyio.run(run) == [each.model_dump_json() for each in alone]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")
def test_a_process_that_dies_takes_no_call_with_it() -> None:
    async def run() -> list[bool]:
        with OfflineWorkers(2, options=CallOptions(), playbook=None) as workers:
            before = _children()
            await workers.analyse(CALLS[0], "")
            for pid in _workers(_children() - before):
                os.kill(pid, signal.SIGKILL)
            return [bool((await workers.analyse(each, "")).signals) for each in CALLS]

    assert all(anyio.run(run))


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
@pytest.mark.parametrize("goal", [0, 30], ids=["while processes start", "later"])
def test_ctrl_c_ends_them_without_a_word(tmp_path: Path, goal: int) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.txt").write_text(chinese(number), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    ledger = tmp_path / "out.jsonl.ledger"
    process = start(folder, "--out", out, "--engine", "offline", "--concurrency", "2")
    wait_until(lambda: len(in_ledger(ledger).items) > 2 and in_ledger(ledger).outcomes >= goal)
    # A terminal sends it to every process of the group.
    os.killpg(process.pid, signal.SIGINT)
    ended = finish(process)
    assert ended.code == 130
    assert "Traceback" not in ended.err
    assert "again to go on" in ended.err.splitlines()[-1]
    assert goal <= ended.summary["done"] < 300
    assert not ended.summary["complete"]
    done = [each for each in out.read_text(encoding="utf-8").splitlines() if '"done"' in each]
    assert len(done) == ended.summary["done"]


@pytest.mark.parametrize(
    ("settings", "wanted", "pending", "expected"),
    [
        (OFFLINE, None, FEW, 1),
        (OFFLINE, 3, FEW, 3),
        (OFFLINE, 0, 1, 1),
        (Settings(engine="llm", model="m"), None, 1, 64),
        (Settings(engine="llm", model="m"), 2, 500, 2),
    ],
)
def test_how_many_at_once(
    settings: Settings, wanted: int | None, pending: int, expected: int
) -> None:
    assert places(settings, wanted, pending) == expected


def test_many_calls_take_every_processor_that_may_be_used() -> None:
    assert places(OFFLINE, None, FEW + 1) >= 1


def _children() -> set[int]:
    return set(map(int, Path("/proc/thread-self/children").read_text().split()))


def _workers(pids: set[int]) -> set[int]:
    """Return those that do the work; another one only cleans up after them."""
    return {each for each in pids if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()}
