"""Reads Amazon Transcribe: `audio_segments`, else `items` joined to `speaker_labels` by time."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import Item, has_items, item, items, label, seconds, words
from callsift.steps.read.exports.found import Found, gathered, in_time, sentence_cues
from callsift.steps.read.exports.spoken_words import Word, word_cues

FORMAT = "aws_transcribe"
NAME = "Amazon Transcribe"


class _Stretch(NamedTuple):
    """A time, in seconds, in which one speaker speaks."""

    start_s: float
    end_s: float
    speaker: str


def matches(document: object) -> bool:
    """Tell whether the results are items, segments and transcripts."""
    results = _results(document)
    return any(has_items(results.get(key)) for key in ("items", "audio_segments", "transcripts"))


def read(document: object) -> Found:
    """Return what was said, by time where channels were recorded apart."""
    results = _results(document)
    segments = items(results.get("audio_segments"))
    if segments and all(words(each.get("transcript")).strip() for each in segments):
        return gathered(results["audio_segments"], _segment)
    channels = [
        each
        for each in items(item(results.get("channel_labels")).get("channels"))
        if has_items(each.get("items"))
    ]
    if channels:
        parts = [_spoken(each["items"], [], label(each.get("channel_label"))) for each in channels]
        cues = in_time(cue for part in parts for cue in part.cues)
        return Found(cues, [each for part in parts for each in part.not_understood])
    if has_items(results.get("items")):
        return _spoken(results["items"], _stretches(item(results.get("speaker_labels"))), None)
    texts = [words(each.get("transcript")) for each in items(results.get("transcripts"))]
    return Found([cue for text in texts for cue in sentence_cues(text)], [])


def _results(document: object) -> Item:
    return item(item(document).get("results"))


def _segment(segment: Item) -> Iterator[Cue]:
    speaker = label(segment.get("speaker_label")) or label(segment.get("channel_label"))
    yield Cue(speaker, *_times(segment), words(segment.get("transcript")))


def _spoken(entries: object, stretches: list[_Stretch], channel: str | None) -> Found:
    """Return single words; a mark has no time and stays with the word before it."""
    found = gathered(entries, _content)
    said = (_word(each, stretches, channel) for each in items(entries))
    return found._replace(cues=list(word_cues(said)))


def _content(entry: Item) -> Iterator[Cue]:
    best = next(iter(items(entry.get("alternatives"))), {})
    yield Cue(None, *_times(entry), words(best.get("content")))


def _word(entry: Item, stretches: list[_Stretch], channel: str | None) -> Word:
    (cue,) = _content(entry)
    speaker = label(entry.get("speaker_label")) or _speaker_at(cue.start_s, stretches)
    speaker = speaker or channel or label(entry.get("channel_label"))
    return Word(
        speaker, cue.start_s, cue.end_s, cue.text, is_mark=entry.get("type") == "punctuation"
    )


def _stretches(speaker_labels: Item) -> list[_Stretch]:
    """Return who speaks when: of each word where words are given, else of each segment."""
    found: list[_Stretch] = []
    for segment in items(speaker_labels.get("segments")):
        for each in items(segment.get("items")) or [segment]:
            start, end = _times(each)
            speaker = label(each.get("speaker_label")) or label(segment.get("speaker_label"))
            if start is not None and speaker is not None:
                found.append(_Stretch(start, start if end is None else end, speaker))
    return sorted(found)


def _speaker_at(moment: float | None, stretches: list[_Stretch]) -> str | None:
    """Return who speaks at a moment: whoever began last, if not yet done."""
    if moment is None:
        return None
    place = bisect_right(stretches, moment, key=lambda each: each.start_s)
    last = stretches[place - 1] if place else None
    return last.speaker if last is not None and moment <= last.end_s else None


def _times(entry: Item) -> tuple[float | None, float | None]:
    return seconds(entry.get("start_time")), seconds(entry.get("end_time"))
