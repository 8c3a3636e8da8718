"""`callsift account`: several calls of one account, looked at together."""

from typing import Annotated

import typer

from callsift.cli.options import (
    DebugOption,
    JsonOption,
    LangOption,
    OutOption,
    PlaybookOption,
)


def account(  # noqa: PLR0913 - one parameter an option, as typer wants it
    subjects: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME|FILE…", help="An account that was saved, or saved `analyze --json` files."
        ),
    ] = None,
    as_json: JsonOption = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown for a CRM.")] = False,
    lang: LangOption = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help="The day to look from (default: today)."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--account", help="The account of files that name none.")
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="Name the accounts kept here.")] = False,
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="NAME", help="Delete an account's calls.")
    ] = None,
    playbook: PlaybookOption = None,
    out: OutOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Look at the calls of one account together: what changed, who went quiet, what was promised."""
    from callsift.cli.accounts import (  # noqa: PLC0415 - `--help` needs none of it
        Look,
        forget_account,
        list_accounts,
        report_accounts,
        wanted_work,
    )
    from callsift.cli.shapes import wanted_shape  # noqa: PLC0415

    work = wanted_work(subjects or (), listing=listing, forget=forget)
    if work == "list":
        list_accounts(as_json=as_json, out=out)
    elif forget is not None:
        forget_account(forget)
    else:
        look = Look(tuple(subjects or ()), name=name, lang=lang, day=date, playbook=playbook)
        report_accounts(look, shape=wanted_shape(out, as_json=as_json, markdown=markdown), out=out)
