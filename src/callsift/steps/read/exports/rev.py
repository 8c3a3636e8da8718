"""Reads Rev: `monologues` of `elements`, which are words, marks and what was not understood."""

from collections.abc import Iterator

from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import Item, item, items, label, same_id, seconds, words
from callsift.steps.read.exports.found import Found, gathered
from callsift.steps.read.exports.spoken_words import joined

FORMAT = "rev"
NAME = "Rev"


def matches(document: object) -> bool:
    """Tell whether there are monologues of elements."""
    return any("elements" in each for each in items(item(document).get("monologues"))[:50])


def read(document: object) -> Found:
    """Return the monologues with the names that the document gives."""
    whole = item(document)
    names = {
        key: name
        for each in items(whole.get("speakers"))
        if (key := same_id(each.get("id"))) and (name := label(each.get("name")))
    }

    def cues(monologue: Item) -> Iterator[Cue]:
        elements = items(monologue.get("elements"))
        speaker = monologue.get("speaker")
        starts = [_time(each, "ts", "timestamp") for each in elements]
        ends = [_time(each, "end_ts", "end_timestamp") for each in elements]
        text = joined((words(each.get("value")), each.get("type") == "punct") for each in elements)
        yield Cue(
            names.get(same_id(speaker) or "") or label(speaker),
            min((time for time in starts if time is not None), default=None),
            max((time for time in ends if time is not None), default=None),
            text,
        )

    return gathered(whole.get("monologues"), cues)


def _time(element: Item, *keys: str) -> float | None:
    return next((found for key in keys if (found := seconds(element.get(key))) is not None), None)
