"""The calls that `benchmarks.scaling` is about, and the command that takes them."""

import json
import sys
import time
from pathlib import Path

from benchmarks.documents import TURNS
from benchmarks.throughput import RUN

LONG_CHARS = 20_000


def long_call(number: int) -> str:
    """Return a call of 20,000 characters."""
    once = "".join(f"{each.format(n=number)}\n" for each in TURNS)
    return once * (LONG_CHARS // len(once) + 1)


def write(file: Path, count: int, *, long: bool) -> Path:
    """Write so many calls, one a line."""
    with file.open("w", encoding="utf-8") as stream:
        for number in range(count):
            text = long_call(number) if long else "".join(t.format(n=number) + "\n" for t in TURNS)
            stream.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
    return file


def batch(inputs: Path, *more: str) -> list[str]:
    """Return the command of a run whose result nobody keeps."""
    out = inputs.with_name(f"out{time.monotonic_ns()}.jsonl")
    return [sys.executable, "-c", RUN, "batch", str(inputs), "--out", str(out), *more]
