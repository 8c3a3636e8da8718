"""Finds the files that a pattern means (`*.txt`, `**/x`), where no shell has expanded it."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from callsift.bulk.discovery.item import Skipped
from callsift.bulk.discovery.walk import IsNew, Parts, Wish, walk

_MAGIC = frozenset("*?[")


def is_pattern(path: str) -> bool:
    """Tell whether a path has the signs of a pattern."""
    return not _MAGIC.isdisjoint(path)


def files_meant(pattern: str, is_new: IsNew) -> Iterator[Path | Skipped]:
    """Yield the files that a pattern means, in natural order.

    A folder that matches stands for all files below it, as it does where a shell names it.
    """
    parts = Path(pattern).parts
    first = next(at for at, part in enumerate(parts) if is_pattern(part))
    root = Path(*parts[:first])
    yield from walk(root, is_new, _wish(parts[first:]))


def _wish(patterns: Sequence[str]) -> Wish:
    if "**" in patterns:
        return Wish(file=lambda parts: _fits(parts, patterns), folder=lambda _: True)
    width = len(patterns)

    def below(parts: Parts) -> bool:
        return all(fnmatch(part, each) for part, each in zip(parts, patterns, strict=False))

    return Wish(file=lambda parts: len(parts) >= width and below(parts), folder=below)


def _fits(parts: Sequence[str], patterns: Sequence[str]) -> bool:
    """Tell whether a path fits; `**` stands for any number of folders, none too."""
    if not patterns:
        return not parts
    if patterns[0] == "**":
        rest = patterns[1:]
        return any(_fits(parts[at:], rest) for at in range(len(parts) + 1)) if rest else bool(parts)
    return bool(parts) and fnmatch(parts[0], patterns[0]) and _fits(parts[1:], patterns[1:])
