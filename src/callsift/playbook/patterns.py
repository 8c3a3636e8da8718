"""Checks the playbook's regular expressions. All faults are returned, none is raised."""

from __future__ import annotations  # the type of a packaged file takes long to import

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from callsift.playbook.faults import Fault
from callsift.playbook.model import Exchange, Patterns, Playbook, SignalDefinition

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_GROUP = re.compile(r"\{([a-z_]+)\}")


class _Written(NamedTuple):
    """A pattern, its language, and whether it may match nothing: one that only looks at what stands before may."""

    language: str
    pattern: str
    may_be_empty: bool = False


def groups_in(pattern: str) -> list[str]:
    """Return the names of the word groups that a pattern mentions."""
    return _GROUP.findall(pattern)


def broken_patterns(
    playbook: Playbook, places: Mapping[str, Traversable], owners: Iterable[str]
) -> tuple[Fault, ...]:
    """Return a fault for each pattern of these owners that is no regular expression, has groups or matches nothing.

    Compiling all of them takes seconds, so the shipped ones are checked by `callsift playbook check` alone.

    Args:
        playbook: the whole.
        places: the file of each owner.
        owners: names as in `places`: `signals.<id>`, `facts.<name>`, `claims.<language>`, `milestones.<language>`,
            `lexicon.<language>`.
    """
    return tuple(
        Fault(places.get(owner), None, f"{owner.split('.', 1)[1]}: {written.pattern!r}: {problem}")
        for owner in owners
        for written in _patterns_of(owner, playbook)
        for problem in _problems(written, playbook.lexicon.get(written.language, {}))
    )


def owners_of(playbook: Playbook) -> tuple[str, ...]:
    """Return all that have patterns, by their names in `broken_patterns`."""
    parts: dict[str, Iterable[str]] = {
        "signals": playbook.signals,
        "facts": playbook.facts,
        "claims": playbook.claims,
        "milestones": playbook.milestones,
        "lexicon": playbook.lexicon,
    }
    return tuple(f"{part}.{name}" for part, named in parts.items() for name in named)


def _patterns_of(owner: str, playbook: Playbook) -> Iterator[_Written]:
    part, name = owner.split(".", 1)
    if part == "signals" and name in playbook.signals:
        yield from _of_signal(playbook.signals[name])
    elif part == "facts" and name in playbook.facts:
        yield from _both(playbook.facts[name].cues)
        yield from _of_exchanges(playbook.facts[name].exchange)
    elif part == "claims" and name in playbook.claims:
        for pattern in playbook.claims[name].model_dump().values():
            yield _Written(name, pattern)
    elif part == "milestones" and name in playbook.milestones:
        yield _Written(name, playbook.milestones[name].rival)
        for event in playbook.milestones[name].event:
            yield from (_Written(name, pattern) for pattern in event.patterns)
    elif part == "lexicon":
        for pattern in playbook.lexicon.get(name, {}).values():
            yield _Written(name, pattern, may_be_empty=True)


def _of_signal(signal: SignalDefinition) -> Iterator[_Written]:
    for patterns in (signal.cues, signal.hints, signal.counter_cues, signal.denials):
        yield from _both(patterns)
    yield from _of_exchanges(signal.exchange)


def _of_exchanges(exchanges: Iterable[Exchange]) -> Iterator[_Written]:
    for exchange in exchanges:
        yield from (_Written(exchange.lang, each) for each in (exchange.first, exchange.then))


def _both(patterns: Patterns) -> Iterator[_Written]:
    yield from (_Written("zh", each) for each in patterns.zh)
    yield from (_Written("en", each) for each in patterns.en)


def _problems(written: _Written, groups: Mapping[str, str]) -> Iterator[str]:
    pattern = _GROUP.sub(lambda match: groups.get(match[1], ""), written.pattern)
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        yield str(error)
        return
    if compiled.groups:
        yield "capturing groups are not allowed: write (?:…)"
    if compiled.match("") and not written.may_be_empty:
        yield "it matches nothing at all"
