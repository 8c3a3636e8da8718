"""The options that several commands share, declared once."""

from typing import Annotated, Literal, TypeAlias

import typer

PathArgument: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="[PATH|-]", help="A file, or - for stdin. Nothing: paste it here."),
]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OutOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write the result there instead of stdout (analyze, account: as .json, .md or text).",
    ),
]
DebugOption: TypeAlias = Annotated[
    bool, typer.Option("--debug", help="Show a traceback on failure.")
]
SellerOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--seller", metavar="NAME", help="Who sells (a speaker label). Repeatable."),
]
BuyerOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--buyer", metavar="NAME", help="Who buys (a speaker label). Repeatable."),
]
ClipboardOption: TypeAlias = Annotated[
    bool, typer.Option("--clipboard", help="Read the clipboard.")
]
LangOption: TypeAlias = Annotated[
    Literal["zh", "en"] | None,
    typer.Option("--lang", help="Language of the result (default: the input's)."),
]
# Where there is no input; the parser adds the default.
TextLangOption: TypeAlias = Annotated[
    Literal["zh", "en"], typer.Option("--lang", help="Language of the names and texts.")
]
EngineOption: TypeAlias = Annotated[
    Literal["auto", "llm", "offline"] | None,
    typer.Option(
        "--engine", help="auto: llm where a model is configured for callsift, else offline."
    ),
]
ModelOption: TypeAlias = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="Model of the llm engine.")
]
BaseUrlOption: TypeAlias = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="OpenAI-compatible endpoint.")
]
PlaybookOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--playbook", metavar="DIR", help="A playbook folder laid over the shipped one."),
]
RedactOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--redact", help="Mask names, phone and ID numbers, addresses before a model sees the call."
    ),
]
RedactNamesOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--redact-names", metavar="FILE", help="Further names to mask, one a line."),
]
NoCacheOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-cache", help="Ask the model anew; keep no reply, and nothing learned of the endpoint."
    ),
]
MaxCostOption: TypeAlias = Annotated[
    float | None,
    typer.Option(
        "--max-cost", metavar="SUM", help="Ask no more once this is spent (the price's currency)."
    ),
]
DryRunOption: TypeAlias = Annotated[
    bool, typer.Option("--dry-run", help="Say what it would use and cost; send nothing.")
]
