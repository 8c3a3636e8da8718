"""Goes through a folder and all below it in a fixed order, each folder once. Refuses to know what a file holds."""

import os
import re
import stat
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from callsift.bulk.discovery.item import Skipped
from callsift.bulk.discovery.left_out import reason_by_name
from callsift.typography import writable

Parts: TypeAlias = tuple[str, ...]
_DIGITS = re.compile(r"\d+")


class FolderId(NamedTuple):
    """A folder whatever the links that lead to it. (Real paths would cost a look at every folder above.)"""

    device: int
    number: int


IsNew: TypeAlias = Callable[[FolderId], bool]


class Wish(NamedTuple):
    """Which files are wanted, and which folders can hold one, by the parts of their path below the root."""

    file: Callable[[Parts], bool]
    folder: Callable[[Parts], bool]


EVERYTHING = Wish(file=lambda _: True, folder=lambda _: True)


def walk(root: Path, is_new: IsNew, wish: Wish = EVERYTHING) -> Iterator[Path | Skipped]:
    """Yield the files below a folder in natural order: `2.txt` before `10.txt`, a folder in its place by name.

    Args:
        root: the folder.
        is_new: told each folder, however it was reached; one that is not new is not entered again.
        wish: which files are wanted.
    """
    pending: list[tuple[Parts, list[str]]] = []
    parts: Parts = ()
    while True:
        below = yield from _visited(root, parts, is_new, wish)
        pending.append((parts, below))
        while pending and not pending[-1][1]:
            pending.pop()
        if not pending:
            return
        folder, names = pending[-1]
        parts = (*folder, names.pop())


def _visited(
    root: Path, parts: Parts, is_new: IsNew, wish: Wish
) -> Generator[Path | Skipped, None, list[str]]:
    """Yield a file, or return the names in a folder, the last one first."""
    path = root.joinpath(*parts)
    reason = reason_by_name(parts[-1]) if parts else None
    if reason is not None:
        if wish.file(parts):
            yield Skipped(path=writable(str(path)), reason=reason)
    elif not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder may not be searched
        if wish.file(parts):
            yield _file(path)
    elif wish.folder(parts):
        names = _names_in(path, is_new)
        if not isinstance(names, Skipped):
            return names
        yield names
    return []


def _names_in(folder: Path, is_new: IsNew) -> list[str] | Skipped:
    """Return the names in a folder, the last one first."""
    try:
        found = folder.stat()
        if is_new(FolderId(found.st_dev, found.st_ino)):
            return sorted(os.listdir(folder), key=natural, reverse=True)  # noqa: PTH208 - names take less than paths
        reason = "it leads to a folder that is read already"
    except PermissionError:
        reason = "the folder may not be read"
    except OSError as error:
        reason = f"the folder cannot be read ({error.strerror or error})"
    return Skipped(path=writable(str(folder)), reason=reason)


def _file(path: Path) -> Path | Skipped:
    try:
        is_ordinary = stat.S_ISREG(path.stat().st_mode)
    except OSError:
        # A link that leads nowhere or in a circle fails when it is read, and is listed so.
        return path
    reason = "it is no ordinary file (a pipe, a socket or a device)"
    return path if is_ordinary else Skipped(path=writable(str(path)), reason=reason)


def natural(name: str) -> str:
    """Return what names are sorted by: numbers in them count as numbers, equal ones by their spelling."""
    return f"{_DIGITS.sub(_as_number, name.casefold())}\0{name}"


def _as_number(found: re.Match[str]) -> str:
    """Return digits with their count before them: strings so made compare as the numbers do."""
    digits = found[0].lstrip("0") or "0"
    return f"0{chr(len(digits))}{digits}"
