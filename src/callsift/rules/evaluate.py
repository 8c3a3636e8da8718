"""Turns a condition and what is known of a deal into yes or no, with what the yes rests on. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from callsift.domain.observation import Fact, Milestone
from callsift.playbook.conditions import Condition, FactTest, MilestoneTest, Outweighs, Tally
from callsift.playbook.model import Playbook, Rule, SignalDefinition


@dataclass(frozen=True)
class Standing:
    """A buyer signal as the rules see it: its definition and whether its speaker is known."""

    definition: SignalDefinition
    attributed: bool


@dataclass(frozen=True)
class Deal:
    """What the rules may look at: signals by id, milestones, facts and the decisions made so far.

    `placed_by` are the signals on which the standing rests: a rule that asks for the standing rests on them too.
    """

    signals: dict[str, Standing]
    milestones: tuple[Milestone, ...] = ()
    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    leads: str = "few"
    stage: str = "unknown"
    standing: str = "unknown"
    category: str = ""
    placed_by: tuple[str, ...] = ()

    def decided(self, **decision: str | tuple[str, ...]) -> "Deal":
        """Return the deal with one more decision made."""
        return replace(self, **decision)  # type: ignore[arg-type]  # only decisions are passed


@dataclass(frozen=True)
class Finding:
    """Whether a condition holds, and the signals that make it so, in a fixed order."""

    holds: bool
    signals: tuple[str, ...] = ()


_NO = Finding(holds=False)
_YES = Finding(holds=True)


@dataclass(frozen=True)
class Fired:
    """A rule that holds, and the signals it rests on."""

    rule: Rule
    signals: tuple[str, ...]


def fired_rules(deal: Deal, playbook: Playbook, decides: str) -> tuple[Fired, ...]:
    """Return the rules of one decision that hold, in the order in which they are tried."""
    found = ((rule, evaluate(rule.when, deal, playbook)) for rule in playbook.rules_for(decides))
    return tuple(Fired(rule, finding.signals) for rule, finding in found if finding.holds)


def evaluate(condition: Condition, deal: Deal, playbook: Playbook) -> Finding:
    """Return whether `condition` holds for `deal`, and on which signals that rests."""
    if condition.any is not None:
        found = [evaluate(each, deal, playbook) for each in condition.any]
        holding = [each for each in found if each.holds]
        return _joined(holding) if holding else _NO
    if condition.all is not None:
        found = [evaluate(each, deal, playbook) for each in condition.all]
        return _joined(found) if all(each.holds for each in found) else _NO
    if condition.not_ is not None:
        return _NO if evaluate(condition.not_, deal, playbook).holds else _YES
    if condition.use is not None:
        return evaluate(playbook.conditions[condition.use], deal, playbook)
    return _test(condition, deal, playbook)


def _test(condition: Condition, deal: Deal, playbook: Playbook) -> Finding:
    """Evaluate a condition that has no conditions below it."""
    on_signals = _signal_test(condition, deal)
    if on_signals is not None:
        return on_signals
    if condition.tally is not None:
        return _tally(condition.tally, deal)
    if condition.outweighs is not None:
        return _outweighs(condition.outweighs, deal, playbook)
    if condition.standing is not None:
        holds = deal.standing in condition.standing
        return Finding(holds=holds, signals=deal.placed_by if holds else ())
    return Finding(holds=_plain_test(condition, deal))


def _signal_test(condition: Condition, deal: Deal) -> Finding | None:
    if condition.any_of is not None:
        return _standing_among(condition.any_of, deal, at_least=1)
    if condition.all_of is not None:
        return _standing_among(condition.all_of, deal, at_least=len(condition.all_of))
    if condition.of is not None:
        return _standing_among(condition.of, deal, at_least=condition.at_least or 1)
    if condition.attributed is not None:
        known = [
            i for i in condition.attributed if i in deal.signals and deal.signals[i].attributed
        ]
        return Finding(holds=bool(known), signals=tuple(sorted(known)))
    return None


def _plain_test(condition: Condition, deal: Deal) -> bool:
    if condition.milestone is not None:
        return _milestone(condition.milestone, deal)
    if condition.only_milestones is not None:
        kinds = {each.kind for each in deal.milestones}
        return bool(kinds) and kinds <= set(condition.only_milestones) and "reorder" in kinds
    if condition.fact is not None:
        return _fact(condition.fact, deal)
    decided = (
        (condition.stage, deal.stage),
        (condition.category, deal.category),
    )
    for wanted, value in decided:
        if wanted is not None:
            return value in wanted
    if condition.leads is not None:
        return condition.leads == deal.leads
    return condition.always is True


def _joined(found: Iterable[Finding]) -> Finding:
    return Finding(holds=True, signals=tuple(sorted({i for each in found for i in each.signals})))


def _standing_among(ids: tuple[str, ...], deal: Deal, *, at_least: int) -> Finding:
    found = tuple(sorted(i for i in set(ids) if i in deal.signals))
    return Finding(holds=True, signals=found) if len(found) >= at_least else _NO


def _milestone(test: MilestoneTest, deal: Deal) -> bool:
    return any(
        each.kind in test.kind and each.status in test.status and each.party in test.party
        for each in deal.milestones
    )


def _fact(test: FactTest, deal: Deal) -> bool:
    values = [fact.value for fact in deal.facts.get(test.name, ())]
    if test.at_least is not None:
        numbers = [int(value) for value in values if str(value).isdecimal()]
        return max(numbers, default=0) >= test.at_least
    if test.says is not None:
        said = re.compile(test.says)
        return any(isinstance(value, str) and said.search(value) for value in values)
    return any(_truth(value) is test.is_ for value in values)


def _truth(value: str | bool) -> bool:
    return value if isinstance(value, bool) else value.strip().lower() == "true"


def _tally(test: Tally, deal: Deal) -> Finding:
    found = tuple(sorted(i for i, each in deal.signals.items() if _counts(test, each, deal.stage)))
    return Finding(holds=True, signals=found) if len(found) >= test.at_least else _NO


def _counts(test: Tally, standing: Standing, stage: str) -> bool:
    signal = standing.definition
    return (
        (test.axis is None or signal.axis == test.axis)
        and (test.sign is None or signal.sign == test.sign)
        and (test.stage is None or test.stage in signal.stages)
        and (test.among is None or signal.id in test.among)
        and (not test.fitting or (standing.attributed and _fits(signal, stage)))
    )


def _fits(signal: SignalDefinition, stage: str) -> bool:
    return "any" in signal.stages or stage in signal.stages


def _outweighs(test: Outweighs, deal: Deal, playbook: Playbook) -> Finding:
    factor = playbook.confidence.unattributed_factor

    def weight(each: Standing) -> float:
        base = 1.0 if _fits(each.definition, deal.stage) else 0.5
        return base if each.attributed else base * factor

    on_axis = [each for each in deal.signals.values() if each.definition.axis == test.axis]
    heavy = [each for each in on_axis if each.definition.sign == test.sign]
    light = [each for each in on_axis if each.definition.sign not in (test.sign, "o")]
    holds = sum(map(weight, heavy)) >= test.times * sum(map(weight, light))
    return Finding(
        holds=holds, signals=tuple(sorted(each.definition.id for each in heavy)) if holds else ()
    )
