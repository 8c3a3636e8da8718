"""Checks that a playbook file holds what its sections hold: tables, lists of tables with an id, no dates.

What a table may say is checked later; here it is made sure that it can be read at all.
"""

from __future__ import annotations  # the type of a packaged file takes long to import

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

from callsift.playbook.faults import Fault

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

RULE_LISTS = ("rule", "also", "modifier", "missing")
# Sections whose entries are tables too; those of the others may be plain values.
_TABLES = ("categories", "actions", "situations", "sources", "conditions", "warnings", "claims", "facts", "milestones")  # fmt: skip
SECTIONS = (*_TABLES, "confidence", *RULE_LISTS)


def misshapen(file: Traversable, table: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return a fault for each part of a parsed file that is not of its section's shape."""
    found = [*_dates(table, ())]
    if "axis" in table:
        if not isinstance(table.get("id", ""), str):
            found.append("the id must be a text")
    elif file.name == "lexicon.toml":
        found += _not_tables(table, "a language's words")
    else:
        for section, content in table.items():
            found += _section(section, content)
    return tuple(Fault(file, None, each) for each in found)


def _section(section: str, content: Any) -> Iterator[str]:
    if section not in SECTIONS:
        yield f"there is no section {section!r}"
    elif section in RULE_LISTS:
        yield from _rules(section, content)
    elif not isinstance(content, dict):
        yield f"{section} must be a table: write [{section}.<id>]"
    elif section in _TABLES:
        yield from _not_tables(content, section)


def _rules(section: str, content: Any) -> Iterator[str]:
    if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
        yield f"{section} must be a list of tables: write [[{section}]]"
        return
    ids = [each.get("id") for each in content]
    for number, name in enumerate(ids, 1):
        if not isinstance(name, str) or not name:
            yield f"{section} {number}: an id is missing"
    for name, times in Counter(each for each in ids if isinstance(each, str)).items():
        if times > 1:
            yield f"{section} {name!r} stands here {times} times"


def _not_tables(content: Mapping[str, Any], of: str) -> Iterator[str]:
    for key, value in content.items():
        if not isinstance(value, dict):
            yield f"{of}: {key!r} must be a table"


def _dates(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, date | time):
        yield f"{'.'.join(path)}: a date is no value here: put it in quotes"
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _dates(each, (*path, key))
    elif isinstance(value, list):
        for each in value:
            yield from _dates(each, path)
