"""Reads WebVTT: Zoom's and Webex's names before the words, Teams' voice tags, anybody's notes."""

import re
from collections.abc import Iterator, Sequence

from callsift.domain.transcript import NotUnderstood
from callsift.steps.read.captions.blocks import BlockReader, Blocks, NumberedLine
from callsift.steps.read.captions.timing import arrow_span

FORMAT = "webvtt"
_HEADER = re.compile(r"WEBVTT(?:\s.*)?")
_ASIDE = re.compile(r"(?P<kind>NOTE|STYLE|REGION)(?:\s.*|::.*)?")
_REASONS = {"NOTE": "a note in the captions", "STYLE": "a style", "REGION": "a region"}


def matches(lines: Sequence[NumberedLine]) -> bool:
    """Tell whether a file begins as WebVTT does and has a cue, or nothing that could be speech."""
    filled = (line for line in lines if line.text)
    first = next(filled, None)
    if first is None or not _HEADER.fullmatch(first.text[:200]):
        return False
    return any(arrow_span(line.text) for line in lines) or next(filled, None) is None


def read(lines: Sequence[NumberedLine]) -> Blocks:
    """Return the cues; what stands in the header, in notes and styles is listed."""
    listed: list[NotUnderstood] = []
    blocks = BlockReader(arrow_span, any_name=True).read(_without_asides(lines, listed))
    return Blocks(blocks.cues, (*listed, *blocks.not_understood))


def _without_asides(
    lines: Sequence[NumberedLine], listed: list[NotUnderstood]
) -> Iterator[NumberedLine]:
    """Give the lines that can belong to cues; the others go on the list."""
    reason = ""
    after_blank = True
    for line in lines:
        if not line.text or arrow_span(line.text):
            reason = ""
        elif after_blank:
            reason = _reason(line.text)
        if reason and not _HEADER.fullmatch(line.text[:200]):
            listed.append(NotUnderstood(line=line.number, text=line.text, reason=reason))
        elif not reason:
            yield line
        after_blank = not line.text


def _reason(opening: str) -> str:
    if _HEADER.fullmatch(opening[:200]):
        return "the header of the captions"
    aside = _ASIDE.fullmatch(opening[:200])
    return "" if aside is None else _REASONS[aside["kind"]]
