"""Assessment: what the rules decided from the observations, in the shape of `analyze --json`."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from pydantic import ConfigDict, Field

from callsift.domain.observation import Dropped, EngineStamp, Evidence, Fact, Milestone, Usage
from callsift.domain.record import Record
from callsift.domain.transcript import Kind, Language

Sign: TypeAlias = Literal["+", "-", "o"]
StageId: TypeAlias = Literal["early", "mid", "late", "unknown"]
StandingId: TypeAlias = Literal["first_choice", "contender", "backup", "reference_only", "unknown"]


class Named(Record):
    """A text in both languages."""

    zh: str
    en: str


class Because(Record):
    """A rule that fired, its reason in the language of the result, and the signals it rests on."""

    rule: str
    text: str
    signals: tuple[str, ...] = ()


class Source(Record):
    """The input: what it is and how to recognise it again."""

    name: str
    format: str
    kind: Kind
    language: Language
    date: str | None = None
    account: str | None = None
    turns: int
    chars: int
    sha256: str


class Decision(Record):
    """A stage or standing with its confidence in [0, 1] and its reasons."""

    id: str
    confidence: float = Field(ge=0, le=1)
    because: tuple[Because, ...]


class RunnerUp(Record):
    """The category that fits next."""

    id: str
    confidence: float = Field(ge=0, le=1)


class CategoryDecision(Record):
    """The lead category."""

    id: str
    name: Named
    confidence: float = Field(ge=0, le=1)
    runner_up: RunnerUp | None
    because: tuple[Because, ...]


class Modifier(Record):
    """An addition to the action, with the signals that called for it."""

    id: str
    text: str
    signals: tuple[str, ...] = ()


_SITUATION = "situation."


class NextAction(Record):
    """What to do next. `due` is ISO or None; `cadence_days` None means: do not call again.

    One action may be put in other words for a situation of the deal; the last of its reasons names it then.
    """

    id: str
    name: Named
    text: str
    questions: tuple[str, ...]
    avoid: tuple[str, ...]
    script: str
    cadence_days: int | None
    due: str | None
    also: tuple[str, ...]
    modifiers: tuple[Modifier, ...]
    because: tuple[Because, ...]

    @property
    def situation(self) -> str | None:
        """The situation that the words are for (`turned_down`), or None where they are those of everywhere."""
        named = (each.rule for each in self.because if each.rule.startswith(_SITUATION))
        return next((rule.removeprefix(_SITUATION) for rule in named), None)


class Signal(Record):
    """A buyer signal with all its evidence."""

    id: str
    axis: str
    sign: Sign
    confidence: float = Field(ge=0, le=1)
    evidence: tuple[Evidence, ...]


class Coaching(Record):
    """A piece of the seller's own behaviour, with advice. Never changes the verdict."""

    id: str
    sign: Sign
    evidence: tuple[Evidence, ...]
    advice: str


class Missing(Record):
    """Something that is not known and would matter."""

    id: str
    text: str


class CallWarning(Record):
    """Something that the reader of the verdict should know about it."""

    id: str
    text: str


class Caution(Record):
    """A warning that is not said yet: its id, and what is filled in. One of a saved analysis has its `text` instead."""

    # A warning of an analysis may be given as it is.
    model_config = ConfigDict(from_attributes=True)

    id: str
    values: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    text: str | None = None


class Override(Record):
    """A correction or choice of the user, kept so that the verdict can be decided again."""

    field: Literal["stage", "not", "leads", "lang"]
    value: str


def taken_out(overrides: Iterable[Override]) -> frozenset[str]:
    """Return the signals that the user says are not there. They stay on record, so that this can be taken back."""
    return frozenset(each.value for each in overrides if each.field == "not")


class Observed(Record):
    """All that the rules may look at: records only, nothing of the engine or the clock."""

    source: Source
    engine: EngineStamp
    signals: tuple[Signal, ...] = ()
    conduct: tuple[Signal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    facts: dict[str, tuple[Fact, ...]] = Field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    overrides: tuple[Override, ...] = ()
    warnings: tuple[Caution, ...] = ()
    usage: Usage = Field(default_factory=Usage)


class Analysis(Record):
    """One call, judged. Serialises to the documented `analyze --json`."""

    schema_version: Literal[1] = 1
    source: Source
    engine: EngineStamp
    stage: Decision
    standing: Decision
    category: CategoryDecision
    next_action: NextAction
    signals: tuple[Signal, ...]
    coaching: tuple[Coaching, ...]
    milestones: tuple[Milestone, ...]
    facts: dict[str, tuple[Fact, ...]]
    missing: tuple[Missing, ...]
    dropped: tuple[Dropped, ...]
    overrides: tuple[Override, ...]
    warnings: tuple[CallWarning, ...]
    usage: Usage
