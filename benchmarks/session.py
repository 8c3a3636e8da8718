"""What a command takes: its time, the processors' time, and the memory of all its processes together."""

import re
import resource
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.throughput import quiet


class Work(NamedTuple):
    """A run: its wall time, the processors' seconds it took, and the memory of all its processes at the peak."""

    seconds: float
    cpu_s: float
    peak_mib: float


def work(command: list[str]) -> Work:
    """Run a command and look at the memory of its session, every fifth of a second, until it ends."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet()
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _memory_mib(process.pid))
        time.sleep(0.2)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Work(time.perf_counter() - began, cpu, peak)


def _memory_mib(process: int) -> float:
    """Return the memory of a process and of all that came from it; what they share is counted once."""
    every = [process]
    for each in every:
        every += _children(each)
    return sum(map(own_kib, every)) / 1024


def _children(process: int) -> list[int]:
    found: list[int] = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, file.read_text().split())
        except OSError:
            continue
    return found


def own_kib(process: int) -> int:
    """Return the memory of a process; of what it shares, its part."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    share = re.search(r"^Pss:\s+(\d+)", text, re.M)
    return int(share[1]) if share else 0
