"""Reads Whisper, WhisperX and their kin: `segments` in seconds, or whisper.cpp's `transcription`.

What Whisper makes up where nobody speaks is listed, not said by anybody.
"""

from collections.abc import Iterator

from callsift.steps.read.cues import Cue, one_line
from callsift.steps.read.exports.fields import Item, has_items, item, items, label, seconds, words
from callsift.steps.read.exports.found import Found, fault, gathered, sentence_cues
from callsift.steps.read.exports.stock import is_stock_phrase

FORMAT = "whisper"
NAME = "Whisper"
_BARE = {"text", "language", "duration", "task", "usage", "words", "logprobs"}
_TRACES = {"start", "end", "offsets", "timestamps", "seek", "words", "no_speech_prob"}


def matches(document: object) -> bool:
    """Tell whether there are segments with words and times, or a bare text."""
    whole = item(document)
    for key in ("segments", "transcription"):
        if has_items(whole.get(key)):
            entries = items(whole[key])[:50]
            return any("text" in each and _TRACES & each.keys() for each in entries)
    is_bare = bool(whole) and whole.keys() <= _BARE | {"segments"}
    return is_bare and bool(words(whole.get("text")).strip())


def read(document: object) -> Found:
    """Return the segments, without the stock phrases of silence."""
    whole = item(document)
    key = "segments" if has_items(whole.get("segments")) else "transcription"
    if not has_items(whole.get(key)):
        found = Found(sentence_cues(words(whole.get("text"))), [])
    else:
        found = gathered(whole[key], _cues)
    listed = [
        fault(cue.line or place, one_line(cue.text), "made up by the recognition in silence")
        for place, cue in enumerate(found.cues, 1)
        if is_stock_phrase(cue.text)
    ]
    said = [cue for cue in found.cues if not is_stock_phrase(cue.text)]
    return Found(said, [*found.not_understood, *listed])


def _cues(segment: Item) -> Iterator[Cue]:
    milliseconds = item(segment.get("offsets"))
    if milliseconds:
        times = [seconds(milliseconds.get(key), unit=0.001) for key in ("from", "to")]
    else:
        times = [seconds(segment.get(key)) for key in ("start", "end")]
    yield Cue(_speaker(segment), times[0], times[1], words(segment.get("text")))


def _speaker(segment: Item) -> str | None:
    """Return the segment's speaker, else the one that all its words have."""
    named = label(segment.get("speaker"))
    if named is not None:
        return named
    of_words = {label(each.get("speaker")) for each in items(segment.get("words"))}
    return of_words.pop() if len(of_words) == 1 else None
