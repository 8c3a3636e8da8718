"""Reads Fireflies: the API's answer, its `transcript` or `sentences` alone, and the app's download."""

from collections.abc import Iterator

from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import (
    Item,
    day,
    first_words,
    item,
    items,
    label,
    same_id,
    seconds,
)
from callsift.steps.read.exports.found import Found, gathered

FORMAT = "fireflies"
NAME = "Fireflies"
_WORDS = ("text", "sentence", "raw_text")
# A bare list is told by these.
_OWN = {"raw_text", "sentence", "start_time", "startTime", "ai_filters"}


def matches(document: object) -> bool:
    """Tell whether there are sentences with `speaker_name`."""
    return any(
        "speaker_name" in each
        and any(key in each for key in _WORDS)
        and (isinstance(document, dict) or not _OWN.isdisjoint(each))
        for each in items(_sentences(document))[:50]
    )


def read(document: object) -> Found:
    """Return the sentences; the day is the meeting's."""
    transcript = _transcript(document)
    names = {
        key: name
        for each in items(transcript.get("speakers"))
        if (key := same_id(each.get("id"))) and (name := label(each.get("name")))
    }

    def cues(sentence: Item) -> Iterator[Cue]:
        number = sentence.get("speaker_id")
        speaker = label(sentence.get("speaker_name")) or names.get(same_id(number) or "")
        yield Cue(
            speaker or label(number),
            seconds(sentence.get("start_time", sentence.get("startTime"))),
            seconds(sentence.get("end_time", sentence.get("endTime"))),
            first_words(sentence, *_WORDS),
        )

    date = day(transcript.get("dateString")) or day(transcript.get("date"))
    return gathered(_sentences(document), cues, date=date)


def _transcript(document: object) -> Item:
    """Return the object that holds the sentences, without its wrappings."""
    inner = item(document)
    inner = item(inner.get("data")) or inner
    return item(inner.get("transcript")) or inner


def _sentences(document: object) -> object:
    return document if isinstance(document, list) else _transcript(document).get("sentences")
