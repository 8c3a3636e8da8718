"""`callsift demo`: analyse a sample that ships in the wheel."""

from typing import Annotated, Literal

import typer

from callsift.cli.options import DebugOption, JsonOption


def demo(
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="Which sample call.")] = "zh",
    as_json: JsonOption = False,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Analyse a sample call with the offline engine: no key, no network."""
    from callsift.api import analyze  # noqa: PLC0415 - `--help` needs none of it
    from callsift.cli.results import write_analysis  # noqa: PLC0415
    from callsift.playbook import load_playbook  # noqa: PLC0415
    from callsift.resources import package_text  # noqa: PLC0415
    from callsift.settings import Settings  # noqa: PLC0415
    from callsift.steps.read import read_text  # noqa: PLC0415

    call = read_text(package_text(f"samples/{lang}.txt"), name=f"sample-{lang}.txt")
    playbook = load_playbook()
    analysis = analyze(call, settings=Settings(engine="offline"), playbook=playbook)
    write_analysis(analysis, playbook, "json" if as_json else "report", None)
