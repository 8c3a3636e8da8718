"""Turns captions (WebVTT, SRT, SBV) into a transcript. They are told by content, never by name.

Own readers: webvtt-py, pysubs2 and srt drop the words under times that cannot be read, or take the
times for words; none says where a line stood; srt logs what it drops, which are somebody's words.
"""

from typing import Protocol

from callsift.domain.transcript import NotUnderstood, Transcript
from callsift.steps.read.captions import sbv, srt, webvtt
from callsift.steps.read.captions.blocks import Blocks, NumberedLine
from callsift.steps.read.captions.labels import labelled_cues
from callsift.steps.read.captions.rolling import without_repeats
from callsift.steps.read.captions.voices import has_voices, voiced_cues
from callsift.steps.read.cues import Cue, transcript_of

__all__ = ["read_captions"]


class _Format(Protocol):
    FORMAT: str

    def matches(self, lines: list[NumberedLine]) -> bool: ...
    def read(self, lines: list[NumberedLine]) -> Blocks: ...


_FORMATS: tuple[_Format, ...] = (webvtt, sbv, srt)


def read_captions(text: str) -> Transcript | None:
    """Return the transcript of a caption file with `\\n` line ends, or None where it is none."""
    if not ("-->" in text or "WEBVTT" in text[:200] or "," in text[:200]):
        return None
    lines = [NumberedLine(n, line.strip()) for n, line in enumerate(text.split("\n"), 1)]
    found = next((each for each in _FORMATS if each.matches(lines)), None)
    if found is None:
        return None
    blocks = found.read(lines)
    cues, listed = _spoken(blocks)
    return transcript_of(
        without_repeats(cues), format=found.FORMAT, not_understood=(*blocks.not_understood, *listed)
    )


def _spoken(blocks: Blocks) -> tuple[list[Cue], list[NotUnderstood]]:
    if has_voices(blocks.cues):
        return voiced_cues(blocks.cues), []
    labelled = labelled_cues(blocks.cues)
    return labelled.cues, labelled.not_understood
