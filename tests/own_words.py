"""Refuses words that are not ours: runs shared with the source documents, paths of a machine, hosts of registries.

    python tests/own_words.py        prints each offence as file:line and exits 1 where there is one

The source documents lie beside the checkout, in `../shared/seeds`; without them only paths and hosts are looked for.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 12
ASCII_RUN = 40
_SHOWN = 60
# Spelt in parts, so that this file does not refuse itself.
_MACHINE = re.compile(r"(?<![\w.-])/(?:wor" + r"k|roo" + r"t|tmp/bash_" + r"jobs)(?:/|\b(?=\.))")
_HOSTS = re.compile(
    "|".join(
        (
            r"files\.python" + r"hosted\.org",
            r"pypi\.org/sim" + r"ple",
            r"registry\.npm" + r"js\.org",
            r"proxy\.gol" + r"ang\.org",
            r"--(?:extra-)?index-" + r"url\b",
            r"--trusted-" + r"host\b",
        )
    )
)


@dataclass(frozen=True)
class Letters:
    """The letters of a text, lower case, and the line that each stands on."""

    text: str
    lines: tuple[int, ...]


def letters_of(text: str) -> Letters:
    """Drop all but letters (Chinese characters are letters)."""
    kept: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = "".join(filter(str.isalpha, line.lower()))
        kept.append(found)
        lines.extend([number] * len(found))
    return Letters("".join(kept), tuple(lines))


def runs_of(text: str) -> set[str]:
    """Return every run of `RUN` letters in a text."""
    return set(_runs(letters_of(text).text))


def _runs(letters: str) -> Iterator[str]:
    return (letters[at : at + RUN] for at in range(len(letters) - RUN + 1))


def shared_runs(text: str, sources: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and the letters of each longest run that a text shares with the sources."""
    if not sources:
        return
    letters = letters_of(text)
    # Hardly any file shares a run, and this tells so quickly.
    if sources.isdisjoint(_runs(letters.text)):
        return
    start: int | None = None
    for at in range(len(letters.text) - RUN + 2):
        shared = letters.text[at : at + RUN] in sources and at <= len(letters.text) - RUN
        if shared and start is None:
            start = at
        elif not shared and start is not None:
            run = letters.text[start : at + RUN - 1]
            if len(run) >= (ASCII_RUN if run.isascii() else RUN):
                yield letters.lines[start], run
            start = None


def offences_in(name: str, text: str, sources: set[str]) -> Iterator[str]:
    """Yield one sentence an offence, each beginning with file:line."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, what in ((_MACHINE, "a path of this machine"), (_HOSTS, "a package registry")):
            found = pattern.search(line)
            if found:
                yield f"{name}:{number}: {what}: {found[0]}"
    for number, run in shared_runs(text, sources):
        yield f"{name}:{number}: {len(run)} letters of a source document: {run[:_SHOWN]}"


def own_files(root: Path = ROOT) -> tuple[Path, ...]:
    """Return the files of the checkout: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
    ).stdout
    names = {name for name in listed.decode("utf-8").split("\0") if name}
    return tuple(root / name for name in sorted(names) if (root / name).is_file())


def offences(files: Iterable[Path], seeds: Path = SEEDS, root: Path = ROOT) -> Iterator[str]:
    """Yield the offences of all files; what is no text is passed over."""
    sources: set[str] = set()
    for seed in sorted(seeds.glob("*")) if seeds.is_dir() else ():
        sources |= runs_of(seed.read_text(encoding="utf-8", errors="replace"))
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield from offences_in(str(file.relative_to(root)), text, sources)


def main() -> int:
    """Print every offence and return the exit code."""
    if not SEEDS.is_dir():
        print("own_words: the source documents are not here; looked for paths and hosts only.")
    found = list(offences(own_files()))
    for offence in found:
        print(offence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
