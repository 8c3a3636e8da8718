"""Reads a text inside JSON whose lines are `[start,end,speaker]  words`, as Tencent Cloud writes them."""

import re
from collections.abc import Iterator

from callsift.domain.transcript import NotUnderstood
from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import label, seconds
from callsift.steps.read.exports.found import Found, fault

FORMAT = "json"
NAME = "Tencent Cloud speech recognition"
_TIME = r"\d{1,4}:\d{1,2}(?:\.\d{1,3})?"
_LINE = re.compile(
    rf"\s*\[(?P<start>{_TIME}),\s?(?P<end>{_TIME})(?:,\s?(?P<speaker>\d{{1,3}}))?\]\s*(?P<words>.*)"
)
_DEEPEST = 6


def matches(document: object) -> bool:
    """Tell whether a text of such lines is there."""
    return next(_texts(document, _DEEPEST), None) is not None


def read(document: object) -> Found:
    """Return its lines; without a number nobody is named."""
    cues: list[Cue] = []
    listed: list[NotUnderstood] = []
    for place, line in enumerate(next(_texts(document, _DEEPEST), "").split("\n"), 1):
        found = _LINE.fullmatch(line)
        if found is not None:
            start, end = seconds(found["start"]), seconds(found["end"])
            cues.append(Cue(label(found["speaker"]), start, end, found["words"], line=place))
        elif line.strip():
            listed.append(fault(place, line.strip(), "a line without a time"))
    return Found(cues, listed)


def _texts(value: object, deepest: int) -> Iterator[str]:
    """Yield the texts in a document that begin with such a line."""
    if isinstance(value, str) and _LINE.match(value.partition("\n")[0]):
        yield value
    if isinstance(value, dict) and deepest:
        for each in value.values():
            yield from _texts(each, deepest - 1)
