"""Grounded observations in, one consistent record for the rules out."""

from callsift.steps.merge.merge import merge, source_of

__all__ = ["merge", "source_of"]
