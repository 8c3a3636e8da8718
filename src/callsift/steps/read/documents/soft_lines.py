"""Reads the Word export of older Teams: a paragraph is one cue of three soft lines.

Its lines are a time or a span of times, a name, and the words; the first two in either order.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from callsift.domain.transcript import NotUnderstood
from callsift.steps.read.cues import Cue
from callsift.steps.read.lines import without_unseen

_FIELD = r"\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?"
_SPAN = re.compile(rf"(?P<start>{_FIELD})(?:\s*-->\s*(?P<end>{_FIELD}))?")
_LONGEST_NAME = 60
_SENTENCE = re.compile(r"[。！？!?;；]|[.…]$")
# With fewer, three lines may be three lines.
_LEAST, _SHARE = 2, 0.6


class SoftCues(NamedTuple):
    """The cues of a document, and its other lines."""

    cues: tuple[Cue, ...]
    not_understood: tuple[NotUnderstood, ...]


def soft_cues(paragraphs: Sequence[str]) -> SoftCues | None:
    """Return the cues, or None where most paragraphs are none."""
    cues: list[Cue] = []
    listed: list[NotUnderstood] = []
    line = 1
    for paragraph in paragraphs:
        lines = [each.strip() for each in paragraph.split("\n")]
        cue = _cue(lines, line)
        if cue is not None:
            cues.append(cue)
        elif paragraph.strip():
            listed += [
                NotUnderstood(line=number, text=text, reason="not a cue with a name and a time")
                for number, text in enumerate(lines, line)
                if text
            ]
        line += len(lines)
    filled = sum(1 for paragraph in paragraphs if paragraph.strip())
    is_teams = len(cues) >= max(_LEAST, _SHARE * filled)
    return SoftCues(tuple(cues), tuple(listed)) if is_teams else None


def _cue(lines: Sequence[str], number: int) -> Cue | None:
    if len(lines) < 3:
        return None
    first, second = _SPAN.fullmatch(lines[0]), _SPAN.fullmatch(lines[1])
    span, name = (first, lines[1]) if first else (second, lines[0])
    name = without_unseen(name).strip()
    if span is None or (first and second) or len(name) > _LONGEST_NAME or _SENTENCE.search(name):
        return None
    end = span["end"]
    return Cue(
        speaker=name or None,
        start_s=_seconds(span["start"]),
        end_s=_seconds(end) if end else None,
        text=" ".join(filter(None, lines[2:])),
        line=number,
    )


def _seconds(clock: str) -> float:
    """Return the seconds of `h:m:s.f`, whose fields may have one digit."""
    seconds = 0.0
    for each in clock.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(each)
    return seconds
