"""Counts in which calls the buyer spoke of the price, and whether it was asked once and never again."""

from collections.abc import Iterator

from callsift.accounts.case import Case
from callsift.accounts.history import every_evidence, quoted, signal_quotes
from callsift.accounts.records import Finding, PriceMention, Quoted
from callsift.domain.analysis import Analysis

_BUYERS_SIDE = ("buyer", "reporter", "unknown")
_IN_EARNEST = ("done", "under_way")


def price_mentions(case: Case) -> tuple[PriceMention, ...]:
    """Return the dated calls in which a kept quote of the buyer's side speaks of the price."""
    found = ((each, _spoken_of(each, case)) for each in case.history.dated)
    return tuple(
        PriceMention(call=each.source.name, date=str(each.source.date), quotes=quotes)
        for each, quotes in found
        if quotes
    )


def _spoken_of(call: Analysis, case: Case) -> tuple[Quoted, ...]:
    spoken = (
        each
        for each in every_evidence(call)
        if each.role in _BUYERS_SIDE and case.price_words.search(each.quote)
    )
    negotiated = (
        piece
        for each in call.milestones
        if each.kind == "negotiation" and each.status in _IN_EARNEST
        for piece in each.evidence
    )
    told = signal_quotes(call, case.guide.watch.price)
    every = (*told, *quoted(call, spoken), *quoted(call, negotiated))
    once = {(each.evidence.start, each.evidence.end): each for each in every}
    return tuple(once[place] for place in sorted(once))


def dropped_price(case: Case, mentions: tuple[PriceMention, ...]) -> Iterator[Finding]:
    """Yield the finding that the price came up once and late calls passed without it.

    One price check at first screening is normal: only at a late stage does it tell anything. A price that is being
    negotiated, or talked over with scope and risk, was not dropped.
    """
    if case.stage != "late" or len(mentions) != 1 or _in_earnest(case):
        return
    dates = [str(each.source.date) for each in case.history.dated]
    later = sum(date > mentions[0].date for date in dates)
    if later >= case.guide.measures.price_calls_after.value:
        yield case.finding(
            "price_asked_once", mentions[0].quotes, date=mentions[0].date, count=later
        )


def _in_earnest(case: Case) -> bool:
    earnest = case.guide.watch.price_in_earnest
    return any(
        signal_quotes(call, earnest)
        or any(
            each.kind in ("negotiation", "contract")
            and each.party == "us"
            and each.status in _IN_EARNEST
            for each in call.milestones
        )
        for call in case.history.calls
    )
