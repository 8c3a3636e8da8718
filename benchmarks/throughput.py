"""Throughput of bulk runs (R16), as ratios.

    python -m benchmarks.throughput [--latency SECONDS]

50 documents for each place are taken through `callsift batch` at 8 and at 32 at once, against an endpoint that answers
after a fixed time, in a process of its own. The least possible is ⌈N/C⌉ times that; the ratio to it is taken from the
first request on, and once more from the moment when C requests are under way for the first time (after start-up: one
probe learns the endpoint's mode while the others wait, and the number at once rises from 8). Beside it stands the least
that a program can do: AsyncOpenAI, a semaphore, and `str.find` for the quotes. Exits 1 where a ratio after start-up
exceeds 1.05.
"""

import argparse
import asyncio
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.documents import callsift_reply, documents, write_jsonl

MOST = 1.05
DOCUMENTS_A_PLACE = 50
PLACES = (8, 32)
RUN = "from callsift.cli.entry import run; run()"


class Taken(NamedTuple):
    """How long a run took at the endpoint, as ratios to the least possible; `wall_s` is of the whole process."""

    answered: int
    from_first: float
    after_start: float
    wall_s: float
    cpu_ms: float


@contextmanager
def endpoint(folder: Path, latency_s: float, reply: str) -> Iterator[str]:
    """Yield the base URL of an endpoint that answers after a fixed time."""
    file = folder / "replies.json"
    file.write_text(json.dumps([["", reply]], ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.endpoint", str(latency_s), str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = process.stdout.readline().strip() if process.stdout else ""
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait()


def seen_by(base_url: str) -> dict[str, Any]:
    """Return what an endpoint saw."""
    with urllib.request.urlopen(base_url.removesuffix("/v1") + "/seen") as answer:  # noqa: S310 - our own
        seen: dict[str, Any] = json.load(answer)
    return seen


def taken(seen: dict[str, Any], *, places: int, latency_s: float) -> tuple[float, float]:
    """Return the ratios to the least possible: from the first request on, and after start-up."""
    answered = seen["answered"]
    whole = (seen["ended"] - seen["began"]) / (math.ceil(answered / places) * latency_s)
    reached, before = seen["reached"][str(places)]
    rest = math.ceil((answered - before) / places) * latency_s
    return whole, (seen["ended"] - reached) / rest


def callsift_run(inputs: Path, out: Path, base_url: str, places: int) -> list[str]:
    """Return the command of a run with the model engine."""
    model = ["--engine", "llm", "--model", "m", "--base-url", base_url, "--no-cache"]
    command = [sys.executable, "-c", RUN, "batch", str(inputs), "--out", str(out)]
    return [*command, *model, "--concurrency", str(places)]


def measure(command: list[str], base_url: str, places: int, latency_s: float) -> Taken:
    """Run a command against an endpoint and return how long it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet()
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seen = seen_by(base_url)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    ratios = taken(seen, places=places, latency_s=latency_s)
    return Taken(seen["answered"], *ratios, wall, cpu / seen["answered"] * 1000)


def throughput(latency_s: float) -> float:
    """Print the ratios and return the worst of callsift's after start-up."""
    worst = 0.0
    print(f"endpoint answers after {latency_s} s; the least possible is 1.00")
    print(
        f"{'':24}{'documents':>10}{'from first request':>20}{'after start-up':>16}{'CPU each':>12}"
    )
    for places in PLACES:
        count = DOCUMENTS_A_PLACE * places
        for name in ("callsift batch", "AsyncOpenAI, semaphore"):
            with tempfile.TemporaryDirectory() as folder:
                place = Path(folder)
                inputs = write_jsonl(place / "calls.jsonl", count)
                with endpoint(place, latency_s, callsift_reply()) as base_url:
                    command = callsift_run(inputs, place / "out.jsonl", base_url, places)
                    if name != "callsift batch":
                        command = [
                            sys.executable,
                            "-m",
                            "benchmarks.throughput",
                            "--plain",
                            base_url,
                            str(count),
                            str(places),
                        ]
                    found = measure(command, base_url, places, latency_s)
            print(
                f"{name:<22}{places:2}{found.answered:10}{found.from_first:20.3f}"
                f"{found.after_start:16.3f}{found.cpu_ms:9.1f} ms",
                flush=True,
            )
            if name == "callsift batch":
                worst = max(worst, found.after_start)
    print(f"worst ratio after start-up {worst:.3f}, at most {MOST}")
    return worst


def quiet() -> dict[str, str]:
    """Return the environment of a run: a key that opens nothing."""
    return {**os.environ, "OPENAI_API_KEY": "none"}


async def plain(base_url: str, count: int, places: int) -> None:
    """Do the same work with nothing but the client: ask, parse, find the quotes."""
    from openai import AsyncOpenAI  # noqa: PLC0415 - only here

    from callsift.playbook import load_playbook  # noqa: PLC0415 - only here
    from callsift.prompting import system_prompt  # noqa: PLC0415 - only here
    from callsift.steps.extract.llm.shape import reply_schema  # noqa: PLC0415 - only here

    playbook = load_playbook(None)
    shape = {"name": "observations", "strict": True, "schema": reply_schema(playbook)}
    system = {"role": "system", "content": system_prompt(playbook)}
    room = asyncio.Semaphore(places)
    client = AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0)

    async def one(text: str) -> int:
        async with room:
            reply: Any = await client.chat.completions.create(  # type: ignore[call-overload] # plain dicts
                model="m",
                messages=[system, {"role": "user", "content": text}],
                response_format={"type": "json_schema", "json_schema": shape},
            )
            items = json.loads(reply.choices[0].message.content or "")["signals"]
            return sum(text.find(each["quote"]) >= 0 for each in items)

    async with client:
        found = await asyncio.gather(*map(one, documents(count)))
    if sum(found) != 3 * count:
        raise SystemExit("not every quote was found")


def main() -> int:
    """Measure, print the tables and return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=1.0)
    parser.add_argument("--plain", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.plain:
        base_url, count, places = chosen.plain
        asyncio.run(plain(base_url, int(count), int(places)))
        return 0
    return int(throughput(chosen.latency) > MOST)


if __name__ == "__main__":
    sys.exit(main())
