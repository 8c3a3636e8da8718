"""What batch jobs may cost, against a limit: a job that is sent is paid for, and cannot be stopped half-way."""

from collections.abc import Iterable

from callsift.bulk.jobs import Asked
from callsift.cache import Learned
from callsift.costs import Price, estimate_request
from callsift.errors import CostLimitReached


def full_price(price: Price) -> str:
    """Return what is said of a price that does not know what batch jobs cost."""
    return (
        f"what a batch job costs of the price of {price.model} is not known: it is counted in full. "
        "Write `batch_factor` into the price list."
    )


class Fund:
    """Sums up what was sent may cost at most. Without a price or a limit everything may be sent."""

    def __init__(self, price: Price | None, limit: float | None, known: Learned) -> None:
        self._price = price
        self._limit = limit
        self._known = known
        self._owed = 0.0

    def owe(self, asked: Iterable[Asked]) -> None:
        """Take note of what was sent before."""
        if self._price is not None and self._limit is not None:
            self._owed += sum(self._cost_of(each, self._price) for each in asked)

    def take(self, asked: Iterable[Asked]) -> None:
        """Allow for a further file.

        Raises:
            CostLimitReached: it may cost more than is left.
        """
        self.owe(asked)
        if self._price is not None and self._limit is not None and self._owed > self._limit:
            raise CostLimitReached(
                f"the batch may cost up to {self._owed:.4f} {self._price.currency}, and the limit is "
                f"{self._limit:g}; this file was not sent.",
                do="Raise --max-cost, or take fewer inputs at a time with --limit.",
            )

    def _cost_of(self, asked: Asked, price: Price) -> float:
        estimate = estimate_request(
            asked.spread, self._known.scale, price=price, reports=self._known.reports
        )
        # The upper end has room for a second asking, of which there is none in a job.
        factor = 1.0 if price.batch_factor is None else price.batch_factor
        return (estimate.cost_high or 0.0) / 2 * factor
