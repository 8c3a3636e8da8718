"""Puts the model engine together: its client, what is kept between runs, prices and the cost limit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from callsift.cache import Store, cache_folder, open_store
from callsift.costs import Budget, Price, load_prices, price_of
from callsift.costs.prices import PRICES_FILE
from callsift.errors import UsageError
from callsift.model_client import Limiter, ModelClient
from callsift.model_client.transports import check_endpoint
from callsift.playbook.model import Playbook
from callsift.settings import Settings
from callsift.steps.extract.llm.engine import LLMEngine


class Opened(NamedTuple):
    """A client, the price of its model if it is known, and where replies are kept if anywhere."""

    client: ModelClient
    price: Price | None
    store: Store | None


@contextmanager
def open_client(
    settings: Settings,
    *,
    own_prices: Path,
    notice: Callable[[str], None] = lambda _: None,
    at_once: int | None = None,
) -> Iterator[Opened]:
    """Yield a client with the user's cache behind it; one serves any number of calls.

    Args:
        settings: model, endpoint, limits.
        own_prices: the folder where the user's own price list may lie.
        notice: told in a sentence what the user waits for.
        at_once: how many requests at most are under way at once.

    Raises:
        UsageError: `max_cost` is set and the model's price is unknown, or a setting cannot be used.
    """
    price = known_price(settings, own_prices)
    store = open_store(cache_folder()) if settings.cache else None
    try:
        client = ModelClient(
            settings,
            memory=store,
            limiter=None if at_once is None else Limiter(at_once),
            budget=Budget(price, settings.max_cost),
            notice=notice,
        )
        yield Opened(client, price, store)
    finally:
        if store is not None:
            store.close()


@contextmanager
def open_llm_engine(
    playbook: Playbook,
    settings: Settings,
    *,
    own_prices: Path,
    notice: Callable[[str], None] = lambda _: None,
) -> Iterator[LLMEngine]:
    """Yield a model engine for the length of a run; as `open_client`."""
    with open_client(settings, own_prices=own_prices, notice=notice) as opened:
        yield LLMEngine(playbook, settings, opened.client, replies=opened.store, price=opened.price)


def known_price(settings: Settings, own_prices: Path) -> Price | None:
    """Return the price of the model, or None where it is unknown.

    Raises:
        UsageError: it is unknown, and a cost limit needs it; or no request can be made with these settings.
    """
    check_endpoint(settings)
    prices = load_prices(own_prices / PRICES_FILE)
    price = price_of(prices, model=settings.model or "", base_url=settings.base_url)
    if price is None and settings.max_cost is not None:
        raise UsageError(
            f"the price of {settings.model} is not known, so --max-cost cannot be kept.",
            do=f"Write it into {own_prices / PRICES_FILE}: [[price]] with model, input, output, currency, checked.",
        )
    return price
