"""A limit on what a run may cost. It is looked at before each request: what is in flight may still be paid."""

from callsift.costs.prices import Price
from callsift.domain.observation import Usage
from callsift.errors import CostLimitReached


class Budget:
    """What was used so far, over all calls that share it, and how much more may be spent.

    `limit` is in the currency of the price; None only counts.
    """

    def __init__(self, price: Price | None = None, limit: float | None = None) -> None:
        self.price = price
        self.limit = limit
        self.used = Usage()

    @property
    def spent(self) -> float | None:
        """Return the cost so far, or None where the price is unknown."""
        return None if self.price is None else self.price.cost(self.used)

    def check(self) -> None:
        """Refuse to ask for more once the limit is reached.

        Raises:
            CostLimitReached: nothing more may be spent.
        """
        if self.limit is None or self.price is None:
            return
        spent = self.price.cost(self.used)
        if spent >= self.limit:
            raise CostLimitReached(
                f"the limit of {self.limit:g} {self.price.currency} is reached "
                f"({spent:.4f} spent); nothing more was asked.",
                do="Raise --max-cost to go on.",
            )

    def add(self, usage: Usage) -> None:
        """Count the usage of one answer."""
        self.used = Usage(
            calls=self.used.calls + usage.calls,
            prompt_tokens=self.used.prompt_tokens + usage.prompt_tokens,
            completion_tokens=self.used.completion_tokens + usage.completion_tokens,
            cached_tokens=self.used.cached_tokens + usage.cached_tokens,
        )
