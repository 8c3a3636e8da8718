"""Puts the calls of one account in order: dated ones by day, undated ones last. The order they came in never matters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from callsift.accounts.records import Quoted
from callsift.domain.analysis import Analysis, Coaching, taken_out
from callsift.domain.observation import Evidence
from callsift.errors import InputError


@dataclass(frozen=True)
class History:
    """The calls of one account. What came before what is known of the dated ones alone."""

    dated: tuple[Analysis, ...]
    undated: tuple[Analysis, ...]

    @property
    def calls(self) -> tuple[Analysis, ...]:
        """Return every call, the undated last."""
        return (*self.dated, *self.undated)

    @property
    def latest(self) -> Analysis:
        """Return the last dated call, or where no call has a date the one listed last."""
        return self.dated[-1] if self.dated else self.undated[-1]

    @property
    def earlier(self) -> tuple[Analysis, ...]:
        """Return the dated calls before the latest."""
        return self.dated[:-1]

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Return the days of contact, each once, in order."""
        return tuple(sorted({day_of(each) for each in self.dated}))


def in_order(analyses: Iterable[Analysis]) -> History:
    """Return the history that these analyses make; the same call twice counts once.

    Raises:
        InputError: there is none.
    """
    keyed: dict[tuple[str, str, str], tuple[str, Analysis]] = {}
    for each in map(_dated, analyses):
        source = each.source
        key = (source.date or "", source.sha256, source.name)
        text = each.model_dump_json(by_alias=True)
        # Two analyses of one call under one name: any fixed choice will do, so long as order has no part in it.
        if key not in keyed or text > keyed[key][0]:
            keyed[key] = (text, each)
    once: dict[tuple[str, str], Analysis] = {}
    for key in sorted(keyed):
        once.setdefault(key[:2], keyed[key][1])
    if not once:
        raise InputError("there is no call of this account.", do="Save one with `analyze --save`.")
    ordered = sorted(once.values(), key=_place)
    return History(
        dated=tuple(each for each in ordered if each.source.date),
        undated=tuple(each for each in ordered if not each.source.date),
    )


def _place(analysis: Analysis) -> tuple[str, str, str]:
    source = analysis.source
    return (source.date or "", source.name, source.sha256)


def day_of(analysis: Analysis) -> date:
    """Return the day of a dated call of a history."""
    return date.fromisoformat(str(analysis.source.date))


def _dated(analysis: Analysis) -> Analysis:
    """Return the call with its date in the one form that sorts by day.

    Raises:
        InputError: the date in the file is none.
    """
    source = analysis.source
    if not source.date:
        return analysis
    try:
        day = date.fromisoformat(source.date).isoformat()
    except ValueError:
        raise InputError(
            "the date of the call is no day.",
            where=source.name,
            do="Write source.date as YYYY-MM-DD, or null.",
        ) from None
    return analysis.model_copy(update={"source": source.model_copy(update={"date": day})})


def quoted(analysis: Analysis, pieces: Iterable[Evidence]) -> tuple[Quoted, ...]:
    """Return quotes together with the call that they stand in."""
    source = analysis.source
    return tuple(
        Quoted(call=source.name, date=source.date, sha256=source.sha256, evidence=each)
        for each in pieces
    )


def signal_quotes(analysis: Analysis, names: Iterable[str]) -> tuple[Quoted, ...]:
    """Return the quotes of the buyer signals of these names that the user has not excluded."""
    wanted = set(names) & signal_ids(analysis)
    return tuple(
        piece
        for each in analysis.signals
        if each.id in wanted
        for piece in quoted(analysis, each.evidence)
    )


def signal_ids(analysis: Analysis) -> frozenset[str]:
    """Return the buyer signals of a call, without those that the user excluded."""
    return frozenset(each.id for each in analysis.signals) - taken_out(analysis.overrides)


def conduct_in(analysis: Analysis) -> tuple[Coaching, ...]:
    """Return the seller's conduct in a call, without what the user excluded."""
    excluded = taken_out(analysis.overrides)
    return tuple(each for each in analysis.coaching if each.id not in excluded)


def every_evidence(analysis: Analysis) -> Iterator[Evidence]:
    """Yield all evidence that was kept of a call."""
    for signal in analysis.signals:
        yield from signal.evidence
    for conduct in analysis.coaching:
        yield from conduct.evidence
    for milestone in analysis.milestones:
        yield from milestone.evidence
    for facts in analysis.facts.values():
        for fact in facts:
            yield from fact.evidence
