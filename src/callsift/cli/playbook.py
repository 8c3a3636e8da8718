"""`callsift playbook list` and `callsift playbook check`."""

import typer

from callsift.cli.options import DebugOption, JsonOption, PlaybookOption, TextLangOption

app = typer.Typer(no_args_is_help=True, help="The signals, categories, actions and rules.")


@app.command("list")
def list_ids(
    lang: TextLangOption = "zh",
    as_json: JsonOption = False,
    playbook: PlaybookOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """List every id with its name."""
    from callsift.cli.output import write_result  # noqa: PLC0415 - `--help` needs none of it
    from callsift.playbook import load_playbook  # noqa: PLC0415
    from callsift.render import playbook_list  # noqa: PLC0415
    from callsift.settings import load_settings  # noqa: PLC0415

    folder = load_settings({"playbook": playbook}).playbook
    write_result(playbook_list(load_playbook(folder), lang, as_json=as_json), None)


@app.command("check")
def check(
    playbook: PlaybookOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Check the playbook and run every example through the offline engine; all faults are listed."""
    from callsift.cli.output import complain, write_result  # noqa: PLC0415 - `--help` needs none of it
    from callsift.playbook import load_playbook  # noqa: PLC0415
    from callsift.scoring.examples import check_playbook  # noqa: PLC0415
    from callsift.settings import load_settings  # noqa: PLC0415

    folder = load_settings({"playbook": playbook}).playbook
    report = check_playbook(load_playbook(folder), folder)
    write_result(report.summary + "\n", None)
    for fault in report.faults:
        complain(fault)
    if report.faults:
        raise typer.Exit(3)
