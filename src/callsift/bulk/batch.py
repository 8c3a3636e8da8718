"""A bulk run from paths to output files: discover, run through the ledger, write, sum up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from callsift.bulk.discovery import Item, Skipped, discover
from callsift.bulk.rows import Row
from callsift.bulk.writers import write_results

from callsift import __version__
from callsift.api import CallOptions
from callsift.bulk.engines import FEW, bulk_engine, places
from callsift.bulk.inputs import fingerprint
from callsift.bulk.ledger import Entry, Ledger, ledger_file
from callsift.bulk.runner import Plan, Watch, run_inputs
from callsift.bulk.summary import Summary, summarize
from callsift.costs import Price, priced
from callsift.domain.analysis import Analysis
from callsift.errors import CallsiftError
from callsift.playbook import Playbook
from callsift.settings import Settings
from callsift.steps.read.tables import TableColumns

Notice = Callable[[str], None]
_IN_A_FOLDER = ("results.jsonl", "results.csv", "results.xlsx")


@dataclass(frozen=True)
class BatchOrder:
    """What the user wants of a bulk run.

    `out` is a file (.jsonl, .csv, .xlsx, .parquet) or a folder. `at_once` None leaves the number to callsift.
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


@dataclass(frozen=True)
class BatchResult:
    """How a run ended: in numbers, and by what it was stopped, if it was."""

    summary: Summary
    stopped: CallsiftError | None


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
        UsageError: the settings, a path or a table's columns cannot be used.
    """
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
    engine = bulk_engine(settings, playbook, order.options, ledger, at_once=at_once, notice=notice)
    async with engine as analyse:
        return await run_inputs(chain(first, inputs), ledger, analyse, plan, watch)


def inputs_of(
    order: BatchOrder, *, notice: Notice, stdin: BinaryIO | None = None
) -> Iterator[Item]:
    """Yield the inputs of an order; what is left out is told, with the reason."""
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
        else:
            yield each


def open_ledger(order: BatchOrder, settings: Settings) -> Ledger:
    """Open the ledger of an output; without resume an earlier one is set aside, never deleted.

    Raises:
        UsageError: it cannot be used.
    """
    file = ledger_file(order.out)
    if not order.resume and file.exists():
        file.replace(_free_name(file))
    return Ledger(file, durable=settings.chosen_engine == "llm")


def write_outputs(order: BatchOrder, ledger: Ledger, playbook: Playbook) -> tuple[str, ...]:
    """Build every output file from the ledger; return their paths.

    Raises:
        UsageError: a file cannot be written; the old one stands.
    """
    targets = [order.out / name for name in _IN_A_FOLDER] if order.out.is_dir() else [order.out]
    for target in targets:
        write_results(rows_of(ledger), target, playbook=playbook, lang=order.options.lang)
    return tuple(map(str, targets))


def summary_of(
    ledger: Ledger, out: Iterable[str], *, today: str, price: Price | None = None
) -> Summary:
    """Return the run in numbers; what it cost is unknown without a price."""
    usage = priced(ledger.usage(this_run=True), price)
    summary = summarize(rows_of(ledger), today=today, usage=usage)
    return summary.model_copy(
        update={
            "outcome_unknown": tuple(ledger.unknown_calls()),
            "kept_from_before": ledger.left_from_before(),
            "out": tuple(out),
        }
    )


def rows_of(ledger: Ledger) -> Iterator[Row]:
    """Yield the rows of the output in the order of the input."""
    return map(_row, ledger.entries())


def _row(entry: Entry) -> Row:
    analysis = None
    if entry.analysis is not None and entry.status == "done":
        analysis = Analysis.model_validate_json(entry.analysis)
    return Row(
        name=entry.name,
        key=entry.key,
        account=entry.account or (analysis.source.account if analysis else None),
        date=entry.date or (analysis.source.date if analysis else None),
        status=entry.status,
        error=entry.error,
        analysis=analysis,
    )


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
    outputs = [out / name for name in _IN_A_FOLDER] if out.is_dir() else [out]
    return frozenset(each.resolve() for each in (*beside, *outputs))


def _free_name(file: Path) -> Path:
    number = 1
    while (free := file.with_name(f"{file.name}.old{number}")).exists():
        number += 1
    return free
