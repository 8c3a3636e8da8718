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
    from callsift.cli.results import write_analysis  # noqa: PLC0415
    from callsift.cli.saved import load_analysis  # noqa: PLC0415 - `--help` needs none of it
    from callsift.decision import decide, observed_in  # noqa: PLC0415
    from callsift.playbook import load_playbook  # noqa: PLC0415
    from callsift.settings import load_settings  # noqa: PLC0415

    rules = load_playbook(load_settings({"playbook": playbook}).playbook)
    decided = decide(observed_in(load_analysis(path)), rules)
    write_analysis(decided, rules, "report" if report else "json", out)
