"""The offline engine's speed and memory, as ratios within one run.

    python benchmarks/offline.py

1. A warm engine against scanning the same text with one compiled alternation of every cue.
2. The whole process on a call of 20,000 characters against importing typer and pydantic alone.
3. The peak memory of that process.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CALLS = Path(__file__).resolve().parents[1] / "fixtures" / "calls"
CHARS = 20_000
ROUNDS = 5
LEAST_SPEED, MOST_TIME, MOST_MEMORY_MB = 0.2, 4.0, 200


def main() -> int:
    """Measure, print the table and return the exit code: 1 where a bar is missed."""
    text = _text()
    speed = _speed(text)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "call.txt"
        file.write_text(text, encoding="utf-8")
        bare = _median(lambda: _run("-c", "import typer, pydantic"))
        whole = _median(lambda: _run("-m", "callsift", str(file), "--engine", "offline"))
        memory = _memory_mb(file)
    print(
        f"whole process on {CHARS:,} characters: {whole / bare:.1f} x imports (at most {MOST_TIME})"
    )
    print(f"peak memory: {memory:.0f} MB (at most {MOST_MEMORY_MB})")
    return int(speed < LEAST_SPEED or whole / bare > MOST_TIME or memory > MOST_MEMORY_MB)


def _speed(text: str) -> float:
    """Print and return the speed of a warm engine, as a share of that of one alternation."""
    import re  # noqa: PLC0415 - the other measurements run in processes of their own

    from callsift.cues import compile_cues  # noqa: PLC0415
    from callsift.playbook import load_playbook  # noqa: PLC0415
    from callsift.steps.extract.offline import OfflineEngine  # noqa: PLC0415
    from callsift.steps.read import read_text  # noqa: PLC0415
    from callsift.steps.turns import assign_roles  # noqa: PLC0415
    from callsift.typography import folded  # noqa: PLC0415

    playbook = load_playbook()
    book = compile_cues(playbook)
    sources = [cue.source for each in book.signals.values() for cue in each.cues]
    alternation = re.compile("|".join(f"(?:{source})" for source in sources))
    transcript = assign_roles(read_text(text)).call.transcript
    engine = OfflineEngine(playbook)
    engine.scan(transcript)
    shown = folded(text).text
    scanning = _median(lambda: sum(1 for _ in alternation.finditer(shown)))
    working = _median(lambda: engine.scan(transcript))
    size = len(text.encode("utf-8")) / 1e6
    share = scanning / working
    print(f"one alternation of {len(sources):,} cues: {size / scanning:.2f} MB/s")
    print(f"warm engine: {size / working:.2f} MB/s, {share:.2f} of it (at least {LEAST_SPEED})")
    return share


def _text() -> str:
    every = "\n".join(file.read_text(encoding="utf-8") for file in sorted(CALLS.glob("*.txt")))
    return every[:CHARS]


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _run(*words: str) -> None:
    subprocess.run((sys.executable, *words), check=True, capture_output=True)


def _memory_mb(file: Path) -> float:
    _run("-m", "callsift", str(file), "--engine", "offline")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
