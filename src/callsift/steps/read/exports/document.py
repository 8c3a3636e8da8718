"""Parses a text that is a JSON document; tells a broken document from what somebody wrote."""

import json
import re

from callsift.errors import InputError
from callsift.steps.read.exports.fields import Item
from callsift.steps.read.exports.utterance import is_of_one_call

_BEGINS_SO = re.compile(r'\s{0,99}(?:[{\[]\s{0,99}){1,9}"[^"\n]{1,80}"\s{0,9}:')
_NESTED = re.compile(r"\s{0,99}(?:[{\[]\s{0,9}){50}")
_NAMED_SO = (".json", ".jsonl")
_LISTED = re.compile(r'\s{0,99}\[\s{0,99}"')
# A number with more digits stays text: no id loses a digit, and no number takes long to read.
_MOST_DIGITS = 30
_ONE_A_FILE = "Save each as a file of its own and read that."
_ONE_A_LINE = "Use `callsift batch FILE --out results.jsonl`, which reads each line as a call."


def document_of(text: str, name: str) -> object | None:
    """Return the object or list of objects that a text is, or None where it is ordinary text.

    Objects one a line are a list where each is an utterance of the same call.

    Raises:
        InputError: it begins as a document does, but is broken, or is several.
    """
    if not text.lstrip()[:1] or text.lstrip()[:1] not in "{[":
        return None
    try:
        document = _parsed(text)
    except json.JSONDecodeError as error:
        said = utterances_in_lines(text)
        if said is None:
            _refuse_broken(text, error, name)
        return said
    except RecursionError:
        _refuse_nested(text, name)
        return None
    if isinstance(document, dict):
        return document
    is_table = isinstance(document, list) and any(isinstance(each, dict) for each in document)
    return document if is_table else None


def listed_lines(text: str) -> str | None:
    """Return the lines of a text that is a JSON list of nothing but strings, one a line; else None."""
    if not _LISTED.match(text):
        return None
    try:
        lines = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(lines, list) or not all(isinstance(each, str) for each in lines):
        return None
    # JSON can hold halves of a character, which no text holds.
    return "\n".join(lines).encode("utf-8", "replace").decode("utf-8")


def utterances_in_lines(text: str) -> list[Item] | None:
    """Return the objects that stand one a line, where each is an utterance of the same call."""
    found: list[Item] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        try:
            entry = _parsed(line) if line[0] == "{" else None
        except (ValueError, RecursionError):
            return None
        if not isinstance(entry, dict):
            return None
        found.append(entry)
    return found if is_of_one_call(found) else None


def _parsed(text: str) -> object:
    return json.loads(text, parse_int=_number, parse_constant=lambda _: None)


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _refuse_broken(text: str, error: json.JSONDecodeError, name: str) -> None:
    # Whoever names a file so means it, however little of it is left.
    if not (_BEGINS_SO.match(text) or name.lower().endswith(_NAMED_SO)):
        return
    if error.msg == "Extra data":
        raise InputError(
            f"this is more than one JSON document; the second begins in line {error.lineno}.",
            where=name,
            do=_ONE_A_LINE if _is_one_a_line(text, error.pos) else _ONE_A_FILE,
        )
    raise InputError(
        f"this begins like JSON, but is broken in line {error.lineno}.",
        where=name,
        do="Export or download it again.",
    )


def _is_one_a_line(text: str, second: int) -> bool:
    """Tell whether the first two documents are objects, each beginning a line of its own."""
    first = text[:second].strip()
    between = text[:second].removeprefix(text[:second].rstrip())
    return "\n" not in first and "\n" in between and first[0] + text[second] == "{{"


def _refuse_nested(text: str, name: str) -> None:
    if _BEGINS_SO.match(text) or _NESTED.match(text):
        raise InputError(
            "this is JSON nested deeper than any transcript.",
            where=name,
            do="Export the transcript as plain text and read that.",
        )
