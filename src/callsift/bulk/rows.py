"""A line of the results: one input, how it ended, and its analysis where there is one. Knows nothing of files."""

from typing import Literal, TypeAlias

from callsift.domain.analysis import Analysis
from callsift.domain.record import Record

RowStatus: TypeAlias = Literal["done", "failed", "pending", "outcome_unknown", "skipped"]


class Row(Record):
    """One input of a run.

    Attributes:
        name: what people know the input by.
        key: what it is recognised by.
        account: the customer's account, where it is known.
        date: the day of the call (ISO), where it is known.
        status: `pending` was not reached yet; of `outcome_unknown` nobody knows whether its question was answered.
        error: a sentence for people, where it failed.
        analysis: there where it is `done`.
    """

    name: str
    key: str
    account: str | None = None
    date: str | None = None
    status: RowStatus
    error: str | None = None
    analysis: Analysis | None = None
