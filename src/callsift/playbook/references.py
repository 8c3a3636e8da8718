"""Checks that what the playbook's parts name exists. All faults are returned, none is raised."""

from __future__ import annotations  # the type of a packaged file takes long to import

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from callsift.playbook.conditions import Condition
from callsift.playbook.faults import Fault
from callsift.playbook.model import Patterns, Playbook, SignalDefinition

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_STAGES = ("early", "mid", "late", "unknown")
_STANDINGS = ("first_choice", "contender", "backup", "reference_only", "unknown")
_GROUP = re.compile(r"\{([a-z_]+)\}")


def broken_patterns(playbook: Playbook, names: Iterable[str]) -> tuple[Fault, ...]:
    """Return a fault for each pattern of these signals that is no regular expression or has groups.

    Compiling all of them takes seconds, so the shipped ones are checked by `callsift playbook check` alone.
    """
    return tuple(
        Fault(None, None, f"{name}: {pattern!r}: {problem}")
        for name in names
        if name in playbook.signals
        for language, pattern in _patterns(playbook.signals[name])
        for problem in _problem(pattern, playbook.lexicon.get(language, {}))
    )


def _patterns(signal: SignalDefinition) -> Iterator[tuple[str, str]]:
    for patterns in (signal.cues, signal.hints, signal.counter_cues, signal.denials):
        yield from (("zh", each) for each in patterns.zh)
        yield from (("en", each) for each in patterns.en)
    for exchange in signal.exchange:
        yield from ((exchange.lang, each) for each in (exchange.first, exchange.then))


def _problem(pattern: str, groups: dict[str, str]) -> Iterator[str]:
    try:
        compiled = re.compile(_GROUP.sub(lambda match: groups.get(match[1], ""), pattern))
    except re.error as error:
        yield str(error)
        return
    if compiled.groups:
        yield "capturing groups are not allowed: write (?:…)"
    if compiled.match(""):
        yield "it matches nothing at all"


def broken_references(playbook: Playbook, places: dict[str, Traversable]) -> tuple[Fault, ...]:
    """Return a fault for each id that a part of the playbook names and nothing defines."""
    return (
        *_signal_faults(playbook, places),
        *_rule_faults(playbook, places),
        *_also_faults(playbook, places),
    )


def _signal_faults(playbook: Playbook, places: dict[str, Traversable]) -> Iterator[Fault]:
    for signal in playbook.signals.values():
        file = places.get(f"signals.{signal.id}")
        if file is not None and file.name != f"{signal.id}.toml":
            yield Fault(file, None, f"the file must be named {signal.id}.toml")
        for citation in signal.source:
            if citation.document not in playbook.sources:
                yield Fault(file, None, f"{signal.id}: unknown source {citation.document!r}")
        for patterns in (signal.cues, signal.hints, signal.counter_cues, signal.denials):
            yield from _pattern_faults(signal, patterns, playbook, file)


def _pattern_faults(
    signal: SignalDefinition, patterns: Patterns, playbook: Playbook, file: Traversable | None
) -> Iterator[Fault]:
    for language, group in (("zh", patterns.zh), ("en", patterns.en)):
        for pattern in group:
            for name in _GROUP.findall(pattern):
                if name not in playbook.lexicon.get(language, {}):
                    yield Fault(file, None, f"{signal.id}: unknown word group {{{name}}}")


def _rule_faults(playbook: Playbook, places: dict[str, Traversable]) -> Iterator[Fault]:
    values = {
        "stage": _STAGES,
        "standing": _STANDINGS,
        "category": tuple(playbook.categories),
        "action": tuple(playbook.actions),
    }
    for rule in playbook.rules:
        file = places.get(f"rule.{rule.id}")
        if rule.value not in values[rule.decides]:
            yield Fault(file, None, f"{rule.id}: unknown {rule.decides} {rule.value!r}")
        yield from _condition_faults(rule.id, rule.when, playbook, file)
        for key in rule.sources:
            if key not in playbook.sources:
                yield Fault(file, None, f"{rule.id}: unknown source {key!r}")
    for modifier in playbook.modifiers:
        place = places.get(f"modifier.{modifier.id}")
        yield from _condition_faults(modifier.id, modifier.when, playbook, place)
    for missing in playbook.missing:
        place = places.get(f"missing.{missing.id}")
        yield from _condition_faults(missing.id, missing.when, playbook, place)


def _also_faults(playbook: Playbook, places: dict[str, Traversable]) -> Iterator[Fault]:
    for entry in playbook.also:
        file = places.get(f"also.{entry.id}")
        if entry.action not in playbook.actions:
            yield Fault(file, None, f"{entry.id}: unknown action {entry.action!r}")
        yield from _condition_faults(entry.id, entry.when, playbook, file)


def _condition_faults(
    owner: str, condition: Condition, playbook: Playbook, file: Traversable | None
) -> Iterator[Fault]:
    for name in sorted(condition.signal_ids()):
        if name not in playbook.signals and name not in playbook.retired:
            yield Fault(file, None, f"{owner}: unknown signal {name!r}")
    for name in sorted(condition.uses()):
        if name not in playbook.conditions:
            yield Fault(file, None, f"{owner}: unknown condition {name!r}")
