"""Candidates in, observations out: only what stands in the text, with its exact offsets, counts."""

from callsift.steps.ground.ground import ground

__all__ = ["ground"]
