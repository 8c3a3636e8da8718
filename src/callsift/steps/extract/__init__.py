"""Engines: a transcript in, candidates out."""

from callsift.steps.extract.choose import open_engine
from callsift.steps.extract.engine import Engine

__all__ = ["Engine", "open_engine"]
