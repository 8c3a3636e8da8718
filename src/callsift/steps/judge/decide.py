"""Decides stage, standing and category from observed signals, milestones and facts. Pure."""

from callsift.domain.analysis import (
    Because,
    CategoryDecision,
    Decision,
    Observed,
    RunnerUp,
    Signal,
)
from callsift.playbook.model import Playbook
from callsift.rules import Deal, Fired, Standing, Verdict, fired_rules
from callsift.steps.judge.confidence import decision_confidence
from callsift.wording import ResultLanguage, say


def judge(observed: Observed, playbook: Playbook, *, lang: ResultLanguage) -> Verdict:
    """Return the verdict on what was observed. `lang` is the language of the reasons."""
    deal = _deal(observed, playbook)
    stage = _stage(observed, deal, playbook, lang)
    deal = deal.decided(stage=stage.id)
    placing = _first(deal, playbook, "standing")
    standing = _decision(placing, observed, playbook, lang)
    deal = deal.decided(standing=standing.id, placed_by=_support(placing))
    category = _category(observed, deal, playbook, lang)
    return Verdict(stage, standing, category, deal.decided(category=category.id))


def _deal(observed: Observed, playbook: Playbook) -> Deal:
    excluded = {each.value for each in observed.overrides if each.field == "not"}
    leads = [each.value for each in observed.overrides if each.field == "leads"]
    signals = {
        each.id: Standing(playbook.signals[each.id], attributed=_attributed(each))
        for each in sorted(observed.signals, key=lambda signal: signal.id)
        if each.id in playbook.signals and each.id not in excluded
    }
    return Deal(signals, observed.milestones, observed.facts, leads=leads[-1] if leads else "few")


def _attributed(signal: Signal) -> bool:
    return any(each.role != "unknown" for each in signal.evidence)


def _stage(observed: Observed, deal: Deal, playbook: Playbook, lang: ResultLanguage) -> Decision:
    given = [each.value for each in observed.overrides if each.field == "stage"]
    if given:
        text = say(playbook.warnings["stage_overridden"], lang)
        return Decision(
            id=given[-1], confidence=1.0, because=(Because(rule="stage.given", text=text),)
        )
    return _decision(_first(deal, playbook, "stage"), observed, playbook, lang)


def _first(deal: Deal, playbook: Playbook, decides: str) -> tuple[Fired, ...]:
    """Return the fired rules that give the first value that holds."""
    fired = fired_rules(deal, playbook, decides)
    return tuple(each for each in fired if each.rule.value == fired[0].rule.value)


def _because(fired: tuple[Fired, ...], lang: ResultLanguage) -> tuple[Because, ...]:
    return tuple(
        Because(rule=each.rule.id, text=say(each.rule.reason, lang), signals=each.signals)
        for each in fired
    )


def _decision(
    fired: tuple[Fired, ...], observed: Observed, playbook: Playbook, lang: ResultLanguage
) -> Decision:
    confidence = decision_confidence(_support(fired), observed, playbook)
    return Decision(id=fired[0].rule.value, confidence=confidence, because=_because(fired, lang))


def _support(fired: tuple[Fired, ...]) -> tuple[str, ...]:
    return tuple(sorted({signal for each in fired for signal in each.signals}))


def _category(
    observed: Observed, deal: Deal, playbook: Playbook, lang: ResultLanguage
) -> CategoryDecision:
    fired = fired_rules(deal, playbook, "category")
    chosen = tuple(each for each in fired if each.rule.value == fired[0].rule.value)
    rest = tuple(each for each in fired if each.rule.value != fired[0].rule.value)
    contested = bool(rest) and rest[0].rule.value != "insufficient_evidence"
    confidence = decision_confidence(_support(chosen), observed, playbook, contested=contested)
    return CategoryDecision(
        id=chosen[0].rule.value,
        name=playbook.categories[chosen[0].rule.value].name,
        confidence=confidence,
        runner_up=_runner_up(rest, observed, playbook, below=confidence),
        because=_because(chosen, lang),
    )


def _runner_up(
    rest: tuple[Fired, ...], observed: Observed, playbook: Playbook, *, below: float
) -> RunnerUp | None:
    if not rest:
        return None
    next_value = rest[0].rule.value
    support = _support(tuple(each for each in rest if each.rule.value == next_value))
    confidence = decision_confidence(support, observed, playbook, contested=True)
    return RunnerUp(id=next_value, confidence=round(min(confidence, 1 - below), 2))
