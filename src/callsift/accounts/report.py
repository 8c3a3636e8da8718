"""Turns the analyses of one account and a day into its report. Pure: no clock, no store, no engine.

in order ─▶ proofs ─▶ stage ─▶ findings ─▶ verdict ─▶ rhythm ─▶ report
"""

from collections.abc import Iterable
from datetime import date

from callsift.accounts.case import Case
from callsift.accounts.combine import account_verdict, judged_again, proofs_of
from callsift.accounts.guide import load_guide
from callsift.accounts.history import History, in_order
from callsift.accounts.leaders import absent_leaders, leaders_in
from callsift.accounts.pretence import pretended_stage
from callsift.accounts.prices import dropped_price, price_mentions
from callsift.accounts.promises import open_promises, promises_in
from callsift.accounts.records import AccountReport, Finding, Promise, Rhythm
from callsift.accounts.rhythm import broken_rhythm, contact_rhythm, silence_after_proposal
from callsift.accounts.timeline import call_lines, changes_between
from callsift.domain.analysis import Analysis, CallWarning
from callsift.playbook.model import Playbook
from callsift.wording import ResultLanguage, say


def account_report(
    analyses: Iterable[Analysis], playbook: Playbook, today: date, lang: ResultLanguage
) -> AccountReport:
    """Return what the calls of one account say together. Their order does not matter.

    Args:
        analyses: saved analyses of one account; dates are taken from their `source`.
        playbook: the rules by which the account is judged.
        today: the day from which contacts and due dates are reckoned.
        lang: the language of the texts.

    Raises:
        InputError: there is no analysis, or the date of one is none.
    """
    guide = load_guide()
    history = in_order(analyses)
    proofs = proofs_of(history, guide)
    # The stage comes first: what leaders and prices mean depends on it, and no finding moves it.
    stage = judged_again(history, proofs, (), playbook, lang).stage.id
    case = Case(history, guide, playbook, lang, today, stage)
    leaders, prices, promises = leaders_in(case), price_mentions(case), promises_in(case)
    telling = (*absent_leaders(case, leaders), *dropped_price(case, prices), *pretended_stage(case))
    derived = [signal for each in telling if (signal := case.as_signal(each))]
    judged = judged_again(history, proofs, derived, playbook, lang)
    rhythm = contact_rhythm(case, judged.next_action)
    return AccountReport(
        account=next(iter(_names(history)), None),
        today=today.isoformat(),
        lang=lang,
        playbook_hash=playbook.hash,
        verdict=account_verdict(history, judged, proofs, guide, lang),
        findings=(*telling, *_due(case, rhythm, promises, judged)),
        timeline=call_lines(history),
        changes=changes_between(history, playbook, lang),
        rhythm=rhythm,
        leaders=leaders,
        prices=prices,
        promises=promises,
        notes=_notes(case),
    )


def _due(
    case: Case, rhythm: Rhythm, promises: tuple[Promise, ...], judged: Analysis
) -> tuple[Finding, ...]:
    """Return what is due from somebody: a call, a promise, an answer. None of it bears on the verdict."""
    return (
        *broken_rhythm(case, rhythm),
        *open_promises(case, promises),
        *silence_after_proposal(case, judged.next_action),
    )


def _names(history: History) -> tuple[str, ...]:
    return tuple(sorted({each.source.account for each in history.calls if each.source.account}))


def _notes(case: Case) -> tuple[CallWarning, ...]:
    """Return what the reader should know about the calls themselves."""
    history = case.history
    names = _names(history)
    texts = [each.source.sha256 for each in history.calls]
    today = case.today.isoformat()
    counts = {
        "undated": len(history.undated) if history.dated else 0,
        "none_dated": 0 if history.dated else len(history.undated),
        "same_text": len(texts) - len(set(texts)),
        "other_rules": sum(
            each.engine.playbook_hash != case.playbook.hash for each in history.calls
        ),
        "future": sum(day > case.today for day in history.days),
        "several_names": len(names) if len(names) > 1 else 0,
    }
    values = {"today": today, "names": ", ".join(names)}
    return tuple(
        CallWarning(
            id=name, text=say(case.guide.notes[name], case.lang).format(count=count, **values)
        )
        for name, count in counts.items()
        if count
    )
