"""Adds to the latest call what earlier calls proved, and judges it again by the same rules. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from callsift.accounts.guide import Guide
from callsift.accounts.history import History, quoted, signal_ids
from callsift.accounts.records import AccountVerdict, Carried, Quoted
from callsift.decision import decide, observed_in
from callsift.domain.analysis import Analysis, Observed, Override, Signal
from callsift.domain.observation import Fact, Milestone
from callsift.playbook.model import Playbook
from callsift.wording import ResultLanguage, say

_HAPPENED = ("done", "under_way")
_WORKED = ("demo", "trial")


@dataclass(frozen=True)
class Proof:
    """Something that an earlier call proved, as it enters the verdict, and where it was said."""

    subject: Milestone | Signal | Fact
    name: str
    quotes: tuple[Quoted, ...]

    def carried(self) -> Carried:
        """Return the proof as the report tells of it."""
        kind = "milestone" if isinstance(self.subject, Milestone) else "signal"
        kind = "fact" if isinstance(self.subject, Fact) else kind
        return Carried.model_validate({"kind": kind, "id": self.name, "quotes": self.quotes})


def proofs_of(history: History, guide: Guide) -> tuple[Proof, ...]:
    """Return what the calls before the latest proved and the latest does not say itself."""
    return (*_milestones(history, guide), *_facts(history, guide), *_signals(history, guide))


def _milestones(history: History, guide: Guide) -> Iterator[Proof]:
    """Yield events that happened: what was under way has at least begun, and the stage that it opened is reached."""
    known = {(each.kind, each.status, each.party) for each in history.latest.milestones}
    for call in reversed(history.earlier):
        for each in call.milestones:
            key = (each.kind, each.status, each.party)
            over = {key, (each.kind, "done", each.party)}
            if guide.reached.proves(each) and not over & known:
                known.add(key)
                yield Proof(each, " ".join(key), quoted(call, each.evidence))


def _facts(history: History, guide: Guide) -> Iterator[Proof]:
    for name in guide.lasting.facts:
        if any(fact.value is True for fact in history.latest.facts.get(name, ())):
            continue
        found = next((each for call in history.earlier for each in _told(call, name)), None)
        if found is not None:
            yield found


def _told(call: Analysis, name: str) -> Iterator[Proof]:
    """Yield a call's proof of a fact: its own word for it, or for `worked_before` a demonstration or trial with us."""
    for fact in call.facts.get(name, ()):
        if fact.value is True:
            yield Proof(fact, name, quoted(call, fact.evidence))
    if name == "worked_before":
        for each in call.milestones:
            if each.kind in _WORKED and each.status in _HAPPENED and each.party == "us":
                fact = Fact(value=True, evidence=each.evidence)
                yield Proof(fact, name, quoted(call, each.evidence))


def _signals(history: History, guide: Guide) -> Iterator[Proof]:
    known = set(signal_ids(history.latest))
    ended: set[str] = set()
    for call in (history.latest, *reversed(history.earlier)):
        seen = signal_ids(call)
        for signal in call.signals:
            ends = guide.lasting.signals.get(signal.id)
            if ends is None or signal.id not in seen or signal.id in known | ended:
                continue
            known.add(signal.id)
            yield Proof(signal, signal.id, quoted(call, signal.evidence))
        ended |= {name for name, ends in guide.lasting.signals.items() if seen & set(ends)}


def judged_again(
    history: History,
    proofs: Iterable[Proof],
    derived: Iterable[Signal],
    playbook: Playbook,
    lang: ResultLanguage,
) -> Analysis:
    """Return the verdict on the latest call with the proofs and the signals derived from several calls added.

    Its evidence may stand in other calls than its source: it is for deciding, not for printing.
    """
    observed = observed_in(history.latest)
    given = tuple(proofs)
    known = {each.id for each in observed.signals}
    signals = [each.subject for each in given if isinstance(each.subject, Signal)]
    signals.extend(each for each in derived if each.id not in known)
    milestones = [each.subject for each in given if isinstance(each.subject, Milestone)]
    facts = dict(observed.facts)
    facts.update({each.name: (each.subject,) for each in given if isinstance(each.subject, Fact)})
    return decide(
        observed.model_copy(
            update={
                "signals": (*observed.signals, *sorted(signals, key=lambda each: each.id)),
                "milestones": (*observed.milestones, *milestones),
                "facts": facts,
                **_spoken(observed, lang),
            }
        ),
        playbook,
    )


def _spoken(observed: Observed, lang: ResultLanguage) -> dict[str, object]:
    """Return what makes the verdict's texts come in `lang`."""
    kept = tuple(each for each in observed.overrides if each.field != "lang")
    wanted = Override(field="lang", value="en" if lang == "en" else "zh")
    source = observed.source.model_copy(update={"language": lang})
    return {"overrides": (*kept, wanted), "source": source}


def account_verdict(
    history: History, judged: Analysis, proofs: Iterable[Proof], guide: Guide, lang: ResultLanguage
) -> AccountVerdict:
    """Return the verdict as the report tells it, with what was added named."""
    source = history.latest.source
    text = say(guide.notes["judged_again"], lang)
    day = source.date or say(guide.notes["undated_day"], lang)
    return AccountVerdict(
        text=text.format(call=source.name, date=day),
        call=source.name,
        date=source.date,
        stage=judged.stage,
        standing=judged.standing,
        category=judged.category,
        next_action=judged.next_action,
        missing=judged.missing,
        carried=tuple(each.carried() for each in proofs),
    )
