"""The playbook's patterns: what a signal's words look like, and how a sentence takes them back.

A pattern is compiled when it is first tried, and tried only where the literal words that it needs are there: of
thousands of patterns a call needs a few hundred.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from callsift.domain.observation import MilestoneKind, MilestoneStatus
from callsift.domain.transcript import Role
from callsift.literals import LiteralIndex, needed_literals
from callsift.playbook.model import Patterns, Playbook, SignalDefinition
from callsift.resources import package_text

_GROUP = re.compile(r"\{([a-z_]+)\}")
LITERALS_FILE = "playbook/literals.json"


class Cue:
    """One pattern of the playbook, known by its number in the book."""

    def __init__(self, number: int, source: str) -> None:
        self.number = number
        self.source = source

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the compiled pattern."""
        return re.compile(self.source)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first match in folded text."""
        return self.pattern.search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield every match in folded text."""
        return self.pattern.finditer(text)


@dataclass(frozen=True)
class ExchangeCue:
    """A question and the answer that settles it."""

    first: Cue
    then: Cue


@dataclass(frozen=True)
class SignalCues:
    """The patterns of one signal, both languages together."""

    signal: SignalDefinition
    cues: tuple[Cue, ...]
    hints: tuple[Cue, ...]
    counters: tuple[Cue, ...]
    denials: tuple[Cue, ...]
    exchanges: tuple[ExchangeCue, ...]


@dataclass(frozen=True)
class ClaimCues:
    """How a sentence denies, supposes or merely hopes."""

    negation: re.Pattern[str]
    not_negation: re.Pattern[str]
    hypothesis: re.Pattern[str]
    hope: re.Pattern[str]
    third_party: re.Pattern[str]


@dataclass(frozen=True)
class EventCues:
    """How one state of a milestone is spoken of, and the words that give it to a rival."""

    kind: MilestoneKind
    status: MilestoneStatus
    patterns: tuple[Cue, ...]
    rival: Cue


@dataclass(frozen=True)
class FactCues:
    """How a fact is spoken of, and who can say it."""

    said_by: tuple[Role, ...]
    patterns: tuple[Cue, ...]


class Owner(NamedTuple):
    """The signal that a pattern belongs to, and whether it is only a hint of it."""

    signal: str
    cue: Cue
    is_hint: bool


@dataclass(frozen=True)
class CueBook:
    """Every pattern of a playbook, and the index that says which can match a text."""

    signals: dict[str, SignalCues]
    claims: ClaimCues
    events: tuple[EventCues, ...]
    facts: dict[str, FactCues]
    day: re.Pattern[str]
    index: LiteralIndex
    owners: dict[int, Owner] = field(default_factory=dict)

    def possible(self, text: str) -> set[int]:
        """Return the numbers of the patterns that may match folded `text`."""
        return self.index.possible(text)

    def patterns_among(self, numbers: set[int]) -> dict[str, tuple[list[Cue], list[Cue]]]:
        """Return for each signal its cues and its hints that are among these numbers, in their order."""
        found: dict[str, tuple[list[Cue], list[Cue]]] = {}
        owners = self.owners
        for number in sorted(numbers):
            owner = owners.get(number)
            if owner is not None:
                found.setdefault(owner.signal, ([], []))[owner.is_hint].append(owner.cue)
        return found


def compile_cues(playbook: Playbook) -> CueBook:
    """Return the patterns of a playbook; made once for each."""
    return _made(_ByHash(playbook))


class _ByHash:
    """A playbook that is equal to another by its content's hash."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash) and other.playbook.hash == self.playbook.hash

    def __hash__(self) -> int:
        return hash(self.playbook.hash)


@lru_cache(maxsize=4)
def _made(key: _ByHash) -> CueBook:
    playbook = key.playbook
    maker = _Maker(playbook.lexicon)
    signals = {name: maker.signal(each) for name, each in playbook.signals.items()}
    events = tuple(maker.events(playbook))
    facts = {
        name: FactCues(each.said_by, maker.both(each.cues))
        for name, each in playbook.facts.items()
        if each.cues.zh or each.cues.en
    }
    return CueBook(
        signals=signals,
        claims=_claims(playbook),
        events=events,
        facts=facts,
        day=re.compile("|".join(playbook.lexicon[language]["day"] for language in ("zh", "en"))),
        index=LiteralIndex(_needs(maker.sources)),
        owners={
            cue.number: Owner(name, cue, is_hint)
            for name, each in signals.items()
            for is_hint, cues in ((False, each.cues), (True, each.hints))
            for cue in cues
        },
    )


class _Maker:
    """Numbers the patterns in the order in which they are made."""

    def __init__(self, lexicon: dict[str, dict[str, str]]) -> None:
        self._lexicon = lexicon
        self.sources: list[str] = []

    def cue(self, pattern: str, language: str) -> Cue:
        groups = self._lexicon[language]
        source = _GROUP.sub(lambda match: groups[match[1]], pattern)
        self.sources.append(source)
        return Cue(len(self.sources) - 1, source)

    def both(self, patterns: Patterns) -> tuple[Cue, ...]:
        return (
            *(self.cue(each, "zh") for each in patterns.zh),
            *(self.cue(each, "en") for each in patterns.en),
        )

    def signal(self, signal: SignalDefinition) -> SignalCues:
        return SignalCues(
            signal,
            cues=self.both(signal.cues),
            hints=self.both(signal.hints),
            counters=self.both(signal.counter_cues),
            denials=self.both(signal.denials),
            exchanges=tuple(
                ExchangeCue(self.cue(each.first, each.lang), self.cue(each.then, each.lang))
                for each in signal.exchange
            ),
        )

    def events(self, playbook: Playbook) -> Iterator[EventCues]:
        for language, group in sorted(playbook.milestones.items()):
            rival = self.cue(group.rival, language)
            for event in group.event:
                patterns = tuple(self.cue(each, language) for each in event.patterns)
                yield EventCues(event.kind, event.status, patterns, rival)


def literals_of(playbook: Playbook) -> dict[str, list[str] | None]:
    """Return what `LITERALS_FILE` must hold: for each pattern the literal words it needs."""
    maker = _Maker(playbook.lexicon)
    for signal in playbook.signals.values():
        maker.signal(signal)
    list(maker.events(playbook))
    for fact in playbook.facts.values():
        maker.both(fact.cues)
    return {source: _sorted(needed_literals(source)) for source in sorted(set(maker.sources))}


def _sorted(need: frozenset[str] | None) -> list[str] | None:
    return None if need is None else sorted(need)


def _needs(sources: list[str]) -> Iterator[list[str] | None]:
    """Yield what each pattern needs: as the generated file says, else worked out here (an overlay's patterns)."""
    known: dict[str, list[str] | None] = json.loads(package_text(LITERALS_FILE))
    for source in sources:
        yield known[source] if source in known else _sorted(needed_literals(source))


def _claims(playbook: Playbook) -> ClaimCues:
    zh, en = playbook.claims["zh"], playbook.claims["en"]
    return ClaimCues(
        negation=re.compile(f"{zh.negation}|{en.negation}"),
        not_negation=re.compile(f"{zh.not_negation}|{en.not_negation}"),
        hypothesis=re.compile(f"{zh.hypothesis}|{en.hypothesis}"),
        hope=re.compile(f"{zh.hope}|{en.hope}"),
        third_party=re.compile(f"{zh.third_party}|{en.third_party}"),
    )
