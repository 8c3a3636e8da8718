"""What a table for programs says of a row: machine ids, days as days. Knows nothing of files or columns' types."""

from datetime import date

from callsift.bulk.rows import Row
from callsift.bulk.writers.cells import encodable
from callsift.bulk.writers.days import day_in
from callsift.domain.analysis import Analysis


def plain_row(row: Row) -> dict[str, str | date | None]:
    """Return what is known of an input whatever came of it."""
    return {
        "name": encodable(row.name),
        "account": encodable(row.account),
        "date": day_in(row.date),
        "status": row.status,
        "error": encodable(row.error),
    }


def plain_verdict(analysis: Analysis) -> dict[str, str | float | date | None]:
    """Return what was decided. `situation`: the one that the action is put in other words for."""
    action = analysis.next_action
    return {
        "category": analysis.category.id,
        "confidence": analysis.category.confidence,
        "stage": analysis.stage.id,
        "standing": analysis.standing.id,
        "next_action": action.id,
        "situation": action.situation,
        "due": day_in(action.due),
    }
