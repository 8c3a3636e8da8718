"""What the commands do once their words are understood. No decisions of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as day
from pathlib import Path
from typing import Any

from callsift.api import analyze, estimate
from callsift.cli.inputs import get_call
from callsift.cli.output import check_writable, complain, write_line
from callsift.cli.results import write_analysis
from callsift.cli.shapes import Shape
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.errors import UsageError
from callsift.options import CallOptions, refuse_unknown_signals, with_options
from callsift.playbook import load_playbook
from callsift.render import estimate_text
from callsift.settings import Settings, load_settings


@dataclass(frozen=True)
class Delivery:
    """Where a result goes: its shape, a file or stdout, and whether its account keeps it."""

    shape: Shape
    out: str | None = None
    save: bool = False


def analyze_input(
    path: str | None,
    *,
    clipboard: bool,
    flags: Mapping[str, Any],
    options: Mapping[str, Any],
    delivery: Delivery,
) -> None:
    """Read one call, analyse it, write the result, and keep it with its account if that is wanted."""
    chosen = call_options(options)
    check_writable(delivery.out, made_of=path)
    save = _saving(chosen.account) if delivery.save else None
    settings = load_settings(flags)
    playbook = load_playbook(settings.playbook)
    refuse_unknown_signals(chosen, playbook, word="--not")
    call = with_options(get_call(path, clipboard=clipboard), chosen)
    dated = call if call.date else _of_today(call, is_file=path not in (None, "-"))
    announce(settings)
    if chosen.redact and settings.chosen_engine == "offline":
        complain(
            "nothing is sent anywhere, so nothing is masked; `callsift read --redact` shows what would be."
        )
    analysis = analyze(dated, options=chosen, settings=settings, playbook=playbook, notice=complain)
    if analysis.engine.name == "llm" and not analysis.usage.calls:
        complain("answered from the cache (`callsift cache info`); nothing was sent.")
    # Kept before it is shown: whoever reads the output may leave in the middle of it.
    if save is not None:
        save(analysis)
    write_analysis(analysis, playbook, delivery.shape, delivery.out)


def _of_today(call: Call, *, is_file: bool) -> Call:
    """Return an undated call as one of today. What is pasted was said just now; of a file nobody knows, and it is said."""
    return call.model_copy(update={"date": day.today().isoformat(), "is_date_assumed": is_file})


def _saving(account: str | None) -> Callable[[Analysis], None]:
    """Return what keeps an analysis with its account, once it is sure that there is one."""
    # The history of accounts, a database, is only loaded where it is wanted.
    from callsift.cli.accounts import check_save, save_call  # noqa: PLC0415

    named = check_save(account)
    return lambda analysis: save_call(analysis, named)


def estimate_input(
    path: str | None, *, clipboard: bool, flags: Mapping[str, Any], options: Mapping[str, Any]
) -> None:
    """Read one call and say what asking about it would use. Nothing is sent."""
    chosen = call_options(options)
    settings = load_settings(flags)
    playbook = load_playbook(settings.playbook)
    call = with_options(get_call(path, clipboard=clipboard), chosen)
    if settings.chosen_engine == "offline":
        write_line("offline engine: nothing is sent, nothing is paid.")
        return
    write_line(estimate_text(estimate(call, settings=settings, playbook=playbook)))


def call_options(values: Mapping[str, Any]) -> CallOptions:
    """Return the options of a call, or say which one cannot be used.

    Raises:
        UsageError: one of them cannot be used.
    """
    given = {key: value for key, value in values.items() if value}
    if "names" in given:
        # Who names whom to mask wants masking.
        given |= {"names": _names_in(str(given["names"])), "redact": True}
    return CallOptions.model_validate(given)


def _names_in(file: str) -> tuple[str, ...]:
    """Return the names in a file, one a line; empty lines and lines that begin with # are none."""
    try:
        lines = Path(file).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(
            "the list of names cannot be read.",
            where=file,
            do="Give a UTF-8 file, one name a line.",
        ) from None
    return tuple(
        line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")
    )


def announce(settings: Settings) -> None:
    """Say before anything is read which engine `auto` means here. The model's client says itself where words go."""
    if settings.chosen_engine == "offline" and settings.engine == "auto":
        complain(
            "no model is configured for callsift: using the offline engine, nothing leaves this machine."
        )
