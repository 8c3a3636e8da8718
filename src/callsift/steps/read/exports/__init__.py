"""Turns JSON exports of recorders and recognisers into cues. Each family has a module of its own."""

from typing import NamedTuple, Protocol

from callsift.domain.transcript import Transcript
from callsift.errors import InputError
from callsift.steps.read.cues import transcript_of
from callsift.steps.read.exports import (
    assemblyai,
    aws_transcribe,
    azure_speech,
    deepgram,
    fireflies,
    gong,
    plain_list,
    rev,
    timed_text,
    whisper,
)
from callsift.steps.read.exports.found import Found

__all__ = ["NAMES", "Export", "read_export"]


class _Family(Protocol):
    FORMAT: str
    NAME: str

    def matches(self, document: object) -> bool: ...
    def read(self, document: object) -> Found: ...


# What is told by less comes later.
_FAMILIES: tuple[_Family, ...] = (
    gong,
    fireflies,
    deepgram,
    aws_transcribe,
    azure_speech,
    rev,
    assemblyai,
    whisper,
    timed_text,
    plain_list,
)
NAMES = tuple(family.NAME for family in _FAMILIES)


class Export(NamedTuple):
    """The call of an export: its transcript, and its day (ISO) where the document says it."""

    transcript: Transcript
    date: str | None


def read_export(document: object, name: str) -> Export | None:
    """Return the call of a parsed JSON document, or None where it is of no shape that is known.

    Raises:
        InputError: it holds several calls.
    """
    family = next((each for each in _FAMILIES if each.matches(document)), None)
    if family is None:
        return None
    if family is gong:
        _refuse_several(len(gong.calls(document)), name)
    found = family.read(document)
    transcript = transcript_of(
        found.cues,
        format=family.FORMAT,
        kind=found.kind,
        not_understood=found.not_understood,
    )
    return Export(transcript, found.date)


def _refuse_several(calls: int, name: str) -> None:
    if calls > 1:
        raise InputError(
            f"this export holds {calls} calls.",
            where=name,
            do="Use `callsift batch FILE --out results.jsonl`, which reads each of them.",
        )
