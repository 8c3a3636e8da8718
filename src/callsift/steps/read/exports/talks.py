"""Finds the list of utterances in a JSON document. Refuses to choose between several calls."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from callsift.steps.read.exports.fields import items
from callsift.steps.read.exports.utterance import Utterance, channel_of, utterance_of

# No service wraps its answer deeper.
_DEEPEST = 12


class Talk(NamedTuple):
    """A list in which most objects are utterances; `channel` where each channel has one."""

    entries: list[object]
    utterances: list[Utterance]
    channel: str | None = None

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """How surely this is what was said, beside other lists of one document."""
        is_named = any(each.speaker or each.channel for each in self.utterances)
        is_timed = sum(each.times.is_span for each in self.utterances) * 2 >= len(self.utterances)
        return is_named, is_timed, len(self.utterances)


def talks_in(document: object, deepest: int = _DEEPEST) -> list[Talk]:
    """Return the list of utterances, or one for each channel; nothing where there is none, or several calls."""
    if isinstance(document, str):
        document = _embedded(document)
    if not deepest:
        return []
    if isinstance(document, list):
        talk = _talk(document)
        return _of_channels(document, deepest - 1) if talk is None else [talk]
    if not isinstance(document, dict):
        return []
    inner = (talks_in(value, deepest - 1) for value in document.values())
    return max(filter(None, inner), key=_weight, default=[])


def _weight(talks: list[Talk]) -> tuple[bool, bool, int]:
    return max(each.weight for each in talks)


def _embedded(text: str) -> object:
    """Return the list that a text holds: some services answer with JSON in JSON."""
    if not text.startswith("[{"):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _talk(entries: list[object]) -> Talk | None:
    """Return a list in which most objects have words, and some a speaker or most a span of time."""
    said = [each for each in map(utterance_of, items(entries)) if each.words.strip()]
    if not said or len(said) * 2 < len(entries):
        return None
    is_timed = sum(each.times.is_span for each in said) * 2 > len(said)
    is_talk = is_timed or any(each.speaker for each in said)
    return Talk(entries, said) if is_talk else None


def _of_channels(entries: Iterable[object], deepest: int) -> list[Talk]:
    """Return the talks in a list of objects, if there is one, or one for each channel."""
    found = [(each, talks_in(each, deepest)) for each in items(list(entries))]
    talks = [talk for _, inside in found for talk in inside]
    if len(talks) < 2:
        return talks
    channels = [channel_of(each) for each, inside in found if inside]
    if None in channels or len({*channels}) < len(talks):
        return []
    return [talk._replace(channel=name) for talk, name in zip(talks, channels, strict=True)]
