"""The playbook's records: what a signal, category, action, rule and source are."""

from typing import Literal

from pydantic import Field

from callsift.domain.analysis import Named, Sign
from callsift.domain.observation import MilestoneKind, MilestoneStatus
from callsift.domain.record import Record
from callsift.domain.transcript import Kind, Language, Role
from callsift.playbook.conditions import Axis, Condition, SignalStage

Trap = Literal[
    "denial", "hypothesis", "third_party", "rep_hope", "seller_words", "courtesy", "other"
]


class Patterns(Record):
    """Regular expressions on folded text, by language."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Exchange(Record):
    """A question and the answer that settles it: two patterns on neighbouring turns."""

    lang: Literal["zh", "en"]
    first: str
    then: str


class Citation(Record):
    """What a source document supports, in the playbook's own words."""

    document: str
    supports: str


class Event(Record):
    """An event of the purchase: which, and how far."""

    kind: MilestoneKind
    status: MilestoneStatus


class Texts(Record):
    """A text that may exist in one language only."""

    zh: str | None = None
    en: str | None = None


class SignalDefinition(Record):
    """One signal of the playbook.

    `basis` is `stated` where the words assert a fact, so that a denial, a hypothesis or the rep's own hope cancels
    it, and `shown` where the act itself is the signal. `implies` is the event that whoever shows it speaks of.
    `of_rivals`: who shows it speaks of dealings with other vendors, so events told in the same turn are theirs.
    """

    id: str
    axis: Axis
    sign: Sign
    stages: tuple[SignalStage, ...] = ("any",)
    shown_by: Literal["buyer", "seller"] = "buyer"
    basis: Literal["stated", "shown"] = "stated"
    status: Literal["active", "retired"] = "active"
    counterpart: tuple[str, ...] = ()
    confused_with: tuple[str, ...] = ()
    since: str
    name: Named
    definition: Named
    why: Named
    near_miss: Named
    known_gaps: Texts = Field(default_factory=Texts)
    source: tuple[Citation, ...] = Field(min_length=1)
    cues: Patterns = Field(default_factory=Patterns)
    hints: Patterns = Field(default_factory=Patterns)
    counter_cues: Patterns = Field(default_factory=Patterns)
    denials: Patterns = Field(default_factory=Patterns)
    exchange: tuple[Exchange, ...] = ()
    implies: Event | None = None
    of_rivals: bool = False
    advice: Named | None = None

    @property
    def is_conduct(self) -> bool:
        """Tell whether this is the seller's own behaviour, which never bears on the verdict."""
        return self.axis == "conduct"


class ExampleTurn(Record):
    """One turn of an example."""

    role: Role
    text: str


class Example(Record):
    """A signal's example, which is also its test."""

    lang: Language
    kind: Kind
    expect: Literal["fires", "silent"]
    industry: str
    turns: tuple[ExampleTurn, ...] = Field(min_length=1)
    quote: str | None = None
    trap: Trap | None = None
    note: str | None = None
    known_gap: bool = False


class SourceDocument(Record):
    """A document that the playbook rests on."""

    key: str
    title: Named
    speaker: str
    kind: Literal["talk", "article", "house"]
    supports: Named


class Category(Record):
    """A lead category."""

    id: str
    name: Named
    definition: Named
    sources: tuple[str, ...]


class Situation(Record):
    """How an action is put where a condition holds, and when to come back. What is absent is as everywhere."""

    id: str
    when: Condition
    reason: Named
    name: Named | None = None
    text: Named | None = None
    script: Named | None = None
    questions: tuple[Named, ...] | None = None
    avoid: tuple[Named, ...] | None = None
    cadence_days: int | None = None

    @property
    def said(self) -> dict[str, object]:
        """Return what it says, by the name that it has in an action."""
        own = ("id", "when", "reason")
        return {name: each for name, each in self if name not in own and each is not None}


class Action(Record):
    """A next action: what to do, a sentence to say, what to ask and what to avoid.

    `instead` names situations that put it in other words: the first whose condition holds. `cadence_days` is absent
    where nothing is to be followed up.
    """

    id: str
    name: Named
    text: Named
    script: Named
    questions: tuple[Named, ...]
    avoid: tuple[Named, ...]
    instead: tuple[str, ...] = ()
    cadence_days: int | None = None
    sources: tuple[str, ...]


class Rule(Record):
    """When a decision takes a value, and why. Rules of one decision are tried in their order."""

    id: str
    decides: Literal["stage", "standing", "category", "action"]
    value: str
    when: Condition
    sources: tuple[str, ...]
    reason: Named
    before: str | None = None


class AlsoRule(Record):
    """When another action is worth naming beside the main one."""

    id: str
    action: str
    when: Condition
    sources: tuple[str, ...]


class ModifierRule(Record):
    """An addition to the action that a condition calls for."""

    id: str
    when: Condition
    text: Named
    sources: tuple[str, ...]


class MissingRule(Record):
    """Something that would matter and is not known while the condition holds."""

    id: str
    when: Condition
    text: Named
    question: Named | None = None


class ClaimPatterns(Record):
    """How a language denies, supposes and hopes: regular expressions on folded text."""

    negation: str
    not_negation: str
    hypothesis: str
    hope: str
    third_party: str
    asked: str
    others: str = "(?!)"


class FactDefinition(Record):
    """A fact that an engine may report beside the signals.

    `told_as` makes a text of the words in which a cue stands. A model is asked for those that are `asked` for.
    `of_us`: of our own doings; where a turn tells of dealings with other vendors, its words mean theirs.
    """

    kind: Literal["truth", "number", "text", "claim"]
    definition: Named
    told_as: str = "{quote}"
    asked: bool = True
    of_us: bool = False
    said_by: tuple[Role, ...] = ("buyer", "seller", "reporter", "other", "unknown")
    cues: Patterns = Field(default_factory=Patterns)
    exchange: tuple[Exchange, ...] = ()


class EventPattern(Event):
    """How one state of one kind of milestone is spoken of."""

    patterns: tuple[str, ...]


class EventPatterns(Record):
    """The milestone patterns of a language, and the words that give an event to a rival."""

    rival: str
    event: tuple[EventPattern, ...]


class EngineTrust(Record):
    """How far an engine's verdicts held on labelled calls: the measured span of confidence.

    `nothing_found` is for verdicts that rest on no signal.
    """

    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    nothing_found: float = Field(ge=0, le=1)


class Confidence(Record):
    """The numbers by which evidence becomes a confidence, each measured by `callsift eval`."""

    engines: dict[str, EngineTrust]
    unattributed_factor: float = Field(gt=0, le=1)
    rival_reading_penalty: float = Field(ge=0, le=1)


class Playbook(Record):
    """The whole playbook, loaded and consistent. `hash` changes with any word of it that matters."""

    signals: dict[str, SignalDefinition]
    categories: dict[str, Category]
    actions: dict[str, Action]
    situations: dict[str, Situation]
    sources: dict[str, SourceDocument]
    conditions: dict[str, Condition]
    rules: tuple[Rule, ...]
    also: tuple[AlsoRule, ...]
    modifiers: tuple[ModifierRule, ...]
    missing: tuple[MissingRule, ...]
    confidence: Confidence
    warnings: dict[str, Named]
    claims: dict[str, ClaimPatterns]
    facts: dict[str, FactDefinition]
    milestones: dict[str, EventPatterns]
    lexicon: dict[str, dict[str, str]]
    retired: tuple[str, ...] = ()
    hash: str

    @property
    def asked_facts(self) -> dict[str, FactDefinition]:
        """Return the facts for which a model is asked."""
        return {name: each for name, each in self.facts.items() if each.asked}

    def rules_for(self, decides: str) -> tuple[Rule, ...]:
        """Return the rules of one decision in the order in which they are tried."""
        return tuple(rule for rule in self.rules if rule.decides == decides)
