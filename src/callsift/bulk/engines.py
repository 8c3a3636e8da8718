"""The engine of a bulk run: the offline one in several processes, or a model with its replies kept in the ledger."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from callsift.bulk.analysing import analysed
from callsift.bulk.ledger import Ledger
from callsift.bulk.runner import Analyse
from callsift.bulk.workers import OfflineWorkers
from callsift.cache import Layered
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.options import CallOptions
from callsift.playbook import Playbook
from callsift.settings import Settings, config_path
from callsift.steps.extract.offline import OfflineEngine

# A process takes a second or two to start: for a few calls it is not worth it.
FEW = 8
_AT_ONCE_WITH_A_MODEL = 64


def places(settings: Settings, wanted: int | None, pending: int) -> int:
    """Return how many inputs are worked on at once: what the user wants, else what the machine or endpoint takes.

    Args:
        settings: the engine decides what is sensible.
        wanted: the user's number; None leaves it to callsift.
        pending: how many inputs there are at least.
    """
    if wanted is not None:
        return max(wanted, 1)
    if settings.chosen_engine == "llm":
        return _AT_ONCE_WITH_A_MODEL
    return 1 if pending <= FEW else _processors()


def _processors() -> int:
    """Return how many processors this process may use; not every system says so."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1


@asynccontextmanager
async def bulk_engine(
    settings: Settings,
    playbook: Playbook,
    options: CallOptions,
    ledger: Ledger,
    *,
    at_once: int,
    notice: Callable[[str], None],
) -> AsyncIterator[Analyse]:
    """Yield what analyses one call of the run.

    Raises:
        UsageError: the settings cannot be used.
    """
    if settings.chosen_engine == "llm":
        async with _model(settings, playbook, options, ledger, at_once, notice) as analyse:
            yield analyse
    elif at_once == 1:
        engine = OfflineEngine(playbook)

        async def here(call: Call, _: str) -> Analysis:
            return await analysed(call, engine, playbook=playbook, options=options)

        yield here
    else:
        with OfflineWorkers(at_once, options=options, playbook=settings.playbook) as workers:
            yield workers.analyse


@asynccontextmanager
async def _model(
    settings: Settings,
    playbook: Playbook,
    options: CallOptions,
    ledger: Ledger,
    at_once: int,
    notice: Callable[[str], None],
) -> AsyncIterator[Analyse]:
    # Imported late: heavy, and not needed offline.
    from callsift.steps.extract.llm import LLMEngine, open_client  # noqa: PLC0415

    folder = config_path().parent
    with open_client(settings, own_prices=folder, notice=notice, at_once=at_once) as opened:
        shared = LLMEngine(playbook, settings, opened.client, price=opened.price)

        async def ask(call: Call, key: str) -> Analysis:
            own = ledger.replies_for(key)
            engine = shared.with_replies(Layered(own, opened.store) if opened.store else own)
            return await analysed(call, engine, playbook=playbook, options=options)

        async with opened.client.keep_open():
            yield ask
