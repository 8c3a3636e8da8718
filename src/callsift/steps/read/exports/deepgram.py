"""Reads Deepgram: `utterances`, else the `paragraphs`, `words` or transcript of each channel.

Speaker 0 is a speaker. Where channels were recorded apart, a channel is one too.
"""

from collections.abc import Iterator

from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import (
    Item,
    first_words,
    has_items,
    item,
    items,
    label,
    seconds,
    words,
)
from callsift.steps.read.exports.found import Found, gathered, in_time, sentence_cues

FORMAT = "deepgram"
NAME = "Deepgram"


def matches(document: object) -> bool:
    """Tell whether there are results by channel, or utterances with a `transcript`."""
    results = _results(document)
    if any(has_items(each.get("alternatives")) for each in items(results.get("channels"))):
        return True
    return any("transcript" in each for each in items(results.get("utterances"))[:50])


def read(document: object) -> Found:
    """Return what was said, by time where there are several channels."""
    results = _results(document)
    channels = items(results.get("channels"))
    utterances = items(results.get("utterances"))
    apart = len(channels) > 1 or len({str(each.get("channel")) for each in utterances}) > 1
    if utterances:
        found = gathered(results["utterances"], lambda each: _utterance(each, apart=apart))
    else:
        parts = [_channel(each, number if apart else None) for number, each in enumerate(channels)]
        cues = [cue for part in parts for cue in part.cues]
        found = Found(cues, [each for part in parts for each in part.not_understood])
    return found._replace(cues=in_time(found.cues)) if apart else found


def _results(document: object) -> Item:
    whole = item(document)
    return item(whole.get("results")) or item(item(whole.get("response")).get("results"))


def _utterance(utterance: Item, *, apart: bool) -> Iterator[Cue]:
    channel = utterance.get("channel") if apart else None
    spoken = items(utterance.get("words"))
    if label(utterance.get("speaker")) is None and any("speaker" in each for each in spoken):
        yield from (_word(each, channel) for each in spoken)
    else:
        speaker = _named(utterance.get("speaker"), channel)
        yield Cue(speaker, *_times(utterance), words(utterance.get("transcript")))


def _channel(channel: Item, number: int | None) -> Found:
    """Return the first alternative of a channel."""
    best = next(iter(items(channel.get("alternatives"))), {})
    paragraphs = item(best.get("paragraphs")).get("paragraphs")
    if has_items(paragraphs):
        return gathered(paragraphs, lambda each: _paragraph(each, number))
    if has_items(best.get("words")):
        return gathered(best["words"], lambda each: iter([_word(each, number)]))
    return Found(sentence_cues(words(best.get("transcript")), _named(None, number)), [])


def _paragraph(paragraph: Item, channel: object) -> Iterator[Cue]:
    speaker = _named(paragraph.get("speaker"), channel)
    for each in items(paragraph.get("sentences")):
        yield Cue(speaker, *_times(each), words(each.get("text")))


def _word(word: Item, channel: object) -> Cue:
    speaker = _named(word.get("speaker"), channel)
    return Cue(speaker, *_times(word), first_words(word, "punctuated_word", "word"))


def _times(entry: Item) -> tuple[float | None, float | None]:
    return seconds(entry.get("start")), seconds(entry.get("end"))


def _named(speaker: object, channel: object) -> str | None:
    parts = [label(channel, kind="Channel"), label(speaker)]
    return " ".join(filter(None, parts)) or None
