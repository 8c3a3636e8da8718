"""What a run would use, before anything is sent: a range, honest about what is not known."""

from collections.abc import Iterable

from callsift.costs.prices import Price
from callsift.costs.tokens import Spread, TokenScale
from callsift.domain.observation import Usage
from callsift.domain.record import Record

# Reports of this many calls make the prompt's estimate a measurement (within a tenth).
ENOUGH_CALLS = 10
_MEASURED = (0.9, 1.1)
_GUESSED = (0.5, 1.15)
# An answer lists what was seen: a few items at least, seldom more than this. Reasoning models think on top of it.
_ANSWER = (150, 2_500)
_AT_MOST_ASKED = 2


class Estimate(Record):
    """A range of tokens and money. Costs are None where the price is unknown.

    `measured` tells whether the prompt's tokens rest on this endpoint's own counts.
    """

    calls: int
    prompt_tokens: int
    prompt_low: int
    prompt_high: int
    completion_low: int
    completion_high: int
    cost_low: float | None
    cost_high: float | None
    currency: str | None
    measured: bool


def estimate_request(
    spread: Spread, scale: TokenScale, *, price: Price | None, reports: int
) -> Estimate:
    """Return what one request uses; the upper end has room for one more asking."""
    tokens = scale.tokens(spread)
    measured = reports >= ENOUGH_CALLS
    low, high = _MEASURED if measured else _GUESSED
    least = Usage(calls=1, prompt_tokens=int(tokens * low), completion_tokens=_ANSWER[0])
    most = Usage(
        calls=_AT_MOST_ASKED,
        prompt_tokens=int(tokens * high) * _AT_MOST_ASKED,
        completion_tokens=_ANSWER[1] * _AT_MOST_ASKED,
    )
    return Estimate(
        calls=1,
        prompt_tokens=tokens,
        prompt_low=least.prompt_tokens,
        prompt_high=most.prompt_tokens,
        completion_low=least.completion_tokens,
        completion_high=most.completion_tokens,
        cost_low=None if price is None else price.cost(least),
        cost_high=None if price is None else price.cost(most),
        currency=None if price is None else price.currency,
        measured=measured,
    )


def in_batches(estimate: Estimate, factor: float) -> Estimate:
    """Return what an estimate comes to where batch jobs, which cost this part of the price, ask the first time.

    The upper end still has room for one more asking, directly and at the full price.
    """
    low, high = estimate.cost_low, estimate.cost_high
    return estimate.model_copy(
        update={
            "cost_low": None if low is None else low * factor,
            "cost_high": None if high is None else high * (factor + 1) / _AT_MOST_ASKED,
        }
    )


def estimate_sum(parts: Iterable[Estimate]) -> Estimate:
    """Return the sum of some estimates; unknown where one of them is."""
    every = list(parts)
    lows = [each.cost_low for each in every if each.cost_low is not None]
    highs = [each.cost_high for each in every if each.cost_high is not None]
    known = len(lows) == len(every)
    return Estimate(
        calls=sum(each.calls for each in every),
        prompt_tokens=sum(each.prompt_tokens for each in every),
        prompt_low=sum(each.prompt_low for each in every),
        prompt_high=sum(each.prompt_high for each in every),
        completion_low=sum(each.completion_low for each in every),
        completion_high=sum(each.completion_high for each in every),
        cost_low=sum(lows) if known else None,
        cost_high=sum(highs) if known else None,
        currency=next((each.currency for each in every if each.currency), None),
        measured=bool(every) and all(each.measured for each in every),
    )
