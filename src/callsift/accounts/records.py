"""What is said of an account: its verdict, timeline, changes, rhythm and findings. Records only."""

from typing import Literal, TypeAlias

from callsift.domain.analysis import (
    Because,
    CallWarning,
    CategoryDecision,
    Decision,
    Missing,
    NextAction,
    Sign,
)
from callsift.domain.observation import Evidence
from callsift.domain.record import Record
from callsift.wording import ResultLanguage

DecisionField: TypeAlias = Literal["stage", "standing", "category", "action"]
PromiseParty: TypeAlias = Literal["us", "them", "unsaid"]
PromiseStatus: TypeAlias = Literal["open", "pending", "taken_up"]


class Quoted(Record):
    """A quote and the call that it stands in. Turn and offsets are places in that call's text."""

    call: str
    date: str | None
    sha256: str
    evidence: Evidence


class CallLine(Record):
    """One call as it was judged by itself. `gap_days` counts from the contact before it; `confidence` is the category's."""

    call: str
    date: str | None
    sha256: str
    stage: str
    standing: str
    category: str
    action: str
    confidence: float
    gap_days: int | None = None


class Appeared(Record):
    """Something that a call shows and the one before it did not: a signal, or a milestone as `kind status party`."""

    id: str
    kind: Literal["signal", "milestone"]
    quotes: tuple[Quoted, ...]


class Change(Record):
    """A decision that differs from that of the call before, the rules that fired, and what they newly rest on.

    `gone` are the signals that carried the earlier decision and are not seen any more.
    """

    field: DecisionField
    before: str
    after: str
    since: str
    since_date: str
    call: str
    date: str
    because: tuple[Because, ...]
    appeared: tuple[Appeared, ...]
    gone: tuple[str, ...]


class Gap(Record):
    """The days between two contacts. `overdue`: more than the weekly call allows."""

    since: str
    until: str
    days: int
    overdue: bool


class Rhythm(Record):
    """Contacts against the weekly call. Calls of one day are one contact; the first is no follow-up.

    `cadence_days` is how often the account's verdict wants a call (None: not again).
    """

    weekly_days: int
    cadence_days: int | None
    contacts: int
    follow_ups: int
    wanted_low: int
    wanted_high: int
    gaps: tuple[Gap, ...]
    first: str | None
    last: str | None
    days_since_last: int | None
    overdue_days: int


class Leaders(Record):
    """When a senior person of the buyer was last seen. `unseen_days` runs to the latest call, from the first if never."""

    last_seen: str | None
    unseen_days: int | None
    quotes: tuple[Quoted, ...]


class PriceMention(Record):
    """A call in which the buyer spoke of the price."""

    call: str
    date: str
    quotes: tuple[Quoted, ...]


class Promise(Record):
    """What somebody undertook in a call. `due` is ISO where the words name a day; `taken_up` the later call's date."""

    by: PromiseParty
    what: str
    status: PromiseStatus
    due: str | None
    overdue_days: int
    taken_up: str | None
    quotes: tuple[Quoted, ...]


class Finding(Record):
    """What several calls show together. `signal` is set where it took part in the verdict as that signal."""

    id: str
    sign: Sign
    text: str
    advice: str
    sources: tuple[str, ...]
    signal: str | None
    quotes: tuple[Quoted, ...]


class Carried(Record):
    """What an earlier call proved and the verdict counts: a milestone, a fact or a signal."""

    kind: Literal["milestone", "fact", "signal"]
    id: str
    quotes: tuple[Quoted, ...]


class AccountVerdict(Record):
    """The latest call judged again with what earlier calls proved. `text` says that it is so."""

    text: str
    call: str
    date: str | None
    stage: Decision
    standing: Decision
    category: CategoryDecision
    next_action: NextAction
    missing: tuple[Missing, ...]
    carried: tuple[Carried, ...]


class AccountReport(Record):
    """All that is said of one account on the day `today`. The same calls in any order give the same report."""

    schema_version: Literal[1] = 1
    account: str | None
    today: str
    lang: ResultLanguage
    playbook_hash: str
    verdict: AccountVerdict
    findings: tuple[Finding, ...]
    timeline: tuple[CallLine, ...]
    changes: tuple[Change, ...]
    rhythm: Rhythm
    leaders: Leaders
    prices: tuple[PriceMention, ...]
    promises: tuple[Promise, ...]
    notes: tuple[CallWarning, ...]


class AccountReports(Record):
    """What `account --json` prints: one report an account, by name."""

    schema_version: Literal[1] = 1
    accounts: tuple[AccountReport, ...]
