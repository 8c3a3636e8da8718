"""`callsift eval`: score an engine, or the rules alone, on labelled calls."""

from typing import Annotated

import typer

from callsift.cli.options import (
    BaseUrlOption,
    DebugOption,
    EngineOption,
    JsonOption,
    ModelOption,
    OutOption,
    PlaybookOption,
)


def evaluate(  # noqa: PLR0913 - one parameter an option, as typer wants it
    folder: Annotated[str, typer.Argument(metavar="DIR", help="A folder of NN.txt with NN.json.")],
    engine: EngineOption = None,
    given_labels: Annotated[
        bool, typer.Option("--given-labels", help="Feed the labels to the rules: no engine at all.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="FILE", help="Compare with an earlier run's --out."),
    ] = None,
    as_json: JsonOption = False,
    playbook: PlaybookOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    out: OutOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Score an engine on labelled calls: verdicts, signals, traps and grounding. --out FILE keeps the JSON."""
    from callsift.cli.evaluation import run_evaluation  # noqa: PLC0415 - `--help` needs none of it

    flags = {"engine": engine, "model": model, "base_url": base_url, "playbook": playbook}
    run_evaluation(
        folder, flags=flags, given_labels=given_labels, against=against, as_json=as_json, out=out
    )
