"""The playbook's patterns: what a signal's words look like, and how a sentence takes them back.

A pattern is compiled when it is first tried, and tried only where a literal word that it needs is there: of thousands
of patterns a call needs a few hundred.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from pydantic_core import from_json

from callsift.domain.observation import MilestoneKind, MilestoneStatus
from callsift.domain.transcript import Role
from callsift.literals import NeedIndex, needed_literals
from callsift.playbook.model import Exchange, FactDefinition, Patterns, Playbook, SignalDefinition
from callsift.resources import package_file

_GROUP = re.compile(r"\{([a-z_]+)\}")
LITERALS_FILE = "playbook/literals.json"
# More than so many needs of a pattern rule out little more.
_NEEDS = 4


class Cue:
    """One pattern of the playbook, with the needs that a text must meet before it can match."""

    def __init__(self, source: str, needs: tuple[int, ...], index: NeedIndex) -> None:
        """Make the cue of a pattern and of its needs, in the order in which a match meets them."""
        self.source = source
        self.needs = frozenset(needs)
        self._order = needs
        self._index = index

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the compiled pattern."""
        return re.compile(self.source)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first match in folded text."""
        return self.pattern.search(text, start) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield every match in folded text."""
        return self.pattern.finditer(text) if self.may_match(text) else iter(())

    def may_match(self, text: str) -> bool:
        """Tell whether the words that a match needs stand in folded text."""
        if not self.needs <= self._index.met(text):
            return False
        # Once a pattern is compiled it tells that itself, and as fast.
        return "pattern" in self.__dict__ or self._index.is_met_in_order(self._order, text)


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
    others: re.Pattern[str]
    asked: re.Pattern[str]


@dataclass(frozen=True)
class EventCues:
    """How one state of a milestone is spoken of, and the words that give it to a rival."""

    kind: MilestoneKind
    status: MilestoneStatus
    patterns: tuple[Cue, ...]
    rival: Cue


@dataclass(frozen=True)
class FactCues:
    """How a fact is spoken of, who can say it, and what a text value is made of the words as; None: it is a truth.

    `exchanges`: how it is asked for, and what of the answer tells it. `of_us`: not in a turn that tells of dealings with other vendors.
    """

    said_by: tuple[Role, ...]
    patterns: tuple[Cue, ...]
    exchanges: tuple[ExchangeCue, ...] = ()
    told_as: str | None = None
    of_us: bool = False


class Owner(NamedTuple):
    """The signal that a pattern belongs to, and whether it is only a hint of it."""

    signal: str
    cue: Cue
    is_hint: bool


@dataclass(frozen=True)
class CueBook:
    """Every pattern of a playbook; `added` are the cues that a user's playbook adds, each with its signal."""

    signals: dict[str, SignalCues]
    claims: ClaimCues
    events: tuple[EventCues, ...]
    facts: dict[str, FactCues]
    day: re.Pattern[str]
    index: NeedIndex
    added: tuple[tuple[str, Cue], ...]

    def possible(self, text: str) -> dict[str, tuple[list[Cue], list[Cue]]]:
        """Return for each signal those of its cues and of its hints that may match folded `text`, in their order."""
        met = self.index.met(text)
        found: dict[str, tuple[list[Cue], list[Cue]]] = {}
        for owner in self._owners:
            if owner.cue.needs <= met:
                found.setdefault(owner.signal, ([], []))[owner.is_hint].append(owner.cue)
        return found

    @cached_property
    def _owners(self) -> list[Owner]:
        return [
            Owner(name, cue, is_hint)
            for name, each in self.signals.items()
            for is_hint, cues in ((False, each.cues), (True, each.hints))
            for cue in cues
        ]


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
    maker = _Maker(playbook.lexicon, from_json(package_file(LITERALS_FILE).read_bytes()))
    signals = {name: maker.signal(each) for name, each in playbook.signals.items()}
    events = tuple(maker.events(playbook))
    facts = {
        name: maker.fact(each)
        for name, each in playbook.facts.items()
        if each.cues.zh or each.cues.en
    }
    return CueBook(
        signals=signals,
        claims=_claims(playbook),
        events=events,
        facts=facts,
        day=re.compile("|".join(playbook.lexicon[language]["day"] for language in ("zh", "en"))),
        index=maker.index,
        added=tuple(
            (name, cue)
            for name, each in signals.items()
            for cue in each.cues
            if cue.source in maker.unknown
        ),
    )


class _Maker:
    """Makes patterns, each with its needs.

    `known` says what shipped patterns need; for others, which are kept in `unknown`, it is worked out.
    """

    def __init__(self, lexicon: dict[str, dict[str, str]], known: Mapping[str, Any]) -> None:
        self._lexicon = lexicon
        self._known: Mapping[str, list[int]] = known["patterns"]
        self._places: int = known["needs"]
        self.index = NeedIndex(known["words"])
        self.unknown: dict[str, tuple[int, ...]] = {}

    def cue(self, pattern: str, language: str) -> Cue:
        groups = self._lexicon[language]
        source = _GROUP.sub(lambda match: groups[match[1]], pattern)
        known = self._known.get(source)
        needs = self._worked_out(source) if known is None else tuple(known)
        return Cue(source, needs, self.index)

    def _worked_out(self, source: str) -> tuple[int, ...]:
        if source not in self.unknown:
            needs = needed_literals(source)
            for words in needs:
                self.index.add(self._places, words)
                self._places += 1
            self.unknown[source] = tuple(range(self._places - len(needs), self._places))
        return self.unknown[source]

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
            exchanges=self._exchanges(signal.exchange),
        )

    def fact(self, fact: FactDefinition) -> FactCues:
        is_text = fact.kind == "text"
        return FactCues(
            # What the seller says of their side is what he supposes or asks.
            said_by=tuple(role for role in fact.said_by if not is_text or role != "seller"),
            patterns=self.both(fact.cues),
            exchanges=self._exchanges(fact.exchange),
            told_as=fact.told_as if is_text else None,
            of_us=fact.of_us,
        )

    def _exchanges(self, exchanges: tuple[Exchange, ...]) -> tuple[ExchangeCue, ...]:
        return tuple(
            ExchangeCue(self.cue(each.first, each.lang), self.cue(each.then, each.lang))
            for each in exchanges
        )

    def events(self, playbook: Playbook) -> Iterator[EventCues]:
        for language, group in sorted(playbook.milestones.items()):
            rival = self.cue(group.rival, language)
            for event in group.event:
                patterns = tuple(self.cue(each, language) for each in event.patterns)
                yield EventCues(event.kind, event.status, patterns, rival)


def literals_of(playbook: Playbook) -> dict[str, Any]:
    """Return what `LITERALS_FILE` must hold: the needs each word meets, and those that a pattern has."""
    maker = _Maker(playbook.lexicon, {"needs": 0, "words": {}, "patterns": {}})
    for signal in playbook.signals.values():
        maker.signal(signal)
    list(maker.events(playbook))
    for fact in playbook.facts.values():
        maker.fact(fact)
    needs: dict[frozenset[str], int] = {}
    patterns = {
        source: [needs.setdefault(words, len(needs)) for words in needed_literals(source, _NEEDS)]
        for source in sorted(maker.unknown)
    }
    words: dict[str, list[int]] = {}
    for need, place in needs.items():
        for word in sorted(need):
            words.setdefault(word, []).append(place)
    return {"needs": len(needs), "words": words, "patterns": patterns}


def _claims(playbook: Playbook) -> ClaimCues:
    zh, en = playbook.claims["zh"], playbook.claims["en"]
    return ClaimCues(
        negation=re.compile(f"{zh.negation}|{en.negation}"),
        not_negation=re.compile(f"{zh.not_negation}|{en.not_negation}"),
        hypothesis=re.compile(f"{zh.hypothesis}|{en.hypothesis}"),
        hope=re.compile(f"{zh.hope}|{en.hope}"),
        third_party=re.compile(f"{zh.third_party}|{en.third_party}"),
        others=re.compile(f"{zh.others}|{en.others}"),
        asked=re.compile(f"{zh.asked}|{en.asked}"),
    )
