"""A verdict in, the analysis with its next action out. Deterministic; knows no engine."""

from callsift.steps.recommend.recommend import recommend

__all__ = ["recommend"]
