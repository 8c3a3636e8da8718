"""Finds turns that speak to the machine that reads the call, and keeps them from it."""

from callsift.steps.flag.flag import Screened, screen

__all__ = ["Screened", "screen"]
