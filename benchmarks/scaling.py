"""What one machine does, what a cluster costs, and what a million calls a day take. The numbers of `docs/scaling.md`.

    python -m benchmarks.scaling [offline|model|limiter|million ...]

`offline`: calls a second with the offline engine in one process, in two, and with as many Ray workers. `model`: the same
with an endpoint that answers after a fixed time, and a cluster of one, two and four processors that is joined by its
address. `limiter`: what asking for a place costs a request. `million`: worked
out from the price table and the estimate of a call of 20,000 characters. Rates are of this machine; ratios travel.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import anyio

from benchmarks.scaling_calls import LONG_CHARS, batch, long_call, write
from benchmarks.scaling_model import model
from benchmarks.session import Work, work

CALLS_A_DAY = 1_000_000
DAY_S = 86_400
PROCESSES = 2
_SHORT, _LONG = 1_200, 80


def steady(command: Callable[[Path], list[str]], folder: Path, count: int, *, long: bool) -> Work:
    """Return what the calls beyond the first few took: start-up, the same for any number of calls, is taken off."""
    few = work(command(write(folder / "few.jsonl", max(count // 8, 12), long=long)))
    all_ = work(command(write(folder / "all.jsonl", count, long=long)))
    done = count - max(count // 8, 12)
    return Work((all_.seconds - few.seconds) / done, (all_.cpu_s - few.cpu_s) / done, all_.peak_mib)


def offline() -> None:
    """Print calls a second with the offline engine."""
    print(f"{'offline engine':<34}{'calls a second':>15}{'ratio':>8}{'peak memory':>14}")
    for long, count in ((False, _SHORT), (True, _LONG)):
        first = 0.0
        for name, flags in (
            ("1 process", ("--concurrency", "1")),
            (f"{PROCESSES} processes", ("--concurrency", str(PROCESSES))),
            # Two inputs at once keep a worker busy.
            (f"{PROCESSES} Ray workers", ("--concurrency", str(2 * PROCESSES), "--runner", "ray")),
        ):
            with tempfile.TemporaryDirectory() as folder:
                took = steady(
                    lambda inputs, flags=flags: batch(inputs, "--engine", "offline", *flags),  # type: ignore[misc] # bound
                    Path(folder),
                    count,
                    long=long,
                )
            first = first or 1 / took.seconds
            size = f"{LONG_CHARS:,} characters" if long else "200 characters"
            print(
                f"{size:<19}{name:<15}{1 / took.seconds:15.1f}{1 / took.seconds / first:8.2f}"
                f"{took.peak_mib:10.0f} MiB",
                flush=True,
            )


def limiter() -> None:
    """Print what a place of the shared limiter costs a request, alone and under load."""
    from callsift.bulk.ray import joined  # noqa: PLC0415 - an extra
    from callsift.bulk.ray.cluster import ray_library  # noqa: PLC0415 - an extra
    from callsift.bulk.ray.limiter import Places, SharedLimiter  # noqa: PLC0415 - an extra

    class Asker:
        def __init__(self, places: object, name: str) -> None:
            self._limiter = SharedLimiter(places, name)

        async def ask(self, count: int, tasks: int) -> float:
            began = time.perf_counter()

            async def some() -> None:
                for _ in range(count // tasks):
                    async with self._limiter.place():
                        self._limiter.succeeded()

            async with anyio.create_task_group() as group:
                for _ in range(tasks):
                    group.start_soon(some)
            return time.perf_counter() - began

    ray = ray_library()
    with joined(None, processors=3):
        most = 24
        places = ray.remote(Places).options(num_cpus=0, max_concurrency=10_000).remote(most)
        askers = [ray.remote(Asker).remote(places, f"w{each}") for each in range(3)]
        ray.get([each.ask.remote(30, 1) for each in askers])
        alone = ray.get(askers[0].ask.remote(600, 1)) / 600
        loaded = max(ray.get([each.ask.remote(1_200, 24) for each in askers]))
        traffic = ray.get(places.traffic.remote())
    print(f"a place alone: {alone * 1000:.2f} ms")
    print(f"72 askers in 3 workers: {3_600 / loaded:,.0f} places a second for the whole cluster")
    print(f"at most under way {traffic.most} of {most}, granted {traffic.granted:,}")


def _address_of(host: str | tuple[str, ...] | None) -> str:
    """Return an address at which a price holds that is for hosts of this name."""
    part = (host[0] if isinstance(host, tuple) else host or "example").lstrip("/.")
    return f"https://{part}/v1" if "." in part else f"https://api.{part}.com/v1"


def million() -> None:
    """Print what a million calls of 20,000 characters a day take, by the estimate and the price table."""
    from callsift.api import estimate, read_source  # noqa: PLC0415 - only here
    from callsift.costs import load_prices, price_of  # noqa: PLC0415 - only here
    from callsift.settings import Settings  # noqa: PLC0415 - only here

    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()
    call = read_source(long_call(1))
    prices = load_prices(Path("/nonexistent"))
    print(f"{CALLS_A_DAY / DAY_S:.1f} calls a second on average")
    print(f"{'model':<30}{'tokens in':>11}{'out':>11}{'a million calls':>28}")
    for name, address in sorted({(each.model, _address_of(each.host)) for each in prices.prices}):
        settings = Settings(engine="llm", model=name, base_url=address, cache=False)
        found = estimate(call, settings=settings)
        price = price_of(prices, model=name, base_url=settings.base_url)
        if found is None or price is None or found.cost_low is None or found.cost_high is None:
            continue
        low, high = found.cost_low * CALLS_A_DAY, found.cost_high * CALLS_A_DAY
        out = f"{found.completion_low}-{found.completion_high}"
        print(
            f"{name:<30}{found.prompt_tokens:>11,}{out:>11}{low:>13,.0f} - {high:>9,.0f} {price.currency}"
        )
    tokens = found.prompt_tokens if found else 0
    print(
        f"provider limits needed, on average: {CALLS_A_DAY / 1440:,.0f} requests and {tokens * CALLS_A_DAY / 1440:,.0f} prompt tokens a minute"
    )
    for latency in (5, 10, 20, 40):
        print(
            f"answers after {latency:>2} s: {CALLS_A_DAY / DAY_S * latency:,.0f} under way at once"
        )


PARTS: dict[str, Callable[[], None]] = {
    "offline": offline,
    "model": model,
    "limiter": limiter,
    "million": million,
}


def main() -> int:
    """Measure what is asked for, everything unless named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS))
    for part in parser.parse_args().parts:
        PARTS[part]()
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
