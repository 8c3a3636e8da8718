"""Turns an ISO day into a date."""

from datetime import date


def day_in(text: str | None) -> date | None:
    """Return the day that a text is, or None where it is none."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None
