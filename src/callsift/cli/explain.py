"""`callsift explain`: what an id means, where it comes from and which rules use it."""

from typing import Annotated

import typer

from callsift.cli.options import DebugOption, PlaybookOption, TextLangOption


def explain(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="A signal, category, action, rule, stage or standing."),
    ],
    lang: TextLangOption = "zh",
    playbook: PlaybookOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Say what an id means, where it comes from and which rules use it."""
    from callsift.cli.output import write_result  # noqa: PLC0415 - `--help` needs none of it
    from callsift.playbook import load_playbook  # noqa: PLC0415
    from callsift.render import explanation  # noqa: PLC0415
    from callsift.settings import load_settings  # noqa: PLC0415

    folder = load_settings({"playbook": playbook}).playbook
    write_result(explanation(name, load_playbook(folder), lang, overlay=folder), None)
