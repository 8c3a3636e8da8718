"""Finds what was promised in one call and whether a later one takes it up. Sees only the quotes that were kept."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from callsift.accounts.case import Case
from callsift.accounts.guide import Topic
from callsift.accounts.history import conduct_in, day_of, every_evidence, quoted, signal_ids
from callsift.accounts.records import Finding, Promise, PromiseParty, PromiseStatus
from callsift.domain.analysis import Analysis, Coaching, Signal
from callsift.domain.observation import Evidence
from callsift.steps.recommend.due import named_day

_FINDINGS: dict[PromiseParty, str] = {
    "us": "our_promise_open",
    "them": "their_promise_open",
    "unsaid": "agreed_step_open",
}
_PAIR = 2
# Words of a promise about no known thing: so large a share of its letter pairs must come back.
_SHARED = 0.4


class _Undertaking(NamedTuple):
    call: Analysis
    what: str
    evidence: tuple[Evidence, ...]
    ours: bool = False


def promises_in(case: Case) -> tuple[Promise, ...]:
    """Return every promise of the dated calls, in their order."""
    return tuple(
        _followed(each, case) for call in case.history.dated for each in _undertakings(call, case)
    )


def open_promises(case: Case, promises: tuple[Promise, ...]) -> Iterator[Finding]:
    """Yield one finding for each side that left something open."""
    for party, name in _FINDINGS.items():
        left = [each for each in promises if each.by == party and each.status == "open"]
        if left:
            quotes = tuple(piece for each in left for piece in each.quotes)
            yield case.finding(name, quotes, count=len(left))


def _undertakings(call: Analysis, case: Case) -> Iterator[_Undertaking]:
    """Yield what a call promises: agreed next steps, documents, and meetings whose words name a day."""
    taken: list[Evidence] = []
    for fact in call.facts.get("next_step", ()):
        # One step that was said in fewer words and in more.
        if any(_overlaps(piece, taken) for piece in fact.evidence):
            continue
        taken.extend(fact.evidence)
        yield _Undertaking(call, str(fact.value), fact.evidence)
    watch = case.guide.watch
    for each in (*conduct_in(call), *_standing(call)):
        for piece in each.evidence:
            ours = each.id in watch.documents_promised
            dated = each.id in watch.dated_steps and named_day(piece.quote, day_of(call))
            if (ours or dated) and not _overlaps(piece, taken):
                taken.append(piece)
                yield _Undertaking(call, piece.quote, (piece,), ours)


def _standing(call: Analysis) -> Iterator[Signal | Coaching]:
    seen = signal_ids(call)
    yield from (each for each in call.signals if each.id in seen)


def _overlaps(piece: Evidence, taken: list[Evidence]) -> bool:
    return any(piece.start < each.end and each.start < piece.end for each in taken)


def _followed(made: _Undertaking, case: Case) -> Promise:
    due = named_day(made.what, day_of(made.call))
    for piece in made.evidence:
        due = due or named_day(piece.quote, day_of(made.call))
    later = [each for each in case.history.dated if day_of(each) > day_of(made.call)]
    answer = next((each for each in later if _takes_up(each, made, due, case)), None)
    late = max((case.today - due).days, 0) if due and answer is None else 0
    status: PromiseStatus = "pending"
    if answer is not None:
        status = "taken_up"
    elif late or (due is None and later):
        status = "open"
    return Promise(
        by=_party(made, case),
        what=" ".join(made.what.split()),
        status=status,
        due=due.isoformat() if due else None,
        overdue_days=late,
        taken_up=answer.source.date if answer is not None else None,
        quotes=quoted(made.call, made.evidence),
    )


def _party(made: _Undertaking, case: Case) -> PromiseParty:
    """Return whose doing it is: the speaker's own, or what the speaker asks of the other side.

    Who spoke alone does not tell: "send me the quotation on Friday" is a buyer's sentence and the seller's task.
    """
    if made.ours:
        return "us"
    roles = {each.role for each in made.evidence}
    said = " ".join(each.quote for each in made.evidence)
    own = bool(re.search(case.guide.doers.speaker, said))
    other = bool(re.search(case.guide.doers.other, said))
    if own == other or roles not in ({"seller"}, {"buyer"}):
        return "unsaid"
    return "us" if (roles == {"seller"}) == own else "them"


def _takes_up(later: Analysis, made: _Undertaking, due: date | None, case: Case) -> bool:
    """Tell whether a later call speaks of the same thing, tells of an event of its kind, or is the meeting itself."""
    text = " ".join((made.what, *(each.quote for each in made.evidence)))
    topics = [each for each in case.guide.topics.values() if re.search(each.words, text)]
    said = [each.quote for each in every_evidence(later)]
    said.extend(str(fact.value) for facts in later.facts.values() for fact in facts)
    if day_of(later) == due and case.guide.topics["meeting"] in topics:
        return True
    if topics:
        return any(_about(topic, later, said) for topic in topics)
    wanted = _pairs(made.what)
    shared = wanted & {pair for each in said for pair in _pairs(each)}
    return bool(wanted) and len(shared) >= _SHARED * len(wanted)


def _about(topic: Topic, later: Analysis, said: list[str]) -> bool:
    happened = any(each.kind in topic.milestones for each in later.milestones)
    return happened or any(re.search(topic.words, each) for each in said)


def _pairs(text: str) -> set[str]:
    letters = "".join(each for each in text.lower() if each.isalnum())
    return {letters[at : at + _PAIR] for at in range(len(letters) - 1)}
