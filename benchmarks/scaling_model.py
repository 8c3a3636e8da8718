"""Calls a second with a model that answers after a fixed time: in one process, and over clusters of several sizes."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.documents import callsift_reply
from benchmarks.scaling_calls import batch, write
from benchmarks.scaling_nodes import Node, Watched, first_node, watched
from benchmarks.session import Work, work
from benchmarks.throughput import endpoint, seen_by

LATENCY_S = 1.0
WORKERS = (1, 2, 4)
AT_ONCE = (64, 200)
_ASKED = 1_600


class Asked(NamedTuple):
    """What a run did to the endpoint: calls a second once all places were taken, and how many were under way at most."""

    rate: float
    most: int


def model() -> None:
    """Print calls a second, as parts of what so many places could do, with processor time and memory."""
    title = f"model, answers after {LATENCY_S} s"
    print(
        f"{title:<41}{'calls a second':>15}{'of the most':>12}{'CPU a call':>12}{'peak memory':>14}"
    )
    for workers in (0, *WORKERS):
        for places in AT_ONCE:
            asked, took, cluster = _run(workers, places)
            name = f"{workers} Ray workers" if workers else "1 process"
            cpu = (took.cpu_s + cluster.cpu_s) / _ASKED * 1000
            print(
                f"{name:<16}{places:>4} at once, {asked.most:>4} seen{asked.rate:14.1f}"
                f"{asked.rate * LATENCY_S / places:12.2f}{cpu:9.1f} ms"
                f"{took.peak_mib + cluster.peak_mib:10.0f} MiB",
                flush=True,
            )


def _run(workers: int, places: int) -> tuple[Asked, Work, Watched]:
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        inputs = write(folder / "calls.jsonl", _ASKED, long=False)
        with endpoint(folder, LATENCY_S, callsift_reply()) as base_url, _cluster(workers) as node:
            asking = ("--engine", "llm", "--model", "m", "--base-url", base_url, "--no-cache")
            on = ("--runner", "ray", "--address", node.address) if node else ()
            command = batch(inputs, *asking, "--concurrency", str(places), *on)
            with watched(node) as cluster:
                took = work(command)
            seen = seen_by(base_url)
    most = max(map(int, seen["reached"]))
    reached, before = seen["reached"][str(min(places, most))]
    rate = (seen["answered"] - before) / (seen["ended"] - reached)
    return Asked(rate, most), took, cluster


@contextmanager
def _cluster(workers: int) -> Iterator[Node | None]:
    """Yield a cluster for the command to join, if there is to be one; what joins it finds its token."""
    if not workers:
        yield None
        return
    with first_node(workers) as node:
        before = dict(os.environ)
        os.environ.update(node.env)
        try:
            yield node
        finally:
            os.environ.clear()
            os.environ.update(before)
