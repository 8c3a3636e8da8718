"""Checks that what the playbook's parts name exists, and that every decision falls. All faults are returned."""

from __future__ import annotations  # the type of a packaged file takes long to import

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, get_args

from callsift.domain.analysis import StageId, StandingId
from callsift.playbook.conditions import Condition
from callsift.playbook.faults import Fault
from callsift.playbook.model import Playbook, SignalDefinition
from callsift.playbook.patterns import groups_in

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_DECISIONS = ("stage", "standing", "category", "action")
_ENGINES = ("offline", "llm", "labels")


class _Owner(NamedTuple):
    """A part of the playbook that names others, and where it stands."""

    id: str
    file: Traversable | None

    def unknown(self, what: str, names: Iterable[str], known: Collection[str]) -> Iterator[Fault]:
        for name in names:
            if name not in known:
                yield self.fault(f"unknown {what} {name!r}")

    def fault(self, what: str) -> Fault:
        return Fault(self.file, None, f"{self.id}: {what}")


def broken_references(playbook: Playbook, places: Mapping[str, Traversable]) -> tuple[Fault, ...]:
    """Return a fault for each id that a part of the playbook names and nothing defines, and for each gap."""
    return (
        *_signal_faults(playbook, places),
        *_shared_faults(playbook, places),
        *_rule_faults(playbook, places),
        *_gaps(playbook),
    )


def _signal_faults(playbook: Playbook, places: Mapping[str, Traversable]) -> Iterator[Fault]:
    known = (*playbook.signals, *playbook.retired)
    for signal in playbook.signals.values():
        owner = _Owner(signal.id, places.get(f"signals.{signal.id}"))
        if owner.file is not None and owner.file.name != f"{signal.id}.toml":
            yield Fault(owner.file, None, f"the file must be named {signal.id}.toml")
        cited = (each.document for each in signal.source)
        yield from owner.unknown("source", cited, playbook.sources)
        yield from owner.unknown("signal", (*signal.counterpart, *signal.confused_with), known)
        yield from _group_faults(owner, signal, playbook)


def _group_faults(owner: _Owner, signal: SignalDefinition, playbook: Playbook) -> Iterator[Fault]:
    for patterns in (signal.cues, signal.hints, signal.counter_cues, signal.denials):
        for language, written in (("zh", patterns.zh), ("en", patterns.en)):
            named = (name for each in written for name in groups_in(each))
            yield from owner.unknown("word group", named, playbook.lexicon.get(language, {}))


def _shared_faults(playbook: Playbook, places: Mapping[str, Traversable]) -> Iterator[Fault]:
    """Yield the faults of categories, actions and shared conditions."""
    for part, named in (("categories", playbook.categories), ("actions", playbook.actions)):
        for name, each in named.items():
            owner = _Owner(name, places.get(f"{part}.{name}"))
            yield from owner.unknown("source", each.sources, playbook.sources)
    for name, action in playbook.actions.items():
        owner = _Owner(name, places.get(f"actions.{name}"))
        yield from owner.unknown("situation", action.instead, playbook.situations)
    for name, situation in playbook.situations.items():
        owner = _Owner(name, places.get(f"situations.{name}"))
        yield from _condition_faults(owner, situation.when, playbook)
    for name, condition in playbook.conditions.items():
        owner = _Owner(name, places.get(f"conditions.{name}"))
        yield from _condition_faults(owner, condition, playbook)
        if name in _used_by(name, playbook):
            yield owner.fault("it uses itself")


def _used_by(name: str, playbook: Playbook) -> frozenset[str]:
    """Return the shared conditions that one uses, and those that they use."""
    seen: set[str] = set()
    ahead = [name]
    while ahead:
        condition = playbook.conditions.get(ahead.pop())
        new = (condition.uses() if condition else frozenset()) - seen
        seen |= new
        ahead.extend(new)
    return frozenset(seen)


def _rule_faults(playbook: Playbook, places: Mapping[str, Traversable]) -> Iterator[Fault]:
    values: dict[str, Collection[str]] = {
        "stage": get_args(StageId),
        "standing": get_args(StandingId),
        "category": playbook.categories,
        "action": playbook.actions,
    }
    ids = [each.id for each in playbook.rules]
    for rule in playbook.rules:
        owner = _Owner(rule.id, places.get(f"rule.{rule.id}"))
        yield from owner.unknown(rule.decides, (rule.value,), values[rule.decides])
        yield from owner.unknown("source", rule.sources, playbook.sources)
        yield from owner.unknown("rule", (rule.before,) if rule.before else (), ids)
        yield from _condition_faults(owner, rule.when, playbook)
    for also in playbook.also:
        owner = _Owner(also.id, places.get(f"also.{also.id}"))
        yield from owner.unknown("action", (also.action,), playbook.actions)
        yield from owner.unknown("source", also.sources, playbook.sources)
        yield from _condition_faults(owner, also.when, playbook)
    for modifier in playbook.modifiers:
        owner = _Owner(modifier.id, places.get(f"modifier.{modifier.id}"))
        yield from owner.unknown("source", modifier.sources, playbook.sources)
        yield from _condition_faults(owner, modifier.when, playbook)
    for missing in playbook.missing:
        owner = _Owner(missing.id, places.get(f"missing.{missing.id}"))
        yield from _condition_faults(owner, missing.when, playbook)


def _condition_faults(owner: _Owner, condition: Condition, playbook: Playbook) -> Iterator[Fault]:
    known = (*playbook.signals, *playbook.retired)
    yield from owner.unknown("signal", sorted(condition.signal_ids()), known)
    yield from owner.unknown("condition", sorted(condition.uses()), playbook.conditions)
    for each in condition.nodes():
        yield from owner.unknown("category", each.category or (), playbook.categories)
        facts = (each.fact.name,) if each.fact else ()
        yield from owner.unknown("fact", facts, playbook.facts)


def _gaps(playbook: Playbook) -> Iterator[Fault]:
    """Yield a fault for each decision that may not fall and each engine whose trust is not told."""
    for decision in _DECISIONS:
        rules = playbook.rules_for(decision)
        if not rules or rules[-1].when.always is None:
            what = f"the last rule that decides the {decision} must hold always (`when = {{ always = true }}`)"
            yield Fault(None, None, what)
    for engine in _ENGINES:
        if engine not in playbook.confidence.engines:
            yield Fault(None, None, f"confidence.engines.{engine} is missing")
