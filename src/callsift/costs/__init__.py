"""What asking a model costs: tokens before and after, prices as data, a limit that holds."""

from callsift.costs.budget import Budget
from callsift.costs.estimate import Estimate, estimate_request, estimate_sum, in_batches
from callsift.costs.prices import BatchFactor, Price, PriceList, load_prices, price_of, priced
from callsift.costs.tokens import Spread, TokenScale, estimate_tokens, fitted, spread_of

__all__ = [
    "BatchFactor",
    "Budget",
    "Estimate",
    "Price",
    "PriceList",
    "Spread",
    "TokenScale",
    "estimate_request",
    "estimate_sum",
    "estimate_tokens",
    "fitted",
    "in_batches",
    "load_prices",
    "price_of",
    "priced",
    "spread_of",
]
