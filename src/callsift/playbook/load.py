"""Reads the playbook's files into one consistent record, or reports every fault at once.

Layout of the folder, and of any folder laid over it: `signals/<axis>/<id>.toml`, `categories.toml`, `actions.toml`, `situations.toml`,
`sources.toml`, `lexicon.toml`, `rules/*.toml`. A table of the overlay replaces the one of the same id; a signal with
`status = "retired"` never stands, and rules that name it stay valid.
"""

from __future__ import annotations  # the type of a packaged file takes long to import

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli
from pydantic import ValidationError

from callsift.errors import PlaybookError
from callsift.playbook.compiled import (
    Compiled,
    compiled_text,
    made_after,
    patterns_text,
    read_compiled,
)
from callsift.playbook.faults import Fault, syntax_fault, validation_faults
from callsift.playbook.model import Example, Playbook
from callsift.playbook.patterns import broken_patterns
from callsift.playbook.references import broken_references
from callsift.playbook.shape import RULE_LISTS, misshapen
from callsift.resources import package_file

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Tables = dict[str, Any]
_PLAIN = (
    "categories",
    "actions",
    "situations",
    "sources",
    "conditions",
    "warnings",
    "claims",
    "facts",
    "milestones",
)
_MEANT = (".toml", ".tml", ".yaml", ".yml", ".json")
_NOT_LOADED = (".examples.toml", "roles.toml", "injection.toml")


def load_playbook(overlay: Path | None = None, *, with_patterns: bool = True) -> Playbook:
    """Return the shipped playbook, with the folder `overlay` laid over it.

    Without patterns the shipped signals have no cues: enough to judge and to render, and sooner there.

    Raises:
        PlaybookError: with every fault, each with its file and line.
    """
    if overlay is None:
        return _shipped(with_patterns)
    if not overlay.is_dir():
        raise PlaybookError(("there is no such folder",), where=str(overlay))
    return _load((_root(), overlay))


@lru_cache(maxsize=2)
def _shipped(with_patterns: bool) -> Playbook:
    return _load((_root(),), with_patterns=with_patterns)


def _root() -> Traversable:
    return package_file("playbook")


def _load(roots: tuple[Traversable, ...], *, with_patterns: bool = True) -> Playbook:
    faults: list[Fault] = []
    merged = _empty()
    places: dict[str, Traversable] = {}
    known: str | None = None
    for root in roots:
        found = _places(root)
        compiled = _compiled(found, with_patterns) if root == _root() else None
        if compiled and compiled.tables.keys() != found.keys():
            compiled = None
        known = compiled.hash if compiled and len(roots) == 1 else None
        if root != _root():
            faults.extend(_unread(root))
        tables = compiled.tables if compiled else _parsed(_contents(found), faults)
        for name, table in tables.items():
            wrong = () if compiled else misshapen(found[name], table)
            faults.extend(wrong)
            if not wrong:
                _merge(merged, found[name], table, places)
    if faults:
        raise PlaybookError(tuple(map(str, faults)))
    laid_over = [
        name for name, file in places.items() if len(roots) > 1 and _is_inside(file, roots[-1])
    ]
    return _validated(merged, places, laid_over, known or _hash(merged))


def _is_inside(file: Traversable, root: Traversable) -> bool:
    return str(file).startswith(str(root))


def _empty() -> Tables:
    return {
        "signals": {},
        "categories": {},
        "actions": {},
        "sources": {},
        "conditions": {},
        "rule": {},
        "also": {},
        "modifier": {},
        "missing": {},
        "warnings": {},
        "lexicon": {},
        "confidence": {},
        "claims": {},
        "facts": {},
        "milestones": {},
    }


class _Contents(NamedTuple):
    """The files of a playbook folder and what stands in them, by their path from its top."""

    places: dict[str, Traversable]
    sources: dict[str, bytes]


def _places(root: Traversable) -> dict[str, Traversable]:
    return {str(file)[len(str(root)) + 1 :].replace("\\", "/"): file for file in _files(root)}


def _contents(places: dict[str, Traversable]) -> _Contents:
    return _Contents(places, {name: file.read_bytes() for name, file in places.items()})


def _compiled(places: dict[str, Traversable], with_patterns: bool) -> Compiled | None:
    """Return the compiled tables: at once where no file is newer, else where their contents agree."""
    if made_after(places.values()):
        return read_compiled(None, with_patterns=with_patterns)
    return read_compiled(_contents(places).sources, with_patterns=with_patterns)


def _parsed(files: _Contents, faults: list[Fault]) -> Tables:
    tables: Tables = {}
    for name, content in files.sources.items():
        try:
            tables[name] = tomli.loads(content.decode("utf-8").replace("\r\n", "\n"))
        except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(syntax_fault(files.places[name], error))
    return tables


def compile_shipped() -> str:
    """Return what the compiled file must hold for the shipped TOML files."""
    return compiled_text(*_to_compile())


def compile_patterns() -> str:
    """Return what the file of the patterns must hold for the shipped TOML files."""
    return patterns_text(*_to_compile())


def _to_compile() -> tuple[dict[str, bytes], Compiled]:
    files = _contents(_places(_root()))
    faults: list[Fault] = []
    tables = _parsed(files, faults)
    if faults:
        raise PlaybookError(tuple(map(str, faults)))
    merged = _empty()
    for name, table in tables.items():
        _merge(merged, files.places[name], table, {})
    return files.sources, Compiled(_hash(merged), tables)


def _entries(root: Traversable) -> Iterator[Traversable]:
    """Yield every file of a folder and those below it, in a fixed order."""
    for entry in sorted(root.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            yield from _entries(entry)
        else:
            yield entry


def _files(root: Traversable) -> Iterator[Traversable]:
    """Yield the TOML files of a playbook folder, examples left out."""
    for entry in _entries(root):
        if entry.name.endswith(".toml") and not entry.name.endswith(_NOT_LOADED):
            yield entry


def _unread(root: Traversable) -> Iterator[Fault]:
    """Yield a fault for each file of an own playbook that was meant to be read, as its name shows, and is not."""
    for entry in _entries(root):
        if entry.name.lower().endswith(_MEANT) and not entry.name.endswith(".toml"):
            yield Fault(entry, None, "is not read: the name has to end in .toml")


def _merge(
    merged: Tables, file: Traversable, table: Tables, places: dict[str, Traversable]
) -> None:
    if "axis" in table:
        name = str(table.get("id", file.name.removesuffix(".toml")))
        merged["signals"][name] = table
        places[f"signals.{name}"] = file
        return
    if file.name == "lexicon.toml":
        for language, groups in table.items():
            merged["lexicon"].setdefault(language, {}).update(groups)
            places[f"lexicon.{language}"] = file
        return
    for section, content in table.items():
        if section in RULE_LISTS:
            for entry in content:
                merged[section][entry.get("id", "?")] = entry
                places[f"{section}.{entry.get('id', '?')}"] = file
        else:
            keyed = {key: _with_id(section, key, value) for key, value in content.items()}
            merged.setdefault(section, {}).update(keyed)
            places.update({f"{section}.{key}": file for key in content})


def _with_id(section: str, key: str, value: Any) -> Any:
    if section in ("categories", "actions", "situations"):
        return {"id": key, **value}
    return {"key": key, **value} if section == "sources" else value


def _validated(
    merged: Tables, places: dict[str, Traversable], laid_over: list[str], digest: str
) -> Playbook:
    shape = {
        **{key: merged[key] for key in _PLAIN},
        "signals": {k: v for k, v in merged["signals"].items() if v.get("status") != "retired"},
        "rules": _ordered(list(merged["rule"].values())),
        "also": list(merged["also"].values()),
        "modifiers": list(merged["modifier"].values()),
        "missing": list(merged["missing"].values()),
        "confidence": merged["confidence"],
        "lexicon": merged["lexicon"],
        "retired": [k for k, v in merged["signals"].items() if v.get("status") == "retired"],
        "hash": digest,
    }
    try:
        playbook = Playbook.model_validate(shape)
    except ValidationError as error:
        raise PlaybookError(tuple(map(str, validation_faults(error, shape, places)))) from None
    faults = (*broken_references(playbook, places), *broken_patterns(playbook, places, laid_over))
    if faults:
        raise PlaybookError(tuple(map(str, faults)))
    return playbook


def _ordered(rules: list[Tables]) -> list[Tables]:
    """Move each rule that names another in `before` in front of it."""
    out = [rule for rule in rules if not rule.get("before")]
    for rule in rules:
        if rule.get("before"):
            ids = [each.get("id") for each in out]
            place = ids.index(rule["before"]) if rule["before"] in ids else len(out)
            out.insert(place, rule)
    return out


def _hash(merged: Tables) -> str:
    canonical = json.dumps(merged, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:16]


def load_examples(signal: str, axis: str, overlay: Path | None = None) -> tuple[Example, ...]:
    """Return the examples of one signal, or none where it has no file of them.

    Raises:
        PlaybookError: the file is broken.
    """
    relative = f"signals/{axis}/{signal}.examples.toml"
    for root in (overlay, _root()):
        if root is None:
            continue
        file = root.joinpath(relative)
        if file.is_file():
            return _read_examples(file)
    return ()


def _read_examples(file: Traversable) -> tuple[Example, ...]:
    try:
        tables = tomli.loads(file.read_text(encoding="utf-8")).get("example", [])
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlaybookError((str(syntax_fault(file, error)),)) from None
    examples: list[Example] = []
    faults: list[Fault] = []
    for number, table in enumerate(tables, 1):
        try:
            examples.append(Example.model_validate(table))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"]))
            faults.append(Fault(file, None, f"example {number}: {key}: {first['msg']}"))
    if faults:
        raise PlaybookError(tuple(map(str, faults)))
    return tuple(examples)
