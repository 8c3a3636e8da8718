"""Prices as data, the user's own before the shipped ones. What has no price costs an unknown sum, never nothing."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import tomli
from pydantic import BaseModel, Field, ValidationError

from callsift.domain.observation import Usage
from callsift.domain.record import Record
from callsift.errors import UsageError
from callsift.resources import package_text

_MILLION = 1_000_000
PRICES_FILE = "prices.toml"


class Price(Record):
    """What a million tokens cost at one endpoint. `checked` is the day when the price was looked up (ISO).

    `host` is a part of the endpoint's host name, or some of them; one that begins with `//` is its beginning. `source` says
    who says so.

    `cached` is for prompt tokens that the endpoint served from its cache; they cost as `input` unless given.
    `batch_factor` is what an answer in a batch job costs, of what it costs asked directly; None where that is unknown.
    """

    model: str
    host: str | tuple[str, ...] | None = None
    input: float = Field(ge=0)
    cached: float | None = Field(default=None, ge=0)
    output: float = Field(ge=0)
    currency: str
    checked: str
    source: str | None = None
    batch_factor: float | None = Field(default=None, ge=0, le=1)

    def cost(self, usage: Usage) -> float:
        """Return what a usage costs, in the price's currency."""
        cached = min(usage.cached_tokens, usage.prompt_tokens)
        cached_price = self.input if self.cached is None else self.cached
        parts = (
            (usage.prompt_tokens - cached) * self.input,
            cached * cached_price,
            usage.completion_tokens * self.output,
        )
        return sum(parts) / _MILLION

    def batch_cost(self, usage: Usage) -> float:
        """Return what a usage in batch jobs costs: the full price where the factor is unknown."""
        return self.cost(usage) * (1.0 if self.batch_factor is None else self.batch_factor)


class BatchFactor(Record):
    """What batch jobs cost at a provider, of the price of each model. `source` says who says so."""

    host: str
    batch_factor: float = Field(ge=0, le=1)
    source: str | None = None
    checked: str


class PriceList(NamedTuple):
    """Prices, and what batch jobs cost where a price does not say it itself. What stands first counts."""

    prices: tuple[Price, ...]
    batches: tuple[BatchFactor, ...] = ()


class _Tables(BaseModel):
    """A price list as it is written."""

    price: tuple[Price, ...] = ()
    batch: tuple[BatchFactor, ...] = ()


def load_prices(own: Path | None = None) -> PriceList:
    """Return the prices, those of the user's own file first.

    Raises:
        UsageError: the user's file cannot be read.
    """
    shipped = _parsed(package_text(f"costs/{PRICES_FILE}"), PRICES_FILE)
    if own is None or not own.is_file():
        return shipped
    try:
        text = own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise _unreadable(str(own), "it is no readable text") from None
    mine = _parsed(text, str(own))
    return PriceList((*mine.prices, *shipped.prices), (*mine.batches, *shipped.batches))


def price_of(listed: PriceList, *, model: str, base_url: str) -> Price | None:
    """Return the first price for this model at this endpoint, or None where it is unknown."""
    host = f"//{(urlsplit(base_url).hostname or '').lower()}"
    for price in listed.prices:
        if price.model == model and _is_at(price, host):
            return _with_factor(price, listed, host)
    return None


def _is_at(price: Price, host: str) -> bool:
    """Tell whether a price is for this host, which is given with `//` before it."""
    parts = (price.host,) if isinstance(price.host, str) else price.host
    return parts is None or any(each.lower() in host for each in parts)


def _with_factor(price: Price, listed: PriceList, host: str) -> Price:
    """Return a price with the provider's factor for batch jobs, unless it has one of its own."""
    if price.batch_factor is not None:
        return price
    factors = (each.batch_factor for each in listed.batches if each.host.lower() in host)
    return price.model_copy(update={"batch_factor": next(factors, None)})


def priced(usage: Usage, price: Price | None) -> Usage:
    """Return the usage with its cost; unknown without a price, unless nothing was asked at all."""
    if price is None:
        return usage
    return usage.model_copy(update={"cost": price.cost(usage), "currency": price.currency})


def _parsed(text: str, where: str) -> PriceList:
    try:
        tables = _Tables.model_validate(tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        raise _unreadable(where, str(error)) from None
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise _unreadable(where, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return PriceList(tables.price, tables.batch)


def _unreadable(where: str, why: str) -> UsageError:
    return UsageError(
        f"the price list cannot be used: {why}.",
        where=where,
        do="Each [[price]] has model, input, output (a million tokens), currency and checked; "
        "each [[batch]] has host, batch_factor and checked.",
    )
