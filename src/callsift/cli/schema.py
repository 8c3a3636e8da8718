"""`callsift schema`: print a JSON schema."""

from typing import Annotated

import typer

from callsift.cli.options import DebugOption

# Each schema, and what prints it.
RESULTS = {
    "account": "account --json",
    "analysis": "analyze --json",
    "transcript": "read --json",
}


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help=", ".join(f"{name} ({of})" for name, of in RESULTS.items()) + "."
        ),
    ],
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Print the JSON schema of a result."""
    from callsift.cli.output import write_result  # noqa: PLC0415 - `--help` needs none of it
    from callsift.errors import UsageError  # noqa: PLC0415
    from callsift.resources import shared_text  # noqa: PLC0415

    if name not in RESULTS:
        raise UsageError(f"there is no schema {name!r}.", do=f"There are: {', '.join(RESULTS)}.")
    write_result(shared_text(f"schemas/{name}.json"), None)
