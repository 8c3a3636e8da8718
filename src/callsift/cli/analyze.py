"""`callsift analyze`: one call in, the verdict out."""

from typing import Annotated, Literal

import typer

from callsift.cli.options import (
    BaseUrlOption,
    BuyerOption,
    ClipboardOption,
    DebugOption,
    EngineOption,
    JsonOption,
    LangOption,
    ModelOption,
    OutOption,
    PathArgument,
    PlaybookOption,
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
    redact: Annotated[
        bool,
        typer.Option("--redact", help="Not built yet: refuses, so that nothing is sent unmasked."),
    ] = False,
    no_cache: Annotated[  # noqa: ARG001 - kept for scripts that are written for later versions
        bool,
        typer.Option(
            "--no-cache",
            help="Ask anew. There is no cache of replies yet, so this changes nothing.",
        ),
    ] = False,
    save: Annotated[bool, typer.Option("--save", help="Not built yet: refuses.")] = False,
    out: OutOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Analyse one call: verdict, next action, and the quotes behind them."""
    from callsift.cli.results import Shape  # noqa: PLC0415 - `--help` needs none of it
    from callsift.cli.work import analyze_input, refuse_unbuilt  # noqa: PLC0415

    refuse_unbuilt({"--redact": redact, "--save": save})
    flags = {"engine": engine, "model": model, "base_url": base_url, "playbook": playbook}
    options = {
        "sellers": seller, "buyers": buyer, "date": date, "account": account,
        "leads": leads, "lang": lang, "stage": stage, "exclude": exclude,
    }  # fmt: skip
    shape: Shape = "json" if as_json else "markdown" if markdown else "report"
    analyze_input(path, clipboard=clipboard, flags=flags, options=options, shape=shape, out=out)
