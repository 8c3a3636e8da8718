"""The commands and their parser."""

import os.path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from callsift.cli import (
    account,
    analyze,
    batch,
    cache,
    demo,
    doctor,
    evaluate,
    explain,
    judge,
    playbook,
    read,
    schema,
)


class _FileIsAnalyze(TyperGroup):
    """`callsift FILE` is `callsift analyze FILE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `analyze` in front where the first word is no command."""
        args = args or ["--help"]
        if "--version" in args and "--" not in args:
            # Every command takes it, and it means the same everywhere.
            args = ["--version"]
        if args[0] not in self.commands and args[0] not in ("--help", "--version"):
            self._refuse_slip(args[0])
            args = ["analyze", *args]
        return super().parse_args(ctx, args)

    def _refuse_slip(self, word: str) -> None:
        """Refuse a word that is no file and nearly a command, rather than look for a file of that name."""
        if word.startswith("-") or "." in word or os.path.lexists(word):
            return
        from difflib import get_close_matches  # noqa: PLC0415 - only for a slip

        meant = get_close_matches(word, self.commands, n=1)
        if meant:
            from callsift.errors import UsageError  # noqa: PLC0415 - as above

            raise UsageError(
                f"there is no command and no file called {word}.", do=f"Did you mean `{meant[0]}`?"
            )


app = typer.Typer(
    cls=_FileIsAnalyze,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reads a sales call and says, with quotes: worth following? where do we stand? what next?",
    epilog="`callsift FILE` is `callsift analyze FILE`. Exit codes: 0 done, 1 error, 2 usage, 3 bad input, "
    "4 model failed, 5 partial, 130 interrupted.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - only for --version

        typer.echo(f"callsift {version('callsift')}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Hold what all commands share."""


app.command("analyze")(analyze.analyze)
app.command("read")(read.read)
app.command("batch")(batch.batch)
app.command("account")(account.account)
app.command("judge")(judge.judge)
app.command("explain")(explain.explain)
app.add_typer(playbook.app, name="playbook")
app.command("eval")(evaluate.evaluate)
app.command("schema")(schema.schema)
app.command("doctor")(doctor.doctor)
app.add_typer(cache.app, name="cache")
app.command("demo")(demo.demo)
