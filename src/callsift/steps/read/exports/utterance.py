"""Reads one utterance of a list whose maker is not known: who speaks, when, and the words.

A key is known however it is written: `speaker_id`, `speakerId` and `SpeakerId` are one.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from callsift.steps.read.exports.fields import Item, first_words, item, items, label, seconds, words
from callsift.steps.read.exports.spoken_words import joined

_SURE_SPEAKERS = (
    *("speaker", "speakername", "speakerlabel", "speakerid", "spk", "spkid", "spkname"),
    *("说话人", "发言人", "讲话人", "說話人", "發言人"),
)
_SPEAKERS = (
    *_SURE_SPEAKERS,
    *("name", "author", "sender", "sendername", "from", "participant", "user", "username"),
    *("nickname", "role", "姓名", "角色"),
)
_CHANNELS = ("channel", "channelid")
_WORDS = (
    *("text", "content", "words", "sentence", "transcript", "utterance", "message", "body"),
    *("onebest", "finalsentence", "snippet", "strcontent", "内容", "文本", "发言内容", "识别结果"),
    *("發言內容", "內容"),
)
_STARTS = (
    *("start", "starttime", "begin", "begintime", "bg", "offset", "starts", "froms"),
    *("timestamp", "time", "ts", "snippettime", "开始时间", "时间"),
    *(
        "createtime",
        "createdat",
        "createddatetime",
        "sentat",
        "sendtime",
        "datetime",
        "date",
        "发送时间",
    ),
)
_ENDS = ("end", "endtime", "stop", "ed", "ends", "tos", "结束时间")
_STARTS_MS = ("startms", "beginms", "offsetms", "startmillis", "timestampms")
_ENDS_MS = ("endms", "endmillis")
# Who said a thing, and not of whom it is said.
_OF_A_TURN = (*_SURE_SPEAKERS, "sender", "sendername", "from", "role", "角色")
_CALLS = ("callid", "conversationid", "sessionid", "meetingid", "recordingid")
# Nobody talks for longer than five minutes at a time.
_LONGEST = 2_000
_PARTS_OF_KEYS = str.maketrans("", "", "_- ")


class Times(NamedTuple):
    """Start and end as they are written; `in_milliseconds` where the keys say so."""

    start: object = None
    end: object = None
    in_milliseconds: bool = False

    def seconds(self, *, unit: float) -> tuple[float | None, float | None]:
        """Return both in seconds; numbers count in units where the keys do not say better."""
        unit = 0.001 if self.in_milliseconds else unit
        return seconds(self.start, unit=unit), seconds(self.end, unit=unit)

    @property
    def is_span(self) -> bool:
        """Whether both are known."""
        return None not in self.seconds(unit=1.0)


class Utterance(NamedTuple):
    """What an entry says of itself, as far as its keys are known."""

    speaker: str | None
    channel: str | None
    words: str
    times: Times


def utterance_of(entry: Item) -> Utterance:
    """Return who speaks, when and what; of single words or sentences inside, all of them."""
    known = _by_plain_key(entry)
    parts = _parts(known)
    whole = next((text for key in _WORDS if (text := _written(known.get(key))).strip()), "")
    times = _times(known)
    if parts and times.start is None:
        first, last = _times(parts[0]), _times(parts[-1])
        times = first._replace(end=last.end)
    return Utterance(_speaker(known), channel_of(entry), whole or _joined(parts), times)


def is_of_one_call(entries: Sequence[Item]) -> bool:
    """Tell whether each of two objects or more is a short utterance, and none of another call."""
    calls: set[str] = set()
    for entry in entries:
        known = _by_plain_key(entry)
        said = utterance_of(entry)
        is_turn = said.speaker is not None and any(key in known for key in _OF_A_TURN)
        if not is_turn or not 0 < len(said.words) <= _LONGEST:
            return False
        calls.add(str(_first(known, _CALLS)))
    return len(entries) > 1 and len(calls) == 1


def channel_of(entry: Item) -> str | None:
    """Return the channel of an entry, or of what holds a list of them."""
    return label(_first(_by_plain_key(entry), _CHANNELS), kind="Channel")


def _by_plain_key(entry: Item) -> Item:
    found: Item = {}
    for key, value in entry.items():
        found.setdefault(key.translate(_PARTS_OF_KEYS).lower(), value)
    return found


def _first(known: Item, keys: tuple[str, ...]) -> object:
    return next((known[key] for key in keys if known.get(key) is not None), None)


def _times(known: Item) -> Times:
    start = _first(known, _STARTS_MS)
    if start is not None:
        return Times(start, _first(known, _ENDS_MS), in_milliseconds=True)
    return Times(_first(known, _STARTS), _first(known, _ENDS))


def _speaker(known: Item) -> str | None:
    values = ((key, known[key]) for key in _SPEAKERS if key in known)
    # A number in `from` is a time.
    return next(
        (n for key, v in values if (key != "from" or words(v) or item(v)) and (n := label(v))), None
    )


def _written(value: object) -> str:
    """Return a text, also where it comes in pieces: strings, and objects that say their type."""
    if isinstance(value, dict):
        return _written(first_words(value, "text", "content"))
    if not isinstance(value, list):
        return _unpacked(words(value))
    if all(isinstance(each, str) for each in value):
        return "\n".join(value)
    if not any(isinstance(each, str) or "type" in item(each) for each in value):
        return ""
    # Such pieces bring the blanks between them.
    return "".join(words(each) or words(item(each).get("text")) for each in value)


def _unpacked(text: str) -> str:
    """Return the words of a message whose text is JSON itself, as Feishu's is."""
    if not text.startswith('{"text":'):
        return text
    try:
        return words(item(json.loads(text)).get("text")) or text
    except (ValueError, RecursionError):
        return text


def _parts(known: Item) -> list[Item]:
    """Return the single words of an entry, or the sentences of one that surely has a speaker."""
    entries = items(known.get("words"))
    if not entries and any(key in known for key in _SURE_SPEAKERS):
        entries = items(known.get("sentences"))
    return [_by_plain_key(each) for each in entries]


def _joined(parts: list[Item]) -> str:
    pieces = filter(None, (first_words(each, "text", "word") for each in parts))
    return joined((each, not any(map(str.isalnum, each))) for each in pieces)
