"""callsift reads a sales call and says, with quotes that can be checked: is it worth following, where do we stand,
what next.

A model or the embedded offline engine only observes; deterministic rules decide. Start with `analyze`.
"""

from callsift.api import (
    CallOptions,
    Outcome,
    aanalyze,
    analyze,
    analyze_many,
    judge,
)
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
]
