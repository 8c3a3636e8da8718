"""`callsift judge`: decide again from a saved analysis, with no engine."""

from typing import Annotated

import typer

from callsift.cli.options import DebugOption, OutOption, PlaybookOption


def judge(
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="A saved `analyze --json`, or - for stdin.")
    ],
    report: Annotated[
        bool, typer.Option("--report", help="Print the report for people instead of JSON.")
    ] = False,
    playbook: PlaybookOption = None,
    out: OutOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Decide again from saved observations: same rules or others, no engine, no cost."""
    from callsift.cli.again import decide_again  # noqa: PLC0415 - `--help` needs none of it

    decide_again(path, report=report, playbook=playbook, out=out)
