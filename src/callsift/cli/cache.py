"""`callsift cache info|clear`: the replies that are kept so that none is paid for twice."""

import typer

from callsift.cli.options import DebugOption, JsonOption
from callsift.cli.output import write_line

app = typer.Typer(
    help="The replies that are kept so that none is paid for twice.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("info")
def info(
    as_json: JsonOption = False,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Say where replies are kept, how many there are and how large the file is."""
    from callsift.cli.kept import cache_report, cache_text  # noqa: PLC0415 - `--help` needs none of it

    report = cache_report()
    write_line(report.model_dump_json(indent=2) if as_json else cache_text(report))


@app.command("clear")
def clear(
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Forget every kept reply and what endpoints taught."""
    from callsift.cli.kept import clear_cache  # noqa: PLC0415 - `--help` needs none of it

    write_line(clear_cache())
