"""The grammar of rules: conditions over signals, milestones, facts and earlier decisions. Data only.

A condition is a table with one of the keys below; `any`, `all` and `not` combine conditions, `use` names one of
`conditions.toml`.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from callsift.domain.analysis import Sign
from callsift.domain.observation import MilestoneKind, MilestoneStatus, Party
from callsift.domain.record import Record

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
    axis: str | None = None
    sign: Sign | None = None
    stage: str | None = None
    fitting: bool = False
    among: tuple[str, ...] | None = None


class Outweighs(Record):
    """The weight of one sign on an axis is at least `times` the weight of the other.

    A signal weighs 1 where it fits the stage, else ½; half of that where nobody knows who spoke.
    """

    axis: str
    sign: Literal["+", "-"]
    times: float = Field(gt=0)


class FactTest(Record):
    """A named fact is known and has this value (a truth value, or a number that is at least so high)."""

    name: str
    is_: bool | None = Field(default=None, alias="is")
    at_least: int | None = None


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
    stage: tuple[str, ...] | None = None
    standing: tuple[str, ...] | None = None
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
        ids = {
            *(self.any_of or ()),
            *(self.all_of or ()),
            *(self.of or ()),
            *(self.attributed or ()),
            *((self.tally.among if self.tally else None) or ()),
        }
        for child in self.children():
            ids |= child.signal_ids()
        return frozenset(ids)

    def uses(self) -> frozenset[str]:
        """Return the names of the shared conditions that this one mentions."""
        names = {self.use} if self.use else set()
        for child in self.children():
            names |= child.uses()
        return frozenset(names)

    def children(self) -> tuple["Condition", ...]:
        """Return the conditions right below this one."""
        below = (*(self.any or ()), *(self.all or ()))
        return (*below, self.not_) if self.not_ else below
