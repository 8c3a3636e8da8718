"""A bulk run from paths to output files: discover, run through the ledger, write, sum up."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Literal

from callsift import __version__
from callsift.bulk.discovery import Item, Skipped, TableFound, TableRefused, discover
from callsift.bulk.engines import FEW, bulk_engine, places
from callsift.bulk.inputs import fingerprint
from callsift.bulk.jobs import Jobs
from callsift.bulk.ledger import Ledger
from callsift.bulk.ledger_file import kept_beside, ledger_file, set_aside
from callsift.bulk.outcomes import rows_of
from callsift.bulk.runner import Analyse, Plan, Watch, run_inputs
from callsift.bulk.writers import write_results
from callsift.errors import CallsiftError, ModelError
from callsift.options import CallOptions, refuse_unknown_signals
from callsift.playbook import Playbook
from callsift.settings import Settings
from callsift.steps.read.tables import TableColumns

Notice = Callable[[str], None]
_IN_A_FOLDER = ("results.jsonl", "results.csv", "results.xlsx")


@dataclass(frozen=True)
class BatchOrder:
    """What the user wants of a bulk run.

    `out` is a file (.jsonl, .csv, .xlsx, .parquet) or a folder. `at_once` None leaves the number to callsift.
    `via` the provider's batch files a model answers within a day and for less. `runner` `ray` takes the inputs to the
    cluster at `address`: `auto`, a host, or None for one that is started on this machine.
    """

    paths: tuple[str, ...]
    out: Path
    options: CallOptions = field(default_factory=CallOptions)
    columns: TableColumns | None = None
    account_from_folder: bool = False
    at_once: int | None = None
    limit: int | None = None
    resume: bool = True
    retry_failed: bool = False
    fail_fast: bool = False
    via: Literal["direct", "provider-batch"] = "direct"
    runner: Literal["local", "ray"] = "local"
    address: str | None = None


async def run_batch(  # noqa: PLR0913 - what a run is given, each of its own kind
    order: BatchOrder,
    ledger: Ledger,
    *,
    settings: Settings,
    playbook: Playbook,
    watch: Watch,
    notice: Notice,
    stdin: BinaryIO | None = None,
) -> CallsiftError | None:
    """Take every input of the order through the engine; return what stopped the run, or None.

    Raises:
        UsageError: the settings, the options, a path or a table's columns cannot be used.
    """
    refuse_unknown_signals(order.options, playbook)
    if order.retry_failed:
        ledger.reopen_failures()
    inputs = iter(inputs_of(order, notice=notice, stdin=stdin))
    first = list(islice(inputs, FEW + 1))
    at_once = places(settings, order.at_once, len(first))
    plan = Plan(
        fingerprint=_under(settings, playbook, order.options),
        at_once=at_once,
        limit=order.limit,
        fail_fast=order.fail_fast,
    )
    stopped: CallsiftError | None = None
    if order.via == "provider-batch":
        # Imported late: heavy, and seldom needed.
        from callsift.bulk.provider_batch import Way, ask_in_batches  # noqa: PLC0415

        way = Way(settings, playbook, order.options, plan.fingerprint, notice, order.retry_failed)
        first, inputs = list(islice(chain(first, inputs), order.limit)), iter(())
        try:
            _, settings, stopped = await ask_in_batches(first, ledger, way)
        except ModelError as error:
            return error
    elif left := Jobs(ledger).count().unended:
        notice(f"{left} batch jobs are not taken in; --via provider-batch goes on with them.")
    machine = _machine(order, ledger, plan, settings=settings, playbook=playbook, notice=notice)
    async with machine as (analyse, plan):
        reason = await run_inputs(chain(first, inputs), ledger, analyse, plan, watch)
    return stopped or reason


@asynccontextmanager
async def _machine(
    order: BatchOrder,
    ledger: Ledger,
    plan: Plan,
    *,
    settings: Settings,
    playbook: Playbook,
    notice: Notice,
) -> AsyncIterator[tuple[Analyse, Plan]]:
    """Yield what analyses a call, here or on a cluster, and the plan with as much at once as that takes."""
    if order.runner == "local":
        engine = bulk_engine(
            settings, playbook, order.options, ledger, at_once=plan.at_once, notice=notice
        )
        async with engine as analyse:
            yield analyse, plan
        return
    # Imported late: heavy, and an extra.
    from callsift.bulk.ray import cluster_engine, joined  # noqa: PLC0415

    with joined(order.address) as cluster:
        at_once = cluster.places(settings, order.at_once)
        engine = cluster_engine(
            cluster, settings, playbook, order.options, ledger, at_once=at_once, notice=notice
        )
        async with engine as analyse:
            yield analyse, replace(plan, at_once=at_once)


def inputs_of(
    order: BatchOrder, *, notice: Notice, stdin: BinaryIO | None = None
) -> Iterator[Item]:
    """Yield the inputs of an order; what is left out is told with the reason, and which columns were guessed."""
    given = set() if order.columns is None else order.columns.meanings()
    tables = 0
    found = discover(
        order.paths,
        columns=order.columns,
        stdin=stdin,
        account_from="folder" if order.account_from_folder else None,
        leave_out=_own_files(order.out),
    )
    for each in found:
        if isinstance(each, Skipped):
            notice(f"{each.path} is left out: {each.reason}")
        elif isinstance(each, TableFound | TableRefused):
            tables += 1
            if isinstance(each, TableFound) and _has_guesses(each, given):
                notice(f"{each.path}: {each.columns.in_words()}.")
        else:
            yield each
    if given and not tables:
        notice("no table was found among the inputs; the columns that were named are not used.")


def _has_guesses(table: TableFound, given: set[str]) -> bool:
    """Tell whether columns were guessed that bear on several calls; the turns of a single one are read as a call is."""
    return not table.is_one_call and bool(table.columns.meanings() - given)


def open_ledger(order: BatchOrder, settings: Settings) -> Ledger:
    """Open the ledger of an output; without resume an earlier one is set aside, never deleted.

    Raises:
        UsageError: it cannot be used.
    """
    file = ledger_file(order.out)
    if not order.resume and file.exists():
        set_aside(file)
    return Ledger(file, durable=settings.chosen_engine == "llm")


def write_outputs(
    order: BatchOrder, ledger: Ledger, playbook: Playbook, *, notice: Notice
) -> tuple[str, ...]:
    """Build every output file from the ledger; return their paths.

    A file that this ledger did not write may be somebody's list of customers: it keeps its content under another name,
    and `notice` is told which.

    Raises:
        UsageError: a file cannot be written; the old one stands.
    """
    # Where the ledger was begun says what `out` was when the run began.
    is_folder = ledger.file.parent == order.out
    targets = _outputs(order.out, is_folder=is_folder)
    for target in targets:
        with kept_beside(target, unless=ledger.has_written(target.name)) as kept:
            write_results(rows_of(ledger), target, playbook=playbook, lang=order.options.lang)
        ledger.wrote(target.name)
        if kept is not None:
            notice(f"{target} was there before this run; what it held is now {kept.name}.")
    return tuple(map(str, targets))


def _outputs(out: Path, *, is_folder: bool) -> list[Path]:
    return [out / name for name in _IN_A_FOLDER] if is_folder else [out]


def _under(settings: Settings, playbook: Playbook, options: CallOptions) -> str:
    """Return the fingerprint of everything but the input that bears on an outcome."""
    engine = settings.chosen_engine
    asked = (settings.model, settings.base_url, settings.mode, settings.max_prompt_tokens)
    return fingerprint(
        {
            "version": __version__,
            "engine": engine,
            "asked": asked if engine == "llm" else None,
            "playbook": playbook.hash,
            "options": options.model_dump(mode="json"),
        }
    )


def _own_files(out: Path) -> frozenset[Path]:
    """Return the files of the run itself, which are no inputs even where they lie among them."""
    ledger = ledger_file(out)
    beside = [ledger.with_name(ledger.name + end) for end in ("-wal", "-shm", "")]
    outputs = _outputs(out, is_folder=out.is_dir())
    return frozenset(each.resolve() for each in (*beside, *outputs))
