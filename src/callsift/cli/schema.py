"""`callsift schema`: print a JSON schema."""

from typing import Annotated

import typer

from callsift.cli.options import DebugOption

NAMES = ("account", "analysis", "transcript")


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="analysis (analyze --json) or transcript (read --json)."
        ),
    ],
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Print the JSON schema of a result."""
    from callsift.cli.output import write_result  # noqa: PLC0415 - `--help` needs none of it
    from callsift.errors import UsageError  # noqa: PLC0415
    from callsift.resources import shared_text  # noqa: PLC0415

    if name not in NAMES:
        raise UsageError(f"there is no schema {name!r}.", do=f"There are: {', '.join(NAMES)}.")
    write_result(shared_text(f"schemas/{name}.json"), None)
