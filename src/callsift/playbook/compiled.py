"""The shipped playbook's tables as JSON, which is read ten times as fast as TOML. Generated, and never the source.

Two files: what the rules and the renderers need, and beside it the patterns of the signals, most of the bulk, which
only an engine needs. Each carries the digest of the TOML files it was made of. Where they say something else by now, it
is not used.
"""

from __future__ import annotations  # the type of a packaged file takes long to import

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pydantic_core import from_json

from callsift.resources import package_file

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

COMPILED_FILE = "playbook/compiled.json"
PATTERNS_FILE = "playbook/compiled_patterns.json"
Tables: TypeAlias = dict[str, Any]
_PATTERNS = ("cues", "hints", "counter_cues", "denials", "exchange")


class Compiled(NamedTuple):
    """The table of each file, and the hash of the playbook that they make."""

    hash: str
    tables: dict[str, Tables]


def made_after(sources: Iterable[Traversable]) -> bool:
    """Tell whether the compiled file is newer than all these files, so that they need not be read."""
    made = package_file(COMPILED_FILE)
    if not isinstance(made, Path):
        return False
    since = made.stat().st_mtime_ns
    return all(isinstance(file, Path) and file.stat().st_mtime_ns < since for file in sources)


def read_compiled(
    sources: Mapping[str, bytes] | None, *, with_patterns: bool = True
) -> Compiled | None:
    """Return what was made of these source files (None: of whatever they are), or None where it was made of others."""
    document = from_json(package_file(COMPILED_FILE).read_bytes())
    if sources is not None and document["digest"] != _digest(sources):
        return None
    tables = document["tables"]
    if with_patterns:
        patterns = from_json(package_file(PATTERNS_FILE).read_bytes())
        if patterns["digest"] != document["digest"]:
            return None
        for name, table in patterns["tables"].items():
            tables[name].update(table)
    return Compiled(document["hash"], tables)


def compiled_text(sources: Mapping[str, bytes], compiled: Compiled) -> str:
    """Return what the compiled file must hold, one source file a line."""
    return _text(
        sources,
        compiled.hash,
        {
            name: {key: value for key, value in table.items() if not _is_pattern(key, table)}
            for name, table in compiled.tables.items()
        },
    )


def patterns_text(sources: Mapping[str, bytes], compiled: Compiled) -> str:
    """Return what the file of the patterns must hold, one source file a line."""
    return _text(
        sources,
        compiled.hash,
        {
            name: found
            for name, table in compiled.tables.items()
            if (found := {k: v for k, v in table.items() if _is_pattern(k, table)})
        },
    )


def _is_pattern(key: str, table: Tables) -> bool:
    return key in _PATTERNS and "axis" in table


def _text(sources: Mapping[str, bytes], playbook_hash: str, tables: Mapping[str, Tables]) -> str:
    lines = (
        f"{json.dumps(name)}: {json.dumps(table, ensure_ascii=False)}"
        for name, table in tables.items()
    )
    head = f'{{"digest": "{_digest(sources)}",\n"hash": "{playbook_hash}",\n"tables": {{\n'
    return head + ",\n".join(lines) + "\n}}\n"


def _digest(sources: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sources.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
