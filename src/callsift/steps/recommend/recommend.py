"""Turns a verdict into what to do next, and assembles the analysis. Pure."""

from datetime import date, timedelta

from callsift.cautions import said
from callsift.domain.analysis import (
    Analysis,
    Because,
    CallWarning,
    Caution,
    Coaching,
    Missing,
    Modifier,
    NextAction,
    Observed,
    taken_out,
)
from callsift.playbook.model import Action, Playbook, Situation
from callsift.rules import Verdict, evaluate, fired_rules
from callsift.wording import ResultLanguage, say


def recommend(
    observed: Observed, verdict: Verdict, playbook: Playbook, *, lang: ResultLanguage
) -> Analysis:
    """Return the whole analysis: the verdict, the next action, coaching and what is missing."""
    return Analysis(
        source=observed.source,
        engine=observed.engine,
        stage=verdict.stage,
        standing=verdict.standing,
        category=verdict.category,
        next_action=_next_action(observed, verdict, playbook, lang),
        signals=observed.signals,
        coaching=_coaching(observed, playbook, lang),
        milestones=observed.milestones,
        facts=observed.facts,
        missing=_missing(verdict, playbook, lang),
        dropped=observed.dropped,
        overrides=observed.overrides,
        warnings=_warnings(observed, playbook, lang),
        usage=observed.usage,
    )


def _next_action(
    observed: Observed, verdict: Verdict, playbook: Playbook, lang: ResultLanguage
) -> NextAction:
    chosen = fired_rules(verdict.deal, playbook, "action")[0]
    action = playbook.actions[chosen.rule.value]
    because = [
        Because(rule=chosen.rule.id, text=say(chosen.rule.reason, lang), signals=chosen.signals)
    ]
    found = _situation(action, verdict, playbook)
    if found is not None:
        situation, signals = found
        action = action.model_copy(update=situation.said)
        because.append(
            Because(
                rule=f"situation.{situation.id}",
                text=say(situation.reason, lang),
                signals=signals,
            )
        )
    return NextAction(
        id=action.id,
        name=action.name,
        text=say(action.text, lang),
        questions=tuple(say(each, lang) for each in action.questions),
        avoid=tuple(say(each, lang) for each in action.avoid),
        script=say(action.script, lang),
        cadence_days=action.cadence_days,
        due=_due(observed, action),
        also=_also(verdict, playbook, action.id),
        modifiers=_modifiers(verdict, playbook, lang),
        because=tuple(because),
    )


def _situation(
    action: Action, verdict: Verdict, playbook: Playbook
) -> tuple[Situation, tuple[str, ...]] | None:
    """Return the situation in which an action is put in other words, with the signals that show it: whom nothing but a
    signature is wanting from is not asked whether he collects prices.
    """
    for name in action.instead:
        finding = evaluate(playbook.situations[name].when, verdict.deal, playbook)
        if finding.holds:
            return playbook.situations[name], finding.signals
    return None


def _due(observed: Observed, action: Action) -> str | None:
    """Return the first agreed day where one is named, else the call's date plus the cadence, else None.

    Where it is decided before that, or something of ours has a day, that day: afterwards there is nothing left to do.
    """
    called = date.fromisoformat(observed.source.date) if observed.source.date else None
    agreed = _named(observed, "next_step", called)
    if agreed:
        return min(agreed).isoformat()
    if called is None or action.cadence_days is None:
        return None
    decided = _named_in(_dated_with_us(observed), called)
    decided += _named(observed, "decision_date", called)
    return min([called + timedelta(days=action.cadence_days), *decided]).isoformat()


def _dated_with_us(observed: Observed) -> list[str]:
    """Return the words of the events with us that have a day."""
    dated = (each for each in observed.milestones if (each.status, each.party) == ("dated", "us"))
    return [evidence.quote for each in dated for evidence in each.evidence]


def _named(observed: Observed, fact: str, called: date | None) -> list[date]:
    return _named_in([str(each.value) for each in observed.facts.get(fact, ())], called)


def _named_in(texts: list[str], called: date | None) -> list[date]:
    """Return the days ahead that texts name."""
    if not texts:
        return []
    # Imported late: its patterns take longer to compile than a verdict takes to reach.
    from callsift.steps.recommend.due import named_day  # noqa: PLC0415

    return [day for day in (named_day(text, called) for text in texts) if day is not None]


def _also(verdict: Verdict, playbook: Playbook, chosen: str) -> tuple[str, ...]:
    found = [
        entry.action
        for entry in playbook.also
        if entry.action != chosen and evaluate(entry.when, verdict.deal, playbook).holds
    ]
    return tuple(dict.fromkeys(found))


def _modifiers(verdict: Verdict, playbook: Playbook, lang: ResultLanguage) -> tuple[Modifier, ...]:
    found = ((rule, evaluate(rule.when, verdict.deal, playbook)) for rule in playbook.modifiers)
    return tuple(
        Modifier(id=rule.id, text=say(rule.text, lang), signals=finding.signals)
        for rule, finding in found
        if finding.holds
    )


def _coaching(observed: Observed, playbook: Playbook, lang: ResultLanguage) -> tuple[Coaching, ...]:
    return tuple(
        Coaching(
            id=each.id,
            sign=each.sign,
            evidence=each.evidence,
            advice=_advice(each.id, playbook, lang),
        )
        for each in observed.conduct
        if each.id in playbook.signals
    )


def _advice(name: str, playbook: Playbook, lang: ResultLanguage) -> str:
    definition = playbook.signals[name]
    return say(definition.advice or definition.why, lang)


def _missing(verdict: Verdict, playbook: Playbook, lang: ResultLanguage) -> tuple[Missing, ...]:
    return tuple(
        Missing(id=rule.id, text=say(rule.text, lang))
        for rule in playbook.missing
        if evaluate(rule.when, verdict.deal, playbook).holds
    )


def _warnings(
    observed: Observed, playbook: Playbook, lang: ResultLanguage
) -> tuple[CallWarning, ...]:
    """Return the warnings of earlier steps and those that the observations themselves call for, each once.

    Of the latter none is taken over from an earlier verdict: what it was derived from may have been mended since.
    """
    derived = {
        "no_customer": _nothing_of_a_customer(observed),
        "second_hand": observed.source.kind == "notes",
        "speakers_unattributed": any(
            each.role == "unknown" for signal in observed.signals for each in signal.evidence
        ),
        "signals_excluded": bool(taken_out(observed.overrides)),
    }
    given = {each.id: each for each in observed.warnings if each.id not in derived}
    own = (Caution(id=name) for name, holds in derived.items() if holds)
    return tuple(said(each, playbook.warnings, lang) for each in (*given.values(), *own))


def _nothing_of_a_customer(observed: Observed) -> bool:
    need = any(fact.value is True for fact in observed.facts.get("need_mentioned", ()))
    return not (need or observed.signals or observed.conduct or observed.milestones)
