"""Loads what accounts are measured by: numbers, watched signals and texts, from `accounts.toml`. Decides nothing."""

from functools import lru_cache
from typing import TypeAlias

from callsift.domain.analysis import Named, Sign
from callsift.domain.observation import Milestone, MilestoneKind
from callsift.domain.record import Record
from callsift.resources import package_text

Ids: TypeAlias = tuple[str, ...]
Kinds: TypeAlias = tuple[MilestoneKind, ...]


class Measure(Record):
    """A number and the source that gives it."""

    value: int
    source: str


class Measures(Record):
    """The thresholds. Days, or counts of calls and signs."""

    weekly_days: Measure
    long_gap_days: Measure
    follow_ups_low: Measure
    follow_ups_high: Measure
    follow_up_window_days: Measure
    leader_unseen_days: Measure
    silence_days: Measure
    price_calls_after: Measure
    slight_acts: Measure


class Derived(Record):
    """How sure a signal is that was read from several calls."""

    confidence: float
    source: str


class Watch(Record):
    """Which signals tell of leaders, prices, an earlier stage and promises."""

    leaders_seen: Ids
    leader_titles: str
    leaders_missing: Ids
    price: Ids
    price_in_earnest: Ids
    price_words: str
    early_plainly: Ids
    early_slightly: Ids
    documents_wanted: Ids
    documents_promised: Ids
    dated_steps: Ids


class Reached(Record):
    """The milestones that prove a stage; those of `even_dated` by the day that is set for them."""

    mid: Kinds
    late: Kinds
    even_dated: Kinds

    def proves(self, milestone: Milestone) -> bool:
        """Tell whether the event has at least begun, so that nothing said later takes it back."""
        begun = milestone.status in ("done", "under_way")
        return begun or milestone.kind in self.even_dated


class Lasting(Record):
    """What goes on holding: truth facts, and signals with those that end them."""

    facts: Ids
    signals: dict[str, Ids]


class Topic(Record):
    """What a promise can be about: its words, and the milestones that take it up."""

    words: str
    milestones: Kinds


class Doers(Record):
    """How a sentence says that the speaker will do a thing, or that the other side is to."""

    speaker: str
    other: str


class FindingText(Record):
    """The words of a finding. `signal` names the one that it enters the verdict as."""

    sign: Sign
    sources: tuple[str, ...]
    text: Named
    advice: Named
    signal: str | None = None


class Guide(Record):
    """All of `accounts.toml`."""

    measures: Measures
    derived: Derived
    watch: Watch
    reached: Reached
    lasting: Lasting
    topics: dict[str, Topic]
    doers: Doers
    findings: dict[str, FindingText]
    notes: dict[str, Named]


@lru_cache(maxsize=1)
def load_guide() -> Guide:
    """Return what accounts are measured by."""
    # Imported late: the records alone need no reader.
    import tomli  # noqa: PLC0415

    return Guide.model_validate(tomli.loads(package_text("accounts/accounts.toml")))
