"""Writes `benchmarks/README.md`: runs the benchmarks and puts what they print into its tables.

    python -m benchmarks.tables [NAME…]

With names, only those are run; the other tables stay, with the day on which they were made.
"""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

README = Path(__file__).with_name("README.md")


class Table(NamedTuple):
    """A benchmark: its heading, what it shows, and what is run."""

    heading: str
    says: str
    command: tuple[str, ...]


TABLES = {
    "throughput": Table(
        "Throughput",
        "Documents through `callsift batch` with a model, 50 for each place, against an endpoint with a fixed latency "
        "in a process of its own. 1.00 is the least possible, ⌈N/C⌉ times the latency. The bar (1.05) is for the time "
        "after start-up: one probe learns the endpoint's mode while the others wait, and the number at once rises "
        "from 8. callsift's prompt has some 6,000 tokens by its own estimate; the plain client sends the same.",
        ("benchmarks.throughput",),
    ),
    "memory": Table(
        "Memory",
        "Short notes read from one JSONL file, offline engine. The process that holds the ledger and writes the results "
        "is measured apart from those that analyse, which are larger and would hide its growth.",
        ("benchmarks.memory",),
    ),
    "bulk": Table(
        "Killed and begun again",
        "SIGKILL at random points, by the number of outcomes in the ledger.",
        ("benchmarks.bulk",),
    ),
    "peers": Table(
        "Neighbours",
        "The same documents and the same endpoint, which answers what each library wants to hear: three quotes a "
        "document, one a whole clause, two parts of a clause. The ratio is taken from the first request on. CPU "
        "includes start-up. callsift sends a prompt of some 6,000 tokens, the others a few hundred, and alone keeps "
        "every reply on disk, reads roles, decides and writes results.",
        ("benchmarks.peers.run",),
    ),
}
_HEAD = """# Benchmarks

Made by `python -m benchmarks.tables`. Ratios count, not seconds: they are taken within one run on one machine, which may
be busy with other things. The endpoint is simulated and says nothing about the quality of a model.
"""


def main() -> int:
    """Run what is named, write the file and return the exit code."""
    names = sys.argv[1:] or list(TABLES)
    old = README.read_text(encoding="utf-8") if README.exists() else ""
    sections: list[str] = []
    worst = 0
    for name, table in TABLES.items():
        section = _section_in(old, table)
        if name in names:
            ran = subprocess.run(
                [sys.executable, "-m", *table.command], capture_output=True, text=True, check=False
            )
            worst = max(worst, ran.returncode)
            section = _section(table, ran.stdout)
        sections.append(section)
    README.write_text("\n".join([_HEAD, *filter(None, sections)]), encoding="utf-8", newline="\n")
    return worst


def _section(table: Table, printed: str) -> str:
    run = f"`python -m {' '.join(table.command)}`, {date.today().isoformat()}"
    return f"## {table.heading}\n\n{table.says}\n\n{run}\n\n```\n{printed.rstrip()}\n```\n"


def _section_in(text: str, table: Table) -> str:
    found = re.search(rf"^## {re.escape(table.heading)}\n.*?^```\n.*?^```\n", text, re.M | re.S)
    return found[0] if found else ""


if __name__ == "__main__":
    sys.exit(main())
