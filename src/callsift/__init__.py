"""callsift reads a sales call and says, with quotes that can be checked: is it worth following, where do we stand,
what next.

A model or the embedded offline engine only observes; deterministic rules decide. Start with `analyze`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callsift.api import (
        Outcome,
        aanalyze,
        analyze,
        analyze_many,
        judge,
    )
    from callsift.bulk.frames import to_dataframe
    from callsift.domain.analysis import Analysis, Observed
    from callsift.domain.transcript import Transcript, Turn
    from callsift.errors import (
        CallsiftError,
        InputError,
        ModelError,
        ModelRefused,
        ModelReplyUnusable,
        ModelUnreachable,
        PlaybookError,
        ResourceMissing,
        UsageError,
    )
    from callsift.options import CallOptions
    from callsift.playbook import Playbook, load_playbook
    from callsift.settings import Settings, load_settings

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "CallOptions",
    "CallsiftError",
    "InputError",
    "ModelError",
    "ModelRefused",
    "ModelReplyUnusable",
    "ModelUnreachable",
    "Observed",
    "Outcome",
    "Playbook",
    "PlaybookError",
    "ResourceMissing",
    "Settings",
    "Transcript",
    "Turn",
    "UsageError",
    "aanalyze",
    "analyze",
    "analyze_many",
    "judge",
    "load_playbook",
    "load_settings",
    "to_dataframe",
]

# The command line passes through here on its way to `callsift.cli`, and `--help` needs none of it.
_HOMES = {
    "callsift.api": ("Outcome", "aanalyze", "analyze", "analyze_many", "judge"),
    "callsift.bulk.frames": ("to_dataframe",),
    "callsift.domain.analysis": ("Analysis", "Observed"),
    "callsift.domain.transcript": ("Transcript", "Turn"),
    "callsift.errors": (
        "CallsiftError",
        "InputError",
        "ModelError",
        "ModelRefused",
        "ModelReplyUnusable",
        "ModelUnreachable",
        "PlaybookError",
        "ResourceMissing",
        "UsageError",
    ),
    "callsift.options": ("CallOptions",),
    "callsift.playbook": ("Playbook", "load_playbook"),
    "callsift.settings": ("Settings", "load_settings"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only when something is asked for

    found: object = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
