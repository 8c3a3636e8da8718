"""Rate limits: how long 300 calls at once take, as a ratio to the least time that the limit allows.

    python -m benchmarks.limits [CALLS]

The whole client asks a simulated endpoint over real sockets in virtual time, so the ratio says nothing about this
machine and comes out the same on each. Exits 1 where a ratio exceeds 1.3 under an endpoint that says when to come back.
"""

import sys
from collections.abc import Callable
from typing import NamedTuple

import anyio
from tests.provider import reply_json
from tests.provider.limited import Bucket, Crowd, Limit, Window, limited_provider
from tests.provider.virtual_time import run_in_virtual_time

from callsift.model_client import ModelClient
from callsift.settings import Settings

MOST = 1.3
_MESSAGES = [{"role": "system", "content": "Answer with json."}, {"role": "user", "content": "x"}]


class Case(NamedTuple):
    """A limit, the latency of an answer, and whether the endpoint says when to come back.

    `is_judged` false: known to be over the bar.
    """

    limit: Callable[[], Limit]
    latency_s: float = 0.5
    says_when: bool = True
    is_judged: bool = True


class Outcome(NamedTuple):
    """What a run took: the ratio to the ideal, virtual seconds, calls answered and refusals."""

    ratio: float
    wall_s: float
    answered: int
    refused: int


CASES: dict[str, Case] = {
    "bucket, 10 a second, burst 10": Case(lambda: Bucket(10, 10)),
    "bucket, 10 a second, burst 10, slow answers": Case(lambda: Bucket(10, 10), 2.0),
    "bucket, 10 a second, burst 20, slower answers": Case(lambda: Bucket(10, 20), 3.0),
    "bucket, 10 a second, burst 10, four seconds an answer": Case(lambda: Bucket(10, 10), 4.0),
    "bucket, 10 a second, burst 20, four seconds an answer": Case(lambda: Bucket(10, 20), 4.0),
    "bucket, 2 a second, burst 5": Case(lambda: Bucket(2, 5), 2.0),
    "bucket, 50 a second, burst 50": Case(lambda: Bucket(50, 50)),
    "bucket, 1 a second, burst 1": Case(lambda: Bucket(1, 1), 3.0),
    "bucket, 10 a second, one at a time": Case(lambda: Bucket(10, 1), 4.0),
    "bucket, 10 a second, three at a time": Case(lambda: Bucket(10, 3), 4.0),
    "bucket, 2 a second, burst 2, ten seconds an answer": Case(lambda: Bucket(2, 2), 10.0),
    "bucket, 1 a second, burst 60": Case(lambda: Bucket(1, 60), 2.0),
    "4 under way": Case(lambda: Crowd(4), 2.0),
    "8 under way": Case(lambda: Crowd(8)),
    "8 under way, four seconds an answer": Case(lambda: Crowd(8), 4.0),
    "16 under way": Case(lambda: Crowd(16)),
    "16 under way, four seconds an answer": Case(lambda: Crowd(16), 4.0),
    "8 under way, come back in two seconds *": Case(lambda: Crowd(8, 2.0), is_judged=False),
    "window, 60 in 60 seconds": Case(lambda: Window(60, 60)),
    "window, 20 in 10 seconds": Case(lambda: Window(20, 10), 2.0),
    "window, 100 in 60 seconds, slow answers": Case(lambda: Window(100, 60), 8.0),
    "bucket, 10 a second, burst 10, without Retry-After": Case(lambda: Bucket(10, 10), 0.5, False),
    "8 under way, without Retry-After": Case(lambda: Crowd(8), 2.0, False),
    "window, 60 in 60 seconds, without Retry-After": Case(lambda: Window(60, 60), 0.5, False),
}


def measured(case: Case, calls: int) -> Outcome:
    """Return what it takes to have so many calls answered, all of them being asked at once."""

    async def run() -> Outcome:
        limit = case.limit()
        async with limited_provider(
            limit, reply_json(), latency_s=case.latency_s, says_when=case.says_when
        ) as provider:
            client = ModelClient(Settings(model="m", base_url=provider.base_url, max_attempts=2))
            began = anyio.current_time()
            async with client.keep_open(), anyio.create_task_group() as tasks:
                for _ in range(calls):
                    tasks.start_soon(_ask, client)
            wall = anyio.current_time() - began
            ratio = wall / limit.ideal_s(calls, case.latency_s)
            return Outcome(ratio, wall, provider.answered, provider.refused)

    return run_in_virtual_time(run)


async def _ask(client: ModelClient) -> None:
    await client.complete(_MESSAGES, {"type": "object"}, name="observations")


def main() -> int:
    """Measure, print the table and return the exit code."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    worst = 0.0
    print(f"{calls} calls at once{'ratio':>43}{'wall':>10}{'answered':>10}{'429s':>7}")
    for name, case in CASES.items():
        seen = measured(case, calls)
        print(f"{name:<55}{seen.ratio:7.2f}{seen.wall_s:8.1f} s{seen.answered:10}{seen.refused:7}")
        if case.says_when and case.is_judged:
            worst = max(worst, seen.ratio)
    print("* over the bar, known, not judged")
    print(f"worst ratio where the endpoint says when to come back {worst:.2f}, at most {MOST}")
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
