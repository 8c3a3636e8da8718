"""`callsift batch`: many inputs, each once, resumable."""

from typing import Annotated, Literal

import typer

from callsift.cli.options import (
    BaseUrlOption,
    DebugOption,
    DryRunOption,
    EngineOption,
    LangOption,
    MaxCostOption,
    ModelOption,
    NoCacheOption,
    PlaybookOption,
    RedactNamesOption,
    RedactOption,
)


def batch(  # noqa: PLR0913 - one parameter an option, as typer wants it
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, folders, globs, tables, JSONL; - for stdin."),
    ],
    out: Annotated[
        str,
        typer.Option(
            "--out", metavar="FILE|DIR", help="A .jsonl, .csv, .xlsx or .parquet, or a folder."
        ),
    ],
    engine: EngineOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    concurrency: Annotated[
        str, typer.Option("--concurrency", metavar="auto|N", help="How many inputs at once.")
    ] = "auto",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only the first so many inputs.")
    ] = None,
    via: Annotated[
        Literal["direct", "provider-batch"],
        typer.Option("--via", help="How to ask a model; batch files: for less, within a day."),
    ] = "direct",
    runner: Annotated[
        Literal["local", "ray"],
        typer.Option("--runner", help="Where to work: on this machine, or on a Ray cluster."),
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="auto|HOST", help="The Ray cluster; else one is begun."),
    ] = None,
    max_cost: MaxCostOption = None,
    dry_run: DryRunOption = False,
    resume: Annotated[
        bool, typer.Option("--resume/--no-resume", help="Go on where an earlier run stopped.")
    ] = True,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try the inputs again that failed before.")
    ] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Stop at the first failure.")
    ] = False,
    text_column: Annotated[
        str | None, typer.Option("--text-column", help="A table's column with the calls.")
    ] = None,
    date_column: Annotated[
        str | None, typer.Option("--date-column", help="A table's column with their dates.")
    ] = None,
    account_column: Annotated[
        str | None, typer.Option("--account-column", help="A table's column with the accounts.")
    ] = None,
    account_from_folder: Annotated[
        bool, typer.Option("--account-from-folder", help="The folder's name is the account.")
    ] = False,
    save: Annotated[
        bool, typer.Option("--save", help="Keep each call whose account is known with its account.")
    ] = False,
    lang: LangOption = None,
    leads: Annotated[
        Literal["few", "many"] | None,
        typer.Option("--leads", help="How many leads you have in hand."),
    ] = None,
    playbook: PlaybookOption = None,
    redact: RedactOption = False,
    redact_names: RedactNamesOption = None,
    no_cache: NoCacheOption = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the summary as JSON, also on a terminal.")
    ] = False,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Analyse many inputs. Every outcome is kept at once beside --out; run it again to go on."""
    from callsift.cli.bulk import Wanted, batch_inputs  # noqa: PLC0415 - `--help` needs none of it

    flags = {
        "engine": engine, "model": model, "base_url": base_url, "playbook": playbook,
        "max_cost": max_cost, "cache": False if no_cache else None,
    }  # fmt: skip
    options = {
        "lang": lang, "leads": leads,
        "redact": redact, "names": redact_names,
    }  # fmt: skip
    columns = {"text": text_column, "date": date_column, "account": account_column}
    wanted = Wanted(
        paths=tuple(paths), out=out, concurrency=concurrency, limit=limit, resume=resume,
        retry_failed=retry_failed, fail_fast=fail_fast, columns=columns,
        account_from_folder=account_from_folder, save=save, via=via, runner=runner,
        address=address,
    )  # fmt: skip
    batch_inputs(wanted, flags=flags, options=options, dry_run=dry_run, as_json=as_json)
