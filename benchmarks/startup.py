"""Start-up: how long `--help` and `judge` take, as ratios to importing typer and pydantic alone.

    python benchmarks/startup.py [RUNS]

Every round runs each command once, so that a busy moment of the machine hits all alike. `import pydantic` is lazy and
loads next to nothing before its first name is asked for, so the yardstick asks for `BaseModel`; the ratio to the bare
statement, and to both libraries in use, stand beside it. Exits 1 where a ratio to the yardstick exceeds 2.0.
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
LOADED = "import typer; from pydantic import BaseModel"
IN_USE = (
    "import typer, pydantic\n"
    "class Model(pydantic.BaseModel):\n    name: str\n"
    "app = typer.Typer(rich_markup_mode=None)\n"
    "@app.command()\n"
    "def command(name: str, flag: bool = False) -> None: Model(name=name)\n"
    "app(['x'], standalone_mode=False)\n"
)
NAMES = {
    LOADED: "typer and BaseModel imported",
    BARE: "import typer, pydantic",
    IN_USE: "both in use",
}
RUN = "from callsift.cli.entry import run; run()"


def main() -> int:
    """Measure, print the table and return the exit code."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        saved = str(Path(folder) / "saved.json")
        _time((sys.executable, "-c", RUN, "demo", "--json"), saved)
        commands = {
            **{name: (sys.executable, "-c", code) for code, name in NAMES.items()},
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
    yardsticks = (LOADED, BARE, IN_USE)
    print(f"median of {runs} runs{'time':>18}{'to imports':>13}{'to bare':>10}{'to in use':>12}")
    for name, seconds in medians.items():
        ratios = [seconds / medians[NAMES[each]] for each in yardsticks]
        print(
            f"{name:<28}{seconds * 1000:5.0f} ms{ratios[0]:12.2f}{ratios[1]:10.2f}{ratios[2]:12.2f}"
        )
    worst = max(each for name, each in medians.items() if name.startswith("callsift"))
    ratio = worst / medians[NAMES[LOADED]]
    print(f"worst ratio to the imports {ratio:.2f}, at most {MOST}")
    return int(ratio > MOST)


def _time(command: tuple[str, ...], out: str = os.devnull) -> float:
    """Return the seconds that a command takes; byte code is kept, as in an installed package."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with Path(out).open("wb") as file:
        started = time.perf_counter()
        subprocess.run(command, stdout=file, check=True, env=env)
        return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
