"""Memory of bulk runs (R16): the peaks for 1,000, 10,000 and 100,000 notes, as ratios.

    python -m benchmarks.memory [MOST_NOTES]

Short notes go through `callsift batch` with the offline engine, on all processors. The process that holds the ledger and
writes the results is measured apart from those that analyse: they are larger, and would hide its growth. Exits 1 where
either peak exceeds that of the first line by more than a half.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.throughput import quiet

MOST = 1.5
NOTES = (1_000, 10_000, 100_000)
# Said at the very end, when the processes that analysed have gone and are counted.
_RUN = (
    "import resource, sys\n"
    "from callsift.cli.entry import run\n"
    "try:\n"
    "    run()\n"
    "finally:\n"
    "    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
    "    print(*(resource.getrusage(each).ru_maxrss for each in who), file=sys.stderr)\n"
)


class Peaks(NamedTuple):
    """The largest memory that the run's own process held, and the largest of any that analysed, in KiB."""

    own: int
    analysing: int


def peaks(count: int) -> Peaks:
    """Return the peaks of a run over so many notes.

    Raises:
        SystemExit: not every note was analysed, so the peaks say nothing.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, out = folder / "notes.jsonl", folder / "out.jsonl"
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            for number in range(count):
                text = f"客户说{number}号线先不急，把报价和资料发他微信就行。"
                stream.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        command = [sys.executable, "-c", _RUN, "batch", str(file), "--out", str(out)]
        at_once = str(max(os.cpu_count() or 2, 2))
        ran = subprocess.run(
            [*command, "--engine", "offline", "--concurrency", at_once],
            capture_output=True,
            text=True,
            check=False,
            env=quiet(),
        )
        if ran.returncode or json.loads(ran.stdout)["done"] != count:
            raise SystemExit(f"the run over {count:,} notes did not end well")
        return Peaks(*map(int, ran.stderr.split()[-2:]))


def main() -> int:
    """Measure, print the table and return the exit code."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else NOTES[-1]
    found: list[Peaks] = []
    print(f"{'offline, notes':<16}{'own process':>14}{'ratio':>8}{'analysing':>14}{'ratio':>8}")
    for count in (each for each in NOTES if each <= most):
        found.append(peaks(count))
        own, analysing = found[-1].own, found[-1].analysing
        print(
            f"{count:<16,}{own / 1024:10.0f} MiB{own / found[0].own:8.2f}"
            f"{analysing / 1024:10.0f} MiB{analysing / found[0].analysing:8.2f}",
            flush=True,
        )
    grown = max(
        found[-1].own / found[0].own,
        found[-1].analysing / found[0].analysing,
    )
    print(f"larger ratio {grown:.2f}, at most {MOST}")
    return int(grown > MOST)


if __name__ == "__main__":
    sys.exit(main())
