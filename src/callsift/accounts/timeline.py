"""Turns a history into one line a call, and into what changed from each call to the next with the words that changed it."""

from collections.abc import Iterator
from itertools import pairwise

from callsift.accounts.history import History, day_of, quoted, signal_ids, signal_quotes
from callsift.accounts.records import Appeared, CallLine, Change, DecisionField
from callsift.domain.analysis import Analysis, Because
from callsift.playbook.model import Playbook
from callsift.wording import ResultLanguage, say

_FIELDS: tuple[DecisionField, ...] = ("stage", "standing", "category", "action")


def call_lines(history: History) -> tuple[CallLine, ...]:
    """Return one line a call, as each was judged by itself."""
    lines = []
    before = None
    for each in history.dated:
        day = day_of(each)
        lines.append(_line(each, None if before is None else (day - before).days))
        before = day
    return (*lines, *(_line(each, None) for each in history.undated))


def _line(analysis: Analysis, gap: int | None) -> CallLine:
    return CallLine(
        call=analysis.source.name,
        date=analysis.source.date,
        sha256=analysis.source.sha256,
        stage=analysis.stage.id,
        standing=analysis.standing.id,
        category=analysis.category.id,
        action=analysis.next_action.id,
        confidence=analysis.category.confidence,
        gap_days=gap,
    )


def changes_between(
    history: History, playbook: Playbook, lang: ResultLanguage
) -> tuple[Change, ...]:
    """Return every decision that differs from that of the dated call before."""
    return tuple(
        _change(before, after, field, playbook, lang)
        for before, after in pairwise(history.dated)
        for field in _FIELDS
        if _decided(before, field) != _decided(after, field)
    )


def _change(
    before: Analysis,
    after: Analysis,
    field: DecisionField,
    playbook: Playbook,
    lang: ResultLanguage,
) -> Change:
    # An action follows from the category: where that did not change, its reasons are the action's too.
    alone = before.category.id != after.category.id
    reasons = _reasons(after, field, alone=alone)
    resting = {name for each in reasons for name in each.signals}
    carried = {name for each in _reasons(before, field, alone=alone) for name in each.signals}
    return Change(
        field=field,
        before=_decided(before, field),
        after=_decided(after, field),
        since=before.source.name,
        since_date=str(before.source.date),
        call=after.source.name,
        date=str(after.source.date),
        because=tuple(_retold(each, playbook, lang) for each in reasons),
        appeared=(*_new_signals(before, after, resting), *_new_milestones(before, after, field)),
        gone=tuple(sorted(carried - signal_ids(after))),
    )


def _decided(analysis: Analysis, field: DecisionField) -> str:
    return analysis.next_action.id if field == "action" else str(getattr(analysis, field).id)


def _reasons(analysis: Analysis, field: DecisionField, *, alone: bool) -> tuple[Because, ...]:
    if field == "action":
        own = analysis.next_action.because
        return own if alone else (*own, *analysis.category.because)
    found: tuple[Because, ...] = getattr(analysis, field).because
    return found


def _retold(because: Because, playbook: Playbook, lang: ResultLanguage) -> Because:
    """Return a saved reason in the report's language, where the playbook still has its rule."""
    reasons = {rule.id: rule.reason for rule in playbook.rules}
    reasons |= {f"situation.{name}": each.reason for name, each in playbook.situations.items()}
    if because.rule not in reasons:
        return because
    return because.model_copy(update={"text": say(reasons[because.rule], lang)})


def _new_signals(before: Analysis, after: Analysis, resting: set[str]) -> Iterator[Appeared]:
    for name in sorted(resting & (signal_ids(after) - signal_ids(before))):
        yield Appeared(id=name, kind="signal", quotes=signal_quotes(after, [name]))


def _new_milestones(before: Analysis, after: Analysis, field: DecisionField) -> Iterator[Appeared]:
    """Yield the events that are new, where it is the stage that changed: it rests on them."""
    if field != "stage":
        return
    known = {(each.kind, each.status, each.party) for each in before.milestones}
    for each in after.milestones:
        if (each.kind, each.status, each.party) not in known:
            name = f"{each.kind} {each.status} {each.party}"
            yield Appeared(id=name, kind="milestone", quotes=quoted(after, each.evidence))
