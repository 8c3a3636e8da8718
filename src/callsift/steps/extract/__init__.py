"""Engines: a transcript in, candidates out."""

from callsift.steps.extract.choose import make_engine
from callsift.steps.extract.engine import Engine

__all__ = ["Engine", "make_engine"]
