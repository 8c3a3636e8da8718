"""`callsift analyze`: one call in, the verdict out."""

from typing import Annotated, Literal

import typer

from callsift.cli.options import (
    BaseUrlOption,
    BuyerOption,
    ClipboardOption,
    DebugOption,
    DryRunOption,
    EngineOption,
    JsonOption,
    LangOption,
    MaxCostOption,
    ModelOption,
    NoCacheOption,
    OutOption,
    PathArgument,
    PlaybookOption,
    RedactNamesOption,
    RedactOption,
    SellerOption,
)


def analyze(  # noqa: PLR0913 - one parameter an option, as typer wants it
    path: PathArgument = None,
    engine: EngineOption = None,
    as_json: JsonOption = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown for a CRM.")] = False,
    lang: LangOption = None,
    seller: SellerOption = None,
    buyer: BuyerOption = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day of the call.")
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", help="The customer's account.")
    ] = None,
    leads: Annotated[
        Literal["few", "many"] | None,
        typer.Option("--leads", help="How many leads you have in hand."),
    ] = None,
    stage: Annotated[
        Literal["early", "mid", "late", "unknown"] | None,
        typer.Option("--stage", help="Correct the stage; kept in the result."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--not", metavar="SIGNAL", help="Leave a signal out. Repeatable."),
    ] = None,
    clipboard: ClipboardOption = False,
    playbook: PlaybookOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    redact: RedactOption = False,
    redact_names: RedactNamesOption = None,
    no_cache: NoCacheOption = False,
    max_cost: MaxCostOption = None,
    dry_run: DryRunOption = False,
    save: Annotated[bool, typer.Option("--save", help="Keep it for `callsift account`.")] = False,
    out: OutOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Analyse one call: verdict, next action, and the quotes behind them."""
    from callsift.cli.shapes import wanted_shape  # noqa: PLC0415 - `--help` needs none of it
    from callsift.cli.work import Delivery, analyze_input, estimate_input  # noqa: PLC0415

    flags = {
        "engine": engine, "model": model, "base_url": base_url, "playbook": playbook,
        "max_cost": max_cost, "cache": False if no_cache else None,
    }  # fmt: skip
    options = {
        "sellers": seller, "buyers": buyer, "date": date, "account": account,
        "leads": leads, "lang": lang, "stage": stage, "exclude": exclude,
        "redact": redact, "names": redact_names,
    }  # fmt: skip
    if dry_run:
        estimate_input(path, clipboard=clipboard, flags=flags, options=options)
        return
    shape = wanted_shape(out, as_json=as_json, markdown=markdown)
    delivery = Delivery(shape, out, save)
    analyze_input(path, clipboard=clipboard, flags=flags, options=options, delivery=delivery)
