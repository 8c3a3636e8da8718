"""Says what is wrong in a playbook file, and where."""

from __future__ import annotations  # the type of a packaged file takes long to import

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli
from pydantic import ValidationError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class Fault(NamedTuple):
    """One fault: the file, the line where it can be told, and what is wrong."""

    file: Traversable | None
    line: int | None
    what: str

    def __str__(self) -> str:
        place = self.file.name if self.file else "playbook"
        return f"{place}{f':{self.line}' if self.line else ''}: {self.what}"


def syntax_fault(file: Traversable, error: Exception) -> Fault:
    """Return the fault of a file that is not TOML."""
    line = error.lineno if isinstance(error, tomli.TOMLDecodeError) else None
    return Fault(file, line, str(error))


def validation_faults(
    error: ValidationError, shape: dict[str, Any], places: dict[str, Traversable]
) -> tuple[Fault, ...]:
    """Return a fault for each thing that does not fit the playbook's records."""
    return tuple(_fault(detail["loc"], detail["msg"], shape, places) for detail in error.errors())


_SECTIONS = {"rules": "rule", "modifiers": "modifier", "also": "also", "missing": "missing"}


def _fault(
    loc: tuple[int | str, ...], message: str, shape: dict[str, Any], places: dict[str, Traversable]
) -> Fault:
    section, key = str(loc[0]), loc[1] if len(loc) > 1 else ""
    name = key
    if isinstance(key, int):
        name = shape[section][key].get("id", "?")
    file = places.get(f"{_SECTIONS.get(section, section)}.{name}")
    path = ".".join(str(part) for part in loc[2:])
    return Fault(file, _line(file, str(name), path), f"{name}: {path}: {message}")


def _line(file: Traversable | None, name: str, path: str) -> int | None:
    """Return the line where a key of a table stands, as far as the text tells."""
    if file is None:
        return None
    lines = file.read_text(encoding="utf-8").splitlines()
    top = next((n for n, line in enumerate(lines) if f'"{name}"' in line or f".{name}]" in line), 0)
    key = re.escape(path.split(".", maxsplit=1)[0])
    for number, line in enumerate(lines[top:], top + 1):
        if re.match(rf"\s*\[?\[?{key}\b", line):
            return number
    return top + 1
