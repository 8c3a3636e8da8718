"""The progress of trust: Candidate (an engine said so) → Observation (the text confirms it)."""

from typing import Literal, TypeAlias

from pydantic import Field

from callsift.domain.record import Record
from callsift.domain.transcript import Role

DropReason: TypeAlias = Literal[
    "not_found",
    "ambiguous",
    "negated",
    "hypothetical",
    "wrong_role",
    "flagged",
    "unknown_id",
    "context_only",
    "invalid",
]
MilestoneKind: TypeAlias = Literal[
    "demo",
    "trial",
    "comparison",
    "negotiation",
    "tender",
    "vendor_decision",
    "contract",
    "reorder",
    "gate",
]
MilestoneStatus: TypeAlias = Literal["done", "under_way", "dated"]
Party: TypeAlias = Literal["us", "rival"]
GroundingStatus: TypeAlias = Literal["exact", "typographic"]


class Candidate(Record):
    """A signal that an engine believes it saw: its quote and, if known, the turn (from 0)."""

    signal: str
    quote: str
    turn: int | None = None
    confidence: float = Field(default=1.0, ge=0, le=1)


class MilestoneCandidate(Record):
    """An event of the purchase that an engine believes it saw."""

    kind: str
    status: str
    party: str = "us"
    quote: str
    turn: int | None = None


class FactCandidate(Record):
    """A named fact that an engine believes it saw."""

    name: str
    value: str | bool
    quote: str | None = None
    turn: int | None = None


class RoleGuess(Record):
    """The role that an engine gives to a speaker label."""

    speaker: str
    role: Role


class Evidence(Record):
    """A quote that stands in the transcript: `quote == text[start:end]`."""

    quote: str
    turn: int
    speaker: str | None
    role: Role
    start_s: float | None
    end_s: float | None
    start: int
    end: int
    status: GroundingStatus


class Observation(Record):
    """A signal with the evidence that the text confirms."""

    signal: str
    confidence: float = Field(ge=0, le=1)
    evidence: Evidence


class Milestone(Record):
    """An event of this purchase, with us or with a rival."""

    kind: MilestoneKind
    status: MilestoneStatus
    party: Party = Field(alias="with", serialization_alias="with")
    evidence: tuple[Evidence, ...]


class Fact(Record):
    """One value of a named fact. `halved` is the discounted figure of a claim the buyer made about itself."""

    value: str | bool
    halved: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Dropped(Record):
    """Something an engine returned that does not count, and why."""

    signal: str
    quote: str
    reason: DropReason
    places: tuple[int, ...] | None = None


class Usage(Record):
    """What the engine's calls used. `cost` is None where the price is unknown."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cost: float | None = None
    currency: str | None = None


class EngineStamp(Record):
    """Which engine observed, and with what."""

    name: Literal["offline", "llm", "labels"]
    model: str | None = None
    mode: str | None = None
    prompt_hash: str | None = None
    playbook_hash: str


class Extraction(Record):
    """All that an engine returned for one transcript. `repairs` are what had to be forgiven to read it."""

    engine: EngineStamp
    candidates: tuple[Candidate, ...] = ()
    milestones: tuple[MilestoneCandidate, ...] = ()
    facts: tuple[FactCandidate, ...] = ()
    roles: tuple[RoleGuess, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    repairs: tuple[str, ...] = ()
    usage: Usage = Field(default_factory=Usage)


class GroundedFact(Record):
    """A named fact that the text confirms, or one that is false for want of evidence."""

    name: str
    fact: Fact


class Grounded(Record):
    """What of an engine's answer stands in the text, and what was dropped."""

    observations: tuple[Observation, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    facts: tuple[GroundedFact, ...] = ()
    dropped: tuple[Dropped, ...] = ()
