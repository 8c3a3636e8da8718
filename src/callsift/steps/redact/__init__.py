"""Masks personal data before anything leaves the machine, and leads an engine's answer back to the original words."""

from callsift.steps.redact.mask import redact
from callsift.steps.redact.redacted import Redacted
from callsift.steps.redact.restore import restore_extraction

__all__ = ["Redacted", "redact", "restore_extraction"]
