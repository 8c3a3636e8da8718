"""The grammar of rules: conditions over signals, milestones, facts and earlier decisions. Data only.

A condition is a table with one of the keys below; `any`, `all` and `not` combine conditions, `use` names one of
`conditions.toml`.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from callsift.domain.analysis import Sign, StageId, StandingId
from callsift.domain.observation import MilestoneKind, MilestoneStatus, Party
from callsift.domain.record import Record

Axis = Literal["maturity", "standing", "intent", "potential", "psychology", "conduct"]
SignalStage = Literal["early", "mid", "late", "any"]
Ids = Annotated[tuple[str, ...], Field(min_length=1)]


class MilestoneTest(Record):
    """A milestone of one of these kinds, in one of these states, with one of these parties, stands."""

    kind: tuple[MilestoneKind, ...]
    status: tuple[MilestoneStatus, ...] = ("done", "under_way", "dated")
    party: tuple[Party, ...] = Field(default=("us", "rival"), alias="with")


class Tally(Record):
    """At least so many buyer signals stand that pass all the filters given.

    `fitting`: the signal's stage is the deal's or `any`, and its speaker is known.
    """

    at_least: int = Field(ge=1)
    axis: Axis | None = None
    sign: Sign | None = None
    stage: SignalStage | None = None
    fitting: bool = False
    among: tuple[str, ...] | None = None


class Outweighs(Record):
    """The weight of one sign on an axis is at least `times` the weight of the other.

    A signal weighs 1 where it fits the stage, else ½; half of that where nobody knows who spoke.
    """

    axis: Axis
    sign: Literal["+", "-"]
    times: float = Field(gt=0)


class FactTest(Record):
    """A named fact is known and has this value: a truth value, a number that is at least so high, or a text in which a
    pattern is found.
    """

    name: str
    is_: bool | None = Field(default=None, alias="is")
    at_least: int | None = None
    says: str | None = None

    @field_validator("says")
    @classmethod
    def _is_a_pattern(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"`says` is no pattern: {error}") from None
        return value

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if [self.is_, self.at_least, self.says].count(None) != 2:
            raise ValueError("a fact is tested with one of `is`, `at_least` and `says`")
        return self


class Condition(Record):
    """One node of a rule. Exactly one kind of test stands in it."""

    any: tuple["Condition", ...] | None = None
    all: tuple["Condition", ...] | None = None
    not_: "Condition | None" = Field(default=None, alias="not")
    use: str | None = None
    any_of: Ids | None = None
    all_of: Ids | None = None
    at_least: int | None = None
    of: Ids | None = None
    attributed: Ids | None = None
    milestone: MilestoneTest | None = None
    only_milestones: tuple[MilestoneKind, ...] | None = None
    fact: FactTest | None = None
    tally: Tally | None = None
    outweighs: Outweighs | None = None
    stage: tuple[StageId, ...] | None = None
    standing: tuple[StandingId, ...] | None = None
    category: tuple[str, ...] | None = None
    leads: Literal["few", "many"] | None = None
    always: Literal[True] | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_test(cls, value: Any) -> Any:
        if isinstance(value, dict):
            keys = set(value) - ({"at_least"} if "of" in value else set())
            if len(keys) != 1:
                raise ValueError(f"a condition needs exactly one test, found {sorted(keys)}")
        return value

    @model_validator(mode="after")
    def _at_least_has_of(self) -> Self:
        if (self.at_least is None) != (self.of is None):
            raise ValueError("`at_least` and `of` stand together")
        return self

    def signal_ids(self) -> frozenset[str]:
        """Return every signal id that this condition mentions."""
        return frozenset(name for each in self.nodes() for name in each._signals())

    def uses(self) -> frozenset[str]:
        """Return the names of the shared conditions that this one mentions."""
        return frozenset(each.use for each in self.nodes() if each.use)

    def nodes(self) -> Iterator["Condition"]:
        """Yield this condition and all below it."""
        yield self
        for child in self.children():
            yield from child.nodes()

    def _signals(self) -> Iterator[str]:
        tallied = self.tally.among if self.tally else None
        for names in (self.any_of, self.all_of, self.of, self.attributed, tallied):
            yield from names or ()

    def children(self) -> tuple["Condition", ...]:
        """Return the conditions right below this one."""
        below = (*(self.any or ()), *(self.all or ()))
        return (*below, self.not_) if self.not_ else below
