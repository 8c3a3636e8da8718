"""Turns a row into what a salesperson reads of it: one line of a table, in the language of people."""

from collections.abc import Iterator, Mapping
from datetime import date as day
from typing import Literal, NamedTuple, TypeAlias

from callsift.bulk.rows import Row
from callsift.bulk.writers.words import NO, STATUSES, YES
from callsift.cautions import said
from callsift.decision import result_language
from callsift.domain.analysis import Analysis, Caution, Named, Observed, Override, Signal
from callsift.domain.observation import Evidence
from callsift.playbook import Playbook
from callsift.render.words import ROLES, STAGES, STANDINGS, WORDS
from callsift.wording import ResultLanguage, quoted, say

Lang: TypeAlias = Literal["zh", "en"]
QUOTES = 3


class Verdict(NamedTuple):
    """One line for people; the fields are the columns. `date` and `due` are ISO."""

    name: str
    account: str
    date: str
    status: str
    category: str = ""
    confidence: float | None = None
    stage: str = ""
    standing: str = ""
    next_action: str = ""
    due: str = ""
    call_today: str = ""
    quote_1: str = ""
    quote_2: str = ""
    quote_3: str = ""
    missing: str = ""
    warnings: str = ""
    error: str = ""


class Wording(NamedTuple):
    """What rows are put into words with: the playbook, the language and the day."""

    playbook: Playbook
    lang: ResultLanguage
    today: day


def verdict_of(row: Row, wording: Wording) -> Verdict:
    """Return the line of a row; without an analysis it says how the input ended, and why."""
    bare = Verdict(
        name=row.name,
        account=row.account or "",
        date=row.date or "",
        status=say(STATUSES[row.status], wording.lang),
        error=row.error or "",
    )
    return bare if row.analysis is None else _judged(bare, row.analysis, wording)


def _judged(bare: Verdict, analysis: Analysis, wording: Wording) -> Verdict:
    action, lang = analysis.next_action, wording.lang
    first, second, third, *_ = [*_quotes(analysis, lang), *[""] * QUOTES]
    return bare._replace(
        category=say(analysis.category.name, lang),
        confidence=analysis.category.confidence,
        stage=_said(STAGES, analysis.stage.id, lang),
        standing=_said(STANDINGS, analysis.standing.id, lang),
        next_action=say(action.name, lang),
        due=action.due or "",
        call_today=_is_due(action.due, wording.today, lang),
        quote_1=first,
        quote_2=second,
        quote_3=third,
        missing="\n".join(_missing(analysis, wording.playbook, lang)),
        warnings="\n".join(_warnings(analysis, wording.playbook, lang)),
    )


def language_of(analysis: Analysis, lang: Lang | None) -> ResultLanguage:
    """Return the language in which to tell of a call: the one that is wanted, else its own."""
    chosen = analysis.overrides if lang is None else (Override(field="lang", value=lang),)
    return result_language(
        Observed(source=analysis.source, engine=analysis.engine, overrides=chosen)
    )


def best_evidence(analysis: Analysis) -> list[tuple[Signal, Evidence]]:
    """Return the evidence that says most, one quote a signal.

    What the category rests on comes first, context last, and of the like the surest first.
    """
    behind = {name for because in analysis.category.because for name in because.signals}
    ranked = sorted(
        analysis.signals,
        key=lambda each: (each.id not in behind, each.sign == "o", -each.confidence),
    )
    found: dict[str, tuple[Signal, Evidence]] = {}
    for signal in ranked:
        fresh = next((each for each in signal.evidence if each.quote not in found), None)
        if fresh is not None:
            found[fresh.quote] = (signal, fresh)
    return list(found.values())[:QUOTES]


def _quotes(analysis: Analysis, lang: ResultLanguage) -> Iterator[str]:
    for _, evidence in best_evidence(analysis):
        who = evidence.speaker or say(ROLES[evidence.role], lang)
        place = say(WORDS["turn"], lang).format(n=evidence.turn + 1)
        yield f"{quoted(' '.join(evidence.quote.split()), lang)} {who}, {place}"


def _said(words: Mapping[str, Named], name: str, lang: ResultLanguage) -> str:
    """Return the word for an id; an own playbook may have ids without one."""
    return say(words[name], lang) if name in words else name


def _is_due(due: str | None, today: day, lang: ResultLanguage) -> str:
    if due is None:
        return ""
    return say(YES if due <= today.isoformat() else NO, lang)


def _missing(analysis: Analysis, playbook: Playbook, lang: ResultLanguage) -> Iterator[str]:
    known = {each.id: each.text for each in playbook.missing}
    is_own = language_of(analysis, None) == lang
    for each in analysis.missing:
        yield each.text if is_own or each.id not in known else say(known[each.id], lang)


def _warnings(analysis: Analysis, playbook: Playbook, lang: ResultLanguage) -> Iterator[str]:
    """Yield the warnings; one that is not said in the playbook's words stays in the language in which it was said."""
    for each in analysis.warnings:
        yield said(Caution(id=each.id, text=each.text), playbook.warnings, lang).text
