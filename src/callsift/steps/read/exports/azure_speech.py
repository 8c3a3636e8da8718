"""Reads Azure Speech: `recognizedPhrases` in ticks of 100 ns, or `phrases` in milliseconds."""

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
)
from callsift.steps.read.exports.found import Found, gathered, in_time

FORMAT = "azure_speech"
NAME = "Azure Speech"
_TICK = 1e-7
_MILLISECOND = 1e-3


def matches(document: object) -> bool:
    """Tell whether there are recognised phrases, of the batch or of the fast kind."""
    whole = item(document)
    fast = items(whole.get("phrases"))[:50]
    return has_items(whole.get("recognizedPhrases")) or any("offsetMilliseconds" in p for p in fast)


def read(document: object) -> Found:
    """Return the phrases, by time where there are several channels."""
    whole = item(document)
    key = "recognizedPhrases" if has_items(whole.get("recognizedPhrases")) else "phrases"
    channels = {str(each.get("channel")) for each in items(whole.get(key))}
    apart = len(channels) > 1
    found = gathered(whole.get(key), lambda each: _phrase(each, apart=apart))
    return found._replace(cues=in_time(found.cues)) if apart else found


def _phrase(phrase: Item, *, apart: bool) -> Iterator[Cue]:
    best = next(iter(items(phrase.get("nBest"))), phrase)
    start, length = _time(phrase, "offset"), _time(phrase, "duration")
    end = None if start is None or length is None else round(start + length, 3)
    channel = label(phrase.get("channel"), kind="Channel") if apart else None
    speaker = " ".join(filter(None, (channel, label(phrase.get("speaker"))))) or None
    yield Cue(speaker, start, end, first_words(best, "display", "text", "itn", "lexical"))


def _time(phrase: Item, name: str) -> float | None:
    """Return a time in seconds; ticks, milliseconds or an ISO duration, whichever is there."""
    for value, unit in (
        (phrase.get(f"{name}InTicks"), _TICK),
        (phrase.get(f"{name}Milliseconds"), _MILLISECOND),
        (phrase.get(name), 1.0),
    ):
        found = seconds(value, unit=unit)
        if found is not None:
            return found
    return None
