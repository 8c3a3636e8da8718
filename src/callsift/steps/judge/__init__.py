"""Observations in, verdict out: stage, standing, category. Deterministic; knows no engine."""

from callsift.steps.judge.decide import judge

__all__ = ["judge"]
