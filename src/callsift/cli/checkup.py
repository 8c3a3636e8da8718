"""What `callsift doctor` looks at."""

import locale
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import typer

from callsift.api import run_blocking
from callsift.cli.work import host_of
from callsift.playbook import load_playbook
from callsift.settings import Settings, config_path, load_settings

EXIT_MODEL = 4


def check_up(flags: Mapping[str, Any]) -> None:
    """Print one line a finding; exit code 4 where a configured endpoint does not answer."""
    settings = load_settings(flags)
    playbook = load_playbook(settings.playbook)
    file = config_path()
    _say("callsift", f"{version('callsift')}, Python {platform.python_version()}")
    _say(
        "terminal",
        f"stdout {sys.stdout.encoding}, locale {locale.getpreferredencoding(do_setlocale=False)}",
    )
    _say(
        "playbook", f"{len(playbook.signals)} signals, {len(playbook.rules)} rules, {playbook.hash}"
    )
    _say("config file", f"{file}{'' if file.is_file() else ' (not there, not needed)'}")
    _say("engine", f"{settings.chosen_engine}{' (auto)' if settings.engine == 'auto' else ''}")
    _say("model", settings.model or "none configured")
    _say("endpoint", host_of(settings.base_url) if settings.model else "not used")
    _say("key", "set" if settings.api_key else "not set")
    if settings.chosen_engine == "llm" and not _endpoint_answers(settings):
        raise typer.Exit(EXIT_MODEL)


def _endpoint_answers(settings: Settings) -> bool:
    from callsift.steps.extract.llm import probe  # noqa: PLC0415 - imports the model's client

    async def run() -> bool:
        report = await probe(settings)
        for line in report.lines:
            _say("answer", line)
        return report.answers

    return run_blocking(run)


def _say(what: str, finding: str) -> None:
    typer.echo(f"{what + ':':<14}{finding}")
