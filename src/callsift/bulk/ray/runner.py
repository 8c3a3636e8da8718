"""A bulk run's engine over a Ray cluster: the process that started the run keeps the ledger, workers do the rest.

`callsift.bulk.runner` drives it as any other engine. Whatever a worker asks is committed before it is sent, and whatever
it was told before it goes on; so a worker may die at any time.
"""

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stdout

import anyio

from callsift.bulk.ledger import Ledger
from callsift.bulk.ray.actors import Actors
from callsift.bulk.ray.cluster import Cluster
from callsift.bulk.ray.crew import Crew
from callsift.bulk.ray.letters import error_of
from callsift.bulk.ray.post import Post
from callsift.bulk.ray.worker import Setup
from callsift.bulk.runner import Analyse
from callsift.cache import Learned, Store, endpoint_name
from callsift.costs import Budget, Price
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.errors import CallsiftError, UsageError
from callsift.options import CallOptions
from callsift.playbook import Playbook
from callsift.settings import Settings, config_path


@asynccontextmanager
async def cluster_engine(  # noqa: PLR0913 - as `bulk_engine`, and the cluster
    cluster: Cluster,
    settings: Settings,
    playbook: Playbook,
    options: CallOptions,
    ledger: Ledger,
    *,
    at_once: int,
    notice: Callable[[str], None],
) -> AsyncIterator[Analyse]:
    """Yield what analyses one call of the run on some worker.

    Raises:
        UsageError: the settings cannot be used, or no worker can work.
    """
    with _kept(settings) as (store, price):
        learned = _Learnt(settings, store)
        post = Post(
            ledger, store=store, budget=Budget(price, settings.max_cost), learnt=learned.take_in
        )
        own = playbook if settings.playbook else None
        making = Actors(
            lambda: Setup(settings, options, own, price, learned.now), playbook, at_once
        )
        size = cluster.workers(settings, at_once)
        notice(f"{size} workers of a Ray cluster, {at_once} inputs at once.")
        # Ray prints what befell its processes where results go.
        with _by_name(), redirect_stdout(sys.stderr):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_serve, post, making)
                crew = Crew(making, tasks, post.lost, making.forget)
                try:
                    await crew.begin(size)
                    yield _analyse(crew, post)
                finally:
                    making.end_all()
                    tasks.cancel_scope.cancel()


async def _serve(post: Post, making: Actors) -> None:
    try:
        await post.serve(making.mailbox)
    except Exception as error:
        if not making.is_death(error):
            raise
        making.is_lost = True
        raise UsageError(
            "the Ray cluster was lost, or cannot start a worker; what was done is kept.",
            do="Run the same command again to go on; every machine needs the same `callsift[ray]`.",
        ) from None


@contextmanager
def _by_name() -> Iterator[None]:
    """Let a named error come out as itself, not as a group of one."""
    try:
        yield
    except BaseExceptionGroup as group:
        named, others = group.split(CallsiftError)
        if named is None or others is not None:
            raise
        raise _first(named) from None


def _first(group: BaseExceptionGroup[CallsiftError]) -> CallsiftError:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


def _analyse(crew: Crew, post: Post) -> Analyse:
    async def analyse(call: Call, item: str) -> Analysis:
        outcome = await crew.analyse(call.model_dump_json(), item)
        if post.broken is not None:
            raise post.broken
        if outcome.begun > 1:
            post.settled(item)
        if outcome.fault is not None or outcome.analysis is None:
            assert outcome.fault is not None  # noqa: S101 - one of the two is there
            raise error_of(outcome.fault)
        return Analysis.model_validate_json(outcome.analysis)

    return analyse


@contextmanager
def _kept(settings: Settings) -> Iterator[tuple[Store | None, Price | None]]:
    """Yield the user's cache, which only this process uses, and the price of the model."""
    if settings.chosen_engine != "llm":
        yield None, None
        return
    # Imported late: heavy, and not needed offline.
    from callsift.cache import cache_folder, open_store  # noqa: PLC0415
    from callsift.steps.extract.llm import known_price  # noqa: PLC0415

    price = known_price(settings, config_path().parent)
    store = open_store(cache_folder()) if settings.cache else None
    try:
        yield store, price
    finally:
        if store is not None:
            store.close()


class _Learnt:
    """What is known of the endpoint: workers that start later begin with it."""

    def __init__(self, settings: Settings, store: Store | None) -> None:
        self._name = endpoint_name(settings.base_url), settings.model or ""
        self._store = store
        self.now = store.recall(*self._name) if store else Learned()

    def take_in(self, learned: Learned) -> None:
        """Keep what a worker found out; the counts of tokens stay those of this process."""
        self.now = learned.model_copy(update={"sums": self.now.sums})
        if self._store is not None:
            self._store.remember(*self._name, self.now)
