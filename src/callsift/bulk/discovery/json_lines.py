"""Turns JSON objects into inputs: a text with what is known of it, a saved `callsift read --json`, or an export."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeGuard

from callsift.bulk.discovery.item import Item, content_key, unreadable
from callsift.bulk.discovery.lines import RawLine
from callsift.bulk.discovery.place import Place
from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read import read_bytes, read_text
from callsift.steps.read.decoding import decode
from callsift.steps.read.exports.document import utterances_in_lines
from callsift.steps.read.tables.calls import day_of
from callsift.typography import writable

# A document with one of these is an export or a saved reading; its `text` is only a part of it.
_STRUCTURED = frozenset({"turns", "utterances", "segments", "sentences", "words", "monologues"})
_ABOUT = ("name", "date", "account")
# So much of a file shows what its lines are.
LOOKED_AT = 1 << 16
_BOM = b"\xef\xbb\xbf"


def items_in_lines(lines: Iterable[RawLine], place: Place) -> Iterator[Item]:
    """Yield an input for each line of JSONL; a broken one is an input that fails.

    A line without a name of its own is called by its place: `calls.jsonl#12`.
    """
    for line in lines:
        tail = f"#{line.number}"
        try:
            entry = _entry(line, place.bare + tail)
        except InputError as error:
            yield unreadable(place.shown + tail, error, account=place.account)
        else:
            yield item_of(entry, place, tail)


def is_json_lines(data: bytes) -> bool:
    """Tell whether some bytes are several JSON objects, one a line."""
    data = data.removeprefix(_BOM)
    if data[:1] != b"{":
        return False
    end = data.find(b"\n") + 1
    return bool(end) and data[end : end + 99].lstrip()[:1] == b"{" and _is_object(data[:end])


def are_turns(first: bytes) -> bool:
    """Tell by its first lines whether JSONL is one call, an utterance a line."""
    # The last line may be cut, and one more is enough.
    whole = first if len(first) < LOOKED_AT else first[: first.rfind(b"\n") + 1]
    try:
        return utterances_in_lines(decode(whole, "")) is not None
    except InputError:
        return False


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def item_of(entry: Mapping[str, Any], place: Place, tail: str) -> Item:
    """Return the input that an object is: one that fails where what it says of the call is no text, or no date."""
    try:
        return _item(entry, place, tail)
    except InputError as error:
        written = {key: writable(entry[key]).strip() for key in _ABOUT if _is_text(entry.get(key))}
        account = written.get("account") or place.account
        day = day_of(written.get("date", ""))
        return unreadable(place.shown + tail, error, account=account, date=day)


def _item(entry: Mapping[str, Any], place: Place, tail: str) -> Item:
    name = place.bare + tail
    told = {key: _told(entry, key, name) for key in _ABOUT}
    account = told["account"] or place.account
    date = _day(told["date"], name)
    call_name = told["name"] or name
    text = entry.get("text")
    if isinstance(text, str) and _STRUCTURED.isdisjoint(entry):
        content, read = text, partial(read_text, text, name=call_name)
    else:
        rest = {key: value for key, value in entry.items() if key not in _ABOUT}
        content = json.dumps(rest, sort_keys=True)
        read = partial(_structured, content, call_name)
    return Item(
        key=content_key(content, date, account),
        name=told["name"] or place.shown + tail,
        read=read,
        account=account,
        date=date,
    )


def _structured(content: str, name: str) -> Call:
    return read_bytes(content.encode(), name=name)


def _entry(line: RawLine, name: str) -> Mapping[str, Any]:
    if line.data is None:
        raise InputError("this line is longer than any call.", where=name, do="Split it.")
    try:
        entry = json.loads(decode(line.data, name), parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        entry = None
    if not isinstance(entry, dict):
        raise InputError(
            "this line is no JSON object.",
            where=name,
            do='Write one call a line: {"text": "…", "name": "…", "date": "…", "account": "…"}.',
        )
    return entry


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


def _told(entry: Mapping[str, Any], key: str, name: str) -> str | None:
    """Return what an object says of its call; nothing where that is blank."""
    value = entry.get(key)
    if value is None or isinstance(value, str):
        return writable(value or "").strip() or None
    raise InputError(f"its `{key}` is no text.", where=name, do="Put it in quotation marks.")


def _day(written: str | None, name: str) -> str | None:
    day = None if written is None else day_of(written)
    if written is not None and day is None:
        raise InputError("its date cannot be read.", where=name, do="Write it as YYYY-MM-DD.")
    return day
