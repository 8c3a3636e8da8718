"""Start-up: how long `--help` and `judge` take, as ratios to importing typer and pydantic alone.

    python benchmarks/startup.py [RUNS]

Every round runs each command once, so that a busy moment of the machine hits all alike. Two yardsticks: the bare
imports, and the same with one model built, for `import pydantic` alone imports little of it. Exits 1 where a ratio to
the bare imports exceeds 2.0.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST = 2.0
BARE = "import typer, pydantic"
# `import pydantic` alone is lazy: it loads next to nothing before its first name is asked for.
LOADED = "import typer; from pydantic import BaseModel"
IN_USE = (
    "import typer, pydantic\n"
    "class Model(pydantic.BaseModel):\n    name: str\n"
    "app = typer.Typer(rich_markup_mode=None)\n"
    "@app.command()\n"
    "def command(name: str, flag: bool = False) -> None: Model(name=name)\n"
    "app(['x'], standalone_mode=False)\n"
)
RUN = "from callsift.cli.entry import run; run()"


def main() -> int:
    """Measure, print the table and return the exit code."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        saved = str(Path(folder) / "saved.json")
        _time((sys.executable, "-c", RUN, "demo", "--json"), saved)
        commands = {
            "import typer, pydantic": (sys.executable, "-c", BARE),
            "the same, BaseModel loaded": (sys.executable, "-c", LOADED),
            "typer and pydantic in use": (sys.executable, "-c", IN_USE),
            "callsift --help": (sys.executable, "-c", RUN, "--help"),
            "callsift judge FILE": (sys.executable, "-c", RUN, "judge", saved),
        }
        for command in commands.values():
            _time(command)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(_time(command))
    return _report({name: statistics.median(each) for name, each in times.items()}, runs)


def _report(medians: dict[str, float], runs: int) -> int:
    bare, in_use = medians["import typer, pydantic"], medians["typer and pydantic in use"]
    print(f"median of {runs} runs      time    to bare imports    to imports in use")
    for name, seconds in medians.items():
        print(f"{name:<27}{seconds * 1000:4.0f} ms{seconds / bare:15.2f}{seconds / in_use:21.2f}")
    worst = max(seconds for name, seconds in medians.items() if name.startswith("callsift")) / bare
    print(f"worst ratio {worst:.2f}, at most {MOST}")
    return int(worst > MOST)


def _time(command: tuple[str, ...], out: str = os.devnull) -> float:
    """Return the seconds that a command takes; byte code is kept, as in an installed package."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with Path(out).open("wb") as file:
        started = time.perf_counter()
        subprocess.run(command, stdout=file, check=True, env=env)
        return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
