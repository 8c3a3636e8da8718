"""A bulk run that is killed and goes on: what was lost, doubled or torn. It has to be nothing.

    python -m benchmarks.bulk [INPUTS] [KILLS]

1,000 generated inputs in mixed formats go through `callsift batch` with the offline engine. The run is killed with
SIGKILL at random points (fixed seeds, by the number of outcomes in its ledger), begun again each time, and its result
compared with that of a run that nobody disturbed. Exits 1 where they differ.
"""

import random
import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

from tests.bulk.inputs import write_inputs
from tests.bulk.running import in_ledger, kill_when, rows, run, start

FLAGS = ("--engine", "offline", "--concurrency", "2")


def main() -> int:
    """Kill, go on, compare, print the table and return the exit code."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = write_inputs(folder / "inputs", count, unusable=0).folder
        whole, out = folder / "whole.jsonl", folder / "out.jsonl"
        run(inputs, "--out", whole, *FLAGS)
        reached = _killed(inputs, out, count, kills)
        run(inputs, "--out", out, *FLAGS)
        return _report(whole, out, count, reached)


def _killed(inputs: Path, out: Path, count: int, kills: int) -> list[int]:
    """Kill a run again and again; return how many outcomes stood at each kill."""
    chance = random.Random(kills)  # noqa: S311 - the points are to be the same again
    ledger = out.with_name(out.name + ".ledger")
    reached: list[int] = []
    for goal in sorted(chance.sample(range(1, count * 9 // 10), kills)):
        process = start(inputs, "--out", out, *FLAGS)
        ended = kill_when(process, lambda goal=goal: in_ledger(ledger).outcomes >= goal)  # type: ignore[misc] # bound
        if ended.code >= 0:
            raise SystemExit("the run ended before it could be killed")
        reached.append(in_ledger(ledger).outcomes)
    return reached


def _report(whole: Path, out: Path, count: int, reached: list[int]) -> int:
    expected = Counter(each["key"] for each in rows(whole))
    found = Counter(each["key"] for each in rows(out))
    lost, doubled = (expected - found).total(), (found - expected).total()
    is_same = whole.read_bytes() == out.read_bytes()
    fell_back = sum(later < earlier for earlier, later in pairwise(reached))
    print(
        f"{count:,} inputs, killed {len(reached)} times, at {', '.join(map(str, reached))} outcomes"
    )
    print(f"lost {lost}, doubled {doubled}, outcomes that a kill took back {fell_back}")
    print(f"bytes of the result are {'those' if is_same else 'NOT those'} of an undisturbed run")
    return int(bool(lost or doubled or fell_back) or not is_same)


if __name__ == "__main__":
    sys.exit(main())
