"""The engine that ships with callsift and needs nothing else."""

from callsift.steps.extract.offline.engine import OfflineEngine

__all__ = ["OfflineEngine"]
