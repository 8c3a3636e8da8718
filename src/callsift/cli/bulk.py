"""What `callsift batch` does once its words are understood: open, run, write, say how it went."""

import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date as day
from functools import partial
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any, Literal

import anyio
import typer

from callsift.api import silent
from callsift.bulk.batch import BatchOrder, inputs_of, open_ledger, run_batch, write_outputs
from callsift.bulk.fund import full_price
from callsift.bulk.jobs import priced_usage
from callsift.bulk.ledger import Ledger
from callsift.bulk.outcomes import rows_of, summary_of
from callsift.bulk.report import summary_text
from callsift.bulk.summary import Summary
from callsift.bulk.writers import check_parquet
from callsift.cli.accounts import save_calls
from callsift.cli.output import EXIT_INTERRUPTED, complain, is_one_file, write_line
from callsift.cli.progress import Bar, Quiet
from callsift.cli.ways import refuse_unfit_ways
from callsift.cli.work import announce, call_options
from callsift.costs import Price, in_batches
from callsift.errors import CallsiftError, InputError, ModelError, UsageError
from callsift.playbook import Playbook, load_playbook
from callsift.settings import Settings, load_settings
from callsift.steps.read.tables import TableColumns

EXIT_PARTIAL = 5
_OUTPUTS = (".jsonl", ".csv", ".xlsx", ".parquet")


@dataclass(frozen=True)
class Wanted:
    """The words of a `batch` command."""

    paths: tuple[str, ...]
    out: str
    concurrency: str
    limit: int | None
    resume: bool
    retry_failed: bool
    fail_fast: bool
    columns: Mapping[str, str | None]
    account_from_folder: bool
    save: bool = False
    via: Literal["direct", "provider-batch"] = "direct"
    runner: Literal["local", "ray"] = "local"
    address: str | None = None


def batch_inputs(
    wanted: Wanted,
    *,
    flags: Mapping[str, Any],
    options: Mapping[str, Any],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Run a batch; exit code 5 where something failed or was not reached, 130 after Ctrl-C."""
    settings = load_settings(flags)
    playbook = load_playbook(settings.playbook)
    refuse_unfit_ways(
        via=wanted.via,
        runner=wanted.runner,
        address=wanted.address,
        engine=settings.chosen_engine,
    )
    order = _order(wanted, options)
    announce(settings)
    if dry_run:
        _estimate(order, settings, playbook)
        return
    with open_ledger(order, settings) as ledger:
        stopped = _run(order, ledger, settings, playbook)
        if isinstance(stopped, UsageError):
            raise stopped
        if ledger.is_finished and not any(ledger.entries()):
            # An empty result would take the place of an earlier one.
            raise InputError("there is nothing to read.", do="Name files or folders with calls.")
        out = write_outputs(order, ledger, playbook, notice=complain)
        if wanted.save:
            save_calls(rows_of(ledger))
        today = day.today().isoformat()
        summary = summary_of(ledger, out, today=today, price=_price(settings))
    _tell(summary, as_json=as_json)
    _finish(summary, stopped)


def _order(wanted: Wanted, options: Mapping[str, Any]) -> BatchOrder:
    columns = TableColumns(**wanted.columns) if any(wanted.columns.values()) else None
    return BatchOrder(
        paths=wanted.paths,
        out=_target(wanted.out, wanted.paths),
        options=call_options(options),
        columns=columns,
        account_from_folder=wanted.account_from_folder,
        at_once=_at_once(wanted.concurrency),
        limit=wanted.limit,
        resume=wanted.resume,
        retry_failed=wanted.retry_failed,
        fail_fast=wanted.fail_fast,
        via=wanted.via,
        runner=wanted.runner,
        address=wanted.address,
    )


def _target(out: str, paths: Iterable[str]) -> Path:
    """Return where results go: a file with a known suffix, or a folder, which is made if need be."""
    target = Path(out).resolve()
    if not target.is_dir() and any(is_one_file(target, each) for each in paths):
        raise UsageError("this is a file that is read.", where=out, do="Name another with --out.")
    if not target.is_dir() and target.suffix.lower() not in _OUTPUTS:
        if target.suffix or target.exists():
            raise UsageError(
                f"--out {out}: cannot write this kind of file.",
                do=f"End it in {', '.join(_OUTPUTS)}, or name a folder.",
            )
        _made(target, out)
    elif not target.parent.is_dir():
        raise UsageError("the folder of --out does not exist.", where=out, do="Make it first.")
    if target.suffix.lower() == ".parquet":
        check_parquet(target)
    return target


def _made(folder: Path, out: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder ({error.strerror}).", where=out) from None


def _at_once(concurrency: str) -> int | None:
    if concurrency == "auto":
        return None
    if not concurrency.isdecimal() or int(concurrency) < 1:
        raise UsageError("--concurrency is `auto` or a number from 1.")
    return int(concurrency)


def _run(
    order: BatchOrder, ledger: Ledger, settings: Settings, playbook: Playbook
) -> CallsiftError | KeyboardInterrupt | None:
    """Run it to its end; return what ended it early, Ctrl-C too: what was done is kept either way."""
    # The price list is read once, and not at every move of the bar.
    bar = Bar(partial(_spent, ledger, _price(settings))) if sys.stderr.isatty() else Quiet()
    stdin = sys.stdin.buffer if "-" in order.paths else None
    if isinstance(bar, Bar) and stdin is None:
        Thread(target=_count, args=(order, bar), daemon=True).start()
    work = partial(
        run_batch,
        order,
        ledger,
        settings=settings,
        playbook=playbook,
        watch=bar,
        notice=bar.say,
        stdin=stdin,
    )
    with bar:
        try:
            return anyio.run(work)
        except KeyboardInterrupt as interrupt:
            return interrupt


def _count(order: BatchOrder, bar: Bar) -> None:
    """Tell the bar how many inputs there are, while the run is under way; the run itself tells what is wrong."""
    with suppress(CallsiftError, OSError):
        bar.expect(sum(1 for _ in islice(inputs_of(order, notice=silent), order.limit)))


def _spent(ledger: Ledger, price: Price | None) -> str:
    used = priced_usage(ledger, price)
    return "" if used.cost is None else f"{used.cost:.4f} {used.currency}"


def _price(settings: Settings) -> Price | None:
    """Return the price of the model; None where it is unknown, and for the offline engine, which has none."""
    if settings.chosen_engine != "llm":
        return None
    from callsift.settings import config_path  # noqa: PLC0415 - only with a model
    from callsift.steps.extract.llm import known_price  # noqa: PLC0415 - as above

    return known_price(settings, config_path().parent)


def _estimate(order: BatchOrder, settings: Settings, playbook: Playbook) -> None:
    """Say how many inputs there are and what asking about them would use. Nothing is sent."""
    from callsift.api import estimate_many  # noqa: PLC0415 - only here
    from callsift.render import estimate_text  # noqa: PLC0415 - as above

    readable = refused = 0

    def calls() -> Any:
        nonlocal readable, refused
        for each in inputs_of(order, notice=complain, stdin=sys.stdin.buffer):
            if order.limit is not None and readable + refused >= order.limit:
                return
            try:
                call = each.load()
            except InputError as error:
                refused += 1
                complain(str(error))
                continue
            readable += 1
            yield call

    total = estimate_many(calls(), settings=settings, playbook=playbook)
    price = _price(settings) if order.via == "provider-batch" else None
    if price is not None and price.batch_factor is not None and total is not None:
        total = in_batches(total, price.batch_factor)
    elif price is not None:
        complain(full_price(price))
    write_line(f"{readable} inputs can be read, {refused} cannot.")
    write_line(estimate_text(total))


def _tell(summary: Summary, *, as_json: bool) -> None:
    if as_json or not sys.stdout.isatty():
        write_line(summary.model_dump_json(indent=2))
    else:
        write_line(summary_text(summary))


def _finish(summary: Summary, stopped: CallsiftError | KeyboardInterrupt | None) -> None:
    if isinstance(stopped, KeyboardInterrupt):
        complain(
            f"interrupted: {summary.done} done, and kept. Run the same command again to go on."
        )
        raise typer.Exit(EXIT_INTERRUPTED)
    if stopped is not None:
        complain(str(stopped))
        complain(f"{summary.done} done, and kept. Run the same command again to go on.")
        # A model's error has a code of its own; else something is simply not done yet.
        raise typer.Exit(stopped.exit_code if isinstance(stopped, ModelError) else EXIT_PARTIAL)
    if summary.failed or summary.pending:
        raise typer.Exit(EXIT_PARTIAL)
