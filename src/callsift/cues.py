"""The playbook's patterns, compiled: what a signal's words look like, and how a sentence takes them back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from callsift.domain.observation import MilestoneKind, MilestoneStatus
from callsift.playbook.model import Patterns, Playbook, SignalDefinition

_GROUP = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class ExchangeCue:
    """A question and the answer that settles it."""

    first: re.Pattern[str]
    then: re.Pattern[str]


@dataclass(frozen=True)
class SignalCues:
    """The compiled patterns of one signal, both languages together."""

    signal: SignalDefinition
    cues: tuple[re.Pattern[str], ...]
    hints: tuple[re.Pattern[str], ...]
    counters: tuple[re.Pattern[str], ...]
    denials: tuple[re.Pattern[str], ...]
    exchanges: tuple[ExchangeCue, ...]


@dataclass(frozen=True)
class ClaimCues:
    """How a sentence denies, supposes or merely hopes."""

    negation: re.Pattern[str]
    not_negation: re.Pattern[str]
    hypothesis: re.Pattern[str]
    hope: re.Pattern[str]


@dataclass(frozen=True)
class EventCues:
    """How one state of a milestone is spoken of, and the words that give it to a rival."""

    kind: MilestoneKind
    status: MilestoneStatus
    patterns: tuple[re.Pattern[str], ...]
    rival: re.Pattern[str]


@dataclass(frozen=True)
class CueBook:
    """Every compiled pattern of a playbook."""

    signals: dict[str, SignalCues]
    claims: ClaimCues
    events: tuple[EventCues, ...]
    facts: dict[str, tuple[re.Pattern[str], ...]]
    day: re.Pattern[str]


def compile_cues(playbook: Playbook) -> CueBook:
    """Return the compiled patterns of a playbook; compiled once for each."""
    return _compiled(_ByHash(playbook))


class _ByHash:
    """A playbook that is equal to another by its content's hash."""

    def __init__(self, playbook: Playbook) -> None:
        self.playbook = playbook

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByHash) and other.playbook.hash == self.playbook.hash

    def __hash__(self) -> int:
        return hash(self.playbook.hash)


@lru_cache(maxsize=4)
def _compiled(key: _ByHash) -> CueBook:
    playbook = key.playbook
    return CueBook(
        signals={name: _signal(each, playbook.lexicon) for name, each in playbook.signals.items()},
        claims=_claims(playbook),
        events=tuple(_events(playbook)),
        facts={
            name: _both(each.cues, playbook.lexicon)
            for name, each in playbook.facts.items()
            if each.cues.zh or each.cues.en
        },
        day=re.compile("|".join(playbook.lexicon[language]["day"] for language in ("zh", "en"))),
    )


def _events(playbook: Playbook) -> Iterator[EventCues]:
    for language, group in sorted(playbook.milestones.items()):
        lexicon = playbook.lexicon[language]
        for event in group.event:
            yield EventCues(
                event.kind,
                event.status,
                tuple(_compile(pattern, lexicon) for pattern in event.patterns),
                _compile(group.rival, lexicon),
            )


def _both(patterns: Patterns, lexicon: dict[str, dict[str, str]]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        _compile(pattern, lexicon[language])
        for language, group in (("zh", patterns.zh), ("en", patterns.en))
        for pattern in group
    )


def _signal(signal: SignalDefinition, lexicon: dict[str, dict[str, str]]) -> SignalCues:
    exchanges = tuple(
        ExchangeCue(_compile(each.first, lexicon[each.lang]), _compile(each.then, lexicon[each.lang]))
        for each in signal.exchange
    )
    return SignalCues(
        signal,
        cues=_both(signal.cues, lexicon),
        hints=_both(signal.hints, lexicon),
        counters=_both(signal.counter_cues, lexicon),
        denials=_both(signal.denials, lexicon),
        exchanges=exchanges,
    )


def _compile(pattern: str, groups: dict[str, str]) -> re.Pattern[str]:
    return re.compile(_GROUP.sub(lambda match: groups[match[1]], pattern))


def _claims(playbook: Playbook) -> ClaimCues:
    zh, en = playbook.claims["zh"], playbook.claims["en"]
    return ClaimCues(
        negation=re.compile(f"{zh.negation}|{en.negation}"),
        not_negation=re.compile(f"{zh.not_negation}|{en.not_negation}"),
        hypothesis=re.compile(f"{zh.hypothesis}|{en.hypothesis}"),
        hope=re.compile(f"{zh.hope}|{en.hope}"),
    )
