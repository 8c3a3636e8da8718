"""Reads any list of objects that have a speaker and words, whoever wrote it.

The list may lie up to three objects deep. Times are taken as milliseconds where their size says so.
"""

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from callsift.steps.read.cues import Cue
from callsift.steps.read.exports.fields import Item, first_words, items, label, seconds, words
from callsift.steps.read.exports.found import Found, gathered

FORMAT = "json"
NAME = "a list of objects with a speaker and text"
_SPEAKERS = (
    *("speaker", "speaker_name", "speakerName", "speaker_label", "speakerLabel", "speaker_id"),
    *("speakerId", "name", "author", "sender", "from", "participant", "user", "role"),
    *("说话人", "发言人", "讲话人", "姓名", "角色", "說話人", "發言人"),
)
_WORDS = (
    *("text", "content", "words", "sentence", "transcript", "utterance", "message", "body"),
    *("内容", "文本", "发言内容", "發言內容", "內容"),
)
_STARTS = (
    *("start", "start_time", "startTime", "begin", "begin_time", "beginTime", "bg", "offset"),
    *("start_s", "from_s", "timestamp", "time", "ts", "开始时间", "时间"),
)
_ENDS = ("end", "end_time", "endTime", "stop", "ed", "end_s", "to_s", "结束时间")
_STARTS_MS = ("start_ms", "startMs", "begin_ms", "offset_ms", "startMillis")
_ENDS_MS = ("end_ms", "endMs", "endMillis")
_DEEPEST = 3
# Nobody's words last 100 s in the middle, nor do people wait so long.
_MANY = 100


def matches(document: object) -> bool:
    """Tell whether such a list is there."""
    return _list(document, _DEEPEST) is not None


def read(document: object) -> Found:
    """Return the list's entries."""
    entries = _list(document, _DEEPEST) or []
    unit = 0.001 if _are_milliseconds(items(entries)) else 1.0

    def cues(entry: Item) -> Iterator[Cue]:
        spoken = first_words(entry, *_WORDS) or _single_words(entry)
        start = _time(entry, _STARTS, _STARTS_MS, unit)
        yield Cue(_speaker(entry), start, _time(entry, _ENDS, _ENDS_MS, unit), spoken)

    return gathered(entries, cues)


def _list(document: object, depth: int) -> list[object] | None:
    """Return the first list in which most objects have words and some a speaker."""
    if isinstance(document, list):
        return document if _is_talk(document) else None
    if not isinstance(document, dict) or not depth:
        return None
    inner = (_list(value, depth - 1) for value in document.values())
    return next((each for each in inner if each is not None), None)


def _is_talk(entries: list[object]) -> bool:
    objects = items(entries)
    spoken = [each for each in objects if first_words(each, *_WORDS) or _single_words(each)]
    is_named = any(_speaker(each) is not None for each in spoken)
    return is_named and len(spoken) * 2 >= len(entries)


def _speaker(entry: Item) -> str | None:
    values = ((key, entry.get(key)) for key in _SPEAKERS if key in entry)
    # A number in `from` is a time.
    return next((n for key, v in values if (key != "from" or words(v)) and (n := label(v))), None)


def _single_words(entry: Item) -> str:
    """Return the words that stand in a list of their own."""
    return " ".join(
        filter(None, (first_words(w, "text", "word") for w in items(entry.get("words"))))
    )


def _time(
    entry: Item, keys: tuple[str, ...], in_milliseconds: tuple[str, ...], unit: float
) -> float | None:
    for key in in_milliseconds:
        if key in entry:
            return seconds(entry[key], unit=0.001)
    return next((seconds(entry[key], unit=unit) for key in keys if key in entry), None)


def _are_milliseconds(entries: list[Item]) -> bool:
    """Tell whole milliseconds from seconds by how long entries last, else by how far apart they start."""
    starts = [_number(entry, _STARTS) for entry in entries]
    ends = [_number(entry, _ENDS) for entry in entries]
    known = [time for time in starts if time is not None]
    lengths = [b - a for a, b in zip(starts, ends, strict=True) if a is not None and b is not None]
    apart = lengths or [two - one for one, two in pairwise(known)]
    return bool(apart) and median(apart) >= _MANY


def _number(entry: Item, keys: tuple[str, ...]) -> int | None:
    value = next((entry[key] for key in keys if key in entry), None)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
