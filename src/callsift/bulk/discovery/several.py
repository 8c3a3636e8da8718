"""Takes a JSON document with several calls apart: one object for each, with what the whole says of it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from callsift.errors import InputError
from callsift.steps.read.exports import gong, read_export
from callsift.steps.read.exports.fields import same_id
from callsift.steps.read.saved import read_saved

Entry: TypeAlias = Mapping[str, Any]
# Under these keys services answer with a list of their calls.
_LISTS = ("transcripts", "calls", "recordings", "items", "results", "records", "data")
_DEEPEST = 3
# A list of these is one call, told turn by turn.
_OF_A_TURN = frozenset({"speaker", "role", "start", "start_time", "startTime", "timestamp", "time"})


def entries_in(document: object) -> Sequence[Entry]:
    """Return the calls of a document as objects of one call each; nothing where it is a single call."""
    if gong.matches(document):
        return _gong(document)
    listed = _list(document, _DEEPEST)
    if len(listed) < 2:
        return ()
    return listed if _are_texts(listed) or all(map(_is_call, listed)) else ()


def _list(document: object, deepest: int) -> Sequence[Entry]:
    """Return the list of objects that a document is, or holds under a key that says so."""
    if isinstance(document, list):
        return document if all(isinstance(each, dict) for each in document) else ()
    if not isinstance(document, dict) or not deepest:
        return ()
    inner = (_list(document[key], deepest - 1) for key in _LISTS if key in document)
    return next(filter(None, inner), ())


def _are_texts(entries: Sequence[Entry]) -> bool:
    """Tell whether each is a text and something is said of it that is said of calls, not of turns."""
    has_text = all(isinstance(each.get("text"), str) for each in entries)
    is_of_calls = any("account" in each or "date" in each for each in entries)
    return has_text and is_of_calls and not any(_OF_A_TURN & each.keys() for each in entries)


def _is_call(entry: Entry) -> bool:
    """Tell whether an object is a call by itself."""
    try:
        return read_saved(entry, "") is not None or read_export(entry, "") is not None
    except InputError:
        return False


def _gong(document: object) -> Sequence[Entry]:
    about = document.get("calls") if isinstance(document, dict) else None
    listed = document.get("callTranscripts") if isinstance(document, dict) else document
    calls = [each for each in _objects(listed) if "transcript" in each]
    if len(calls) < 2:
        return ()
    return [{"callTranscripts": [call], "calls": _about(call, about)} for call in calls]


def _about(call: Entry, entries: object) -> list[Entry]:
    number = same_id(call.get("callId"))
    return [each for each in _objects(entries) if number is not None and number in _ids(each)]


def _ids(entry: Entry) -> tuple[object, object]:
    meta = entry.get("metaData")
    return same_id(entry.get("id")), same_id(meta.get("id") if isinstance(meta, dict) else None)


def _objects(value: object) -> list[Entry]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
