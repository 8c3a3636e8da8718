"""Reads the line that says when a cue is shown: `00:00:03,490 --> 00:00:05,100`, or SBV's comma."""

import re
from typing import NamedTuple

# Teams writes `0:0:3.490`; WebVTT may leave the hours out; hours may exceed two digits.
_TIME = r"(?:\d{1,4}\s?:\s?)?\d{1,3}\s?:\s?\d{1,2}(?:\s?[.,]\s?\d{1,3})?"
_FULL = r"(?:\d{1,4}\s?:\s?\d{1,3}\s?:\s?\d{1,2}(?:\s?[.,]\s?\d{1,3})?|\d{1,3}:\d{1,2}[.,]\d{1,3})"
_SETTINGS = r"(?:\s+[\w-]+:[^\s<>]{1,80}|\s+X1:.{0,80})*"
_ARROW = re.compile(rf"(?P<start>{_FULL})\s*-+>\s*(?P<end>{_TIME}){_SETTINGS}")
_COMMA = re.compile(
    r"(?P<start>\d{1,4}:\d{1,2}:\d{1,2}\.\d{1,3}),(?P<end>\d{1,4}:\d{1,2}:\d{1,2}\.\d{1,3})"
)
_BROKEN = re.compile(r"[\d:.,\s]*\d[^\s]{0,12}\s*-->.{0,60}|.{0,30}-->\s*\d[\d:.,x\s]*")
# No such line is longer.
_LONGEST = 200


class Span(NamedTuple):
    """When a cue is shown, in seconds from the start; None where it cannot be read."""

    start_s: float | None
    end_s: float | None


def arrow_span(line: str) -> Span | None:
    """Return the times of a line of WebVTT or SRT, or None where it is another line."""
    return _span(_ARROW, line)


def comma_span(line: str) -> Span | None:
    """Return the times of a line of SBV, or None where it is another line."""
    return _span(_COMMA, line)


def is_broken_span(line: str) -> bool:
    """Tell whether a line is one of times that cannot be read."""
    return "-->" in line[:_LONGEST] and len(line) < _LONGEST and bool(_BROKEN.fullmatch(line))


def _span(pattern: re.Pattern[str], line: str) -> Span | None:
    found = pattern.fullmatch(line) if len(line) < _LONGEST else None
    return None if found is None else Span(_seconds(found["start"]), _seconds(found["end"]))


def _seconds(clock: str) -> float:
    *hours, minutes, seconds = "".join(clock.split()).replace(",", ".").split(":")
    return round(int(hours[0] if hours else 0) * 3600 + int(minutes) * 60 + float(seconds), 3)
