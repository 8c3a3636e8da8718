"""`callsift doctor`: what is configured, and whether the endpoint answers."""

from callsift.cli.options import (
    BaseUrlOption,
    DebugOption,
    EngineOption,
    ModelOption,
    PlaybookOption,
)


def doctor(
    engine: EngineOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    playbook: PlaybookOption = None,
    debug: DebugOption = False,  # noqa: ARG001 - read by the last line of the command line
) -> None:
    """Say what is configured and whether the model's endpoint answers. Never prints a key."""
    from callsift.cli.checkup import check_up  # noqa: PLC0415 - `--help` needs none of it

    check_up({"engine": engine, "model": model, "base_url": base_url, "playbook": playbook})
