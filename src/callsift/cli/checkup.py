"""What `callsift doctor` looks at."""

import locale
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import typer

from callsift.cli.output import write_line
from callsift.costs.prices import PRICES_FILE
from callsift.model_client.faults import host
from callsift.playbook import Playbook, load_playbook
from callsift.render import estimate_text
from callsift.resources import package_text
from callsift.running import run_blocking
from callsift.settings import Settings, config_path, load_settings
from callsift.steps.extract import open_engine
from callsift.steps.read import read_text

EXIT_MODEL = 4


def check_up(flags: Mapping[str, Any]) -> None:
    """Print one line a finding; exit code 4 where a configured endpoint does not answer.

    Raises:
        UsageError: the model engine is wanted and these settings open none.
    """
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
    endpoint = host(settings.base_url) or "the base URL names no host"
    _say("endpoint", endpoint if settings.model else "not used")
    _say("key", "set" if settings.api_key else "not set")
    if settings.chosen_engine == "llm":
        # Whatever keeps `analyze` from beginning is refused here in its own words.
        with open_engine(settings, playbook):
            _say_what_is_known(settings, playbook)
        if not _endpoint_answers(settings):
            raise typer.Exit(EXIT_MODEL)


def _say_what_is_known(settings: Settings, playbook: Playbook) -> None:
    """Say which mode works, how the endpoint counts, and what a usual call costs to ask about."""
    from callsift.steps.extract.llm import LLMEngine, open_client  # noqa: PLC0415 - imports the model's client

    folder = config_path().parent
    with open_client(settings, own_prices=folder) as opened:
        learned = opened.client.learned
        fixed = " (fixed by you)" if settings.mode else ""
        _say("mode", f"{settings.mode or learned.mode or 'found out at the first call'}{fixed}")
        if learned.context_tokens:
            _say("context", f"read {learned.context_tokens:,} tokens of a longer prompt")
        price = opened.price
        if price is None:
            _say("price", f"unknown for this model; write it into {folder / PRICES_FILE}")
        else:
            _say(
                "price",
                f"{price.input:g} in, {price.output:g} out, a million tokens, {price.currency} "
                f"(looked up {price.checked})",
            )
        engine = LLMEngine(playbook, settings, opened.client, price=price)
        usual = read_text(package_text("samples/zh.txt")).transcript
        _say("to ask", estimate_text(engine.estimate(usual)).replace(" Nothing was sent.", ""))


def _endpoint_answers(settings: Settings) -> bool:
    from callsift.steps.extract.llm import probe  # noqa: PLC0415 - imports the model's client

    async def run() -> bool:
        report = await probe(settings)
        for line in report.lines:
            _say("answer", line)
        return report.answers

    return run_blocking(run)


def _say(what: str, finding: str) -> None:
    write_line(f"{what + ':':<14}{finding}")
