"""Reads what came of a run out of its ledger: the rows of its output, and the run in numbers."""

from collections.abc import Iterable, Iterator

from callsift.bulk.jobs import Jobs, priced_usage
from callsift.bulk.ledger import Entry, Ledger
from callsift.bulk.rows import Row
from callsift.bulk.summary import Batches, Summary, summarize
from callsift.costs import Price
from callsift.domain.analysis import Analysis


def summary_of(
    ledger: Ledger, out: Iterable[str], *, today: str, price: Price | None = None
) -> Summary:
    """Return the run in numbers; what it cost is unknown without a price."""
    usage = priced_usage(ledger, price)
    summary = summarize(rows_of(ledger), today=today, usage=usage)
    return summary.model_copy(
        update={
            "outcome_unknown": tuple(ledger.unknown_calls()),
            "kept_from_before": ledger.left_from_before(),
            "complete": ledger.is_finished,
            "batches": _batches(ledger, price),
            "out": tuple(out),
        }
    )


def _batches(ledger: Ledger, price: Price | None) -> Batches | None:
    jobs = Jobs(ledger).count()
    if not any(jobs):
        return None
    ways = ledger.ways()
    return Batches(
        jobs=jobs.ended,
        open_jobs=jobs.unended,
        inputs=ways.in_jobs,
        directly=ways.directly,
        factor=price.batch_factor if price else None,
        files_left=jobs.files_left,
    )


def rows_of(ledger: Ledger) -> Iterator[Row]:
    """Yield the rows of the output in the order of the input."""
    return map(_row, ledger.entries())


def _row(entry: Entry) -> Row:
    analysis = None
    if entry.analysis is not None and entry.status == "done":
        analysis = Analysis.model_validate_json(entry.analysis)
    return Row(
        name=entry.name,
        key=entry.key,
        account=entry.account or (analysis.source.account if analysis else None),
        date=entry.date or (analysis.source.date if analysis else None),
        status=entry.status,
        error=entry.error,
        analysis=analysis,
    )
