"""Reads any list of objects that have words and a speaker or a span of time, whoever wrote it.

The list may lie deep inside. Times are taken as milliseconds where their size says so.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import Item, words
from callsift.steps.read.exports.found import Found, gathered, in_time
from callsift.steps.read.exports.moments import Moment, day_of, moment_of, span_since
from callsift.steps.read.exports.talks import Talk, talks_in
from callsift.steps.read.exports.utterance import Utterance, utterance_of
from callsift.steps.read.stamps import full_date

FORMAT = "json"
NAME = "a list of objects with a speaker and text"
# Nobody's words last 100 s in the middle, nor do people wait so long.
_MANY = 100


def matches(document: object) -> bool:
    """Tell whether such a list is there."""
    return bool(talks_in(document))


def read(document: object) -> Found:
    """Return the list's entries; those of several channels by time."""
    parts = [_read(talk) for talk in talks_in(document)]
    if len(parts) == 1:
        return parts[0]._replace(date=parts[0].date or day_of(document))
    cues = in_time(cue for part in parts for cue in part.cues)
    listed = [each for part in parts for each in part.not_understood]
    return Found(cues, listed, day_of(document))


def _read(talk: Talk) -> Found:
    unit = 0.001 if _are_milliseconds(talk.utterances) else 1.0
    apart = len({each.channel for each in talk.utterances}) > 1
    written = [m for each in talk.utterances if (m := moment_of(each.times.start)) is not None]
    is_dated = len(written) * 2 > len(talk.utterances)
    first = min(written, key=lambda moment: moment.seconds, default=None)

    def cues(entry: Item) -> Iterator[Cue]:
        said = utterance_of(entry)
        speaker = said.speaker or (said.channel if apart else None)
        # Each channel counts its speakers from the beginning.
        label = " ".join(filter(None, (talk.channel, speaker))) or None
        span = said.times.seconds(unit=unit)
        if is_dated:
            span = span_since(first, said.times.start, said.times.end)
        yield Cue(label, *span, said.words)

    found = gathered(talk.entries, cues)
    if is_dated:
        return _dated(found, talk, written)
    days = (full_date(text) for each in talk.utterances if (text := words(each.times.start)[:40]))
    return found._replace(date=max(filter(None, days), default=None))


def _dated(found: Found, talk: Talk, written: Sequence[Moment]) -> Found:
    """Return what was found with its day: of a chat the last one."""
    # A recording's entries have ends; a message has the moment at which it was sent.
    if any(each.times.end is not None for each in talk.utterances):
        return found._replace(date=min(moment.day for moment in written))
    # Some services give the last message first.
    if all(one.seconds >= two.seconds for one, two in pairwise(written)):
        found = found._replace(cues=in_time(reversed(found.cues)))
    return found._replace(date=max(moment.day for moment in written), kind="chat")


def _are_milliseconds(said: Sequence[Utterance]) -> bool:
    """Tell whole milliseconds from seconds by how long entries last, else by how far apart they start."""
    times = [each.times for each in said if not each.times.in_milliseconds]
    starts, ends = [_number(each.start) for each in times], [_number(each.end) for each in times]
    known = [time for time in starts if time is not None]
    lengths = [b - a for a, b in zip(starts, ends, strict=True) if a is not None and b is not None]
    apart = lengths or [two - one for one, two in pairwise(known)]
    return bool(apart) and median(apart) >= _MANY


def _number(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
