"""Parses a text that is a JSON document; tells a broken document from what somebody wrote."""

import json
import re

from callsift.errors import InputError

_BEGINS_SO = re.compile(r'\s{0,99}(?:[{\[]\s{0,99}){1,9}"[^"\n]{1,80}"\s{0,9}:')
_NESTED = re.compile(r"\s{0,99}(?:[{\[]\s{0,9}){50}")
# A number with more digits stays text: no id loses a digit, and no number takes long to read.
_MOST_DIGITS = 30
_ONE_A_FILE = "Save each as a file of its own and read that."
_ONE_A_LINE = "Use `callsift batch FILE --out results.jsonl`, which reads each line as a call."


def document_of(text: str, name: str) -> object | None:
    """Return the object or list of objects that a text is, or None where it is ordinary text.

    Raises:
        InputError: it begins as a document does, but is broken, or is several.
    """
    if not text.lstrip()[:1] or text.lstrip()[:1] not in "{[":
        return None
    try:
        document = json.loads(text, parse_int=_number, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        _refuse_broken(text, error, name)
        return None
    except RecursionError:
        _refuse_nested(text, name)
        return None
    if isinstance(document, dict):
        return document
    is_table = isinstance(document, list) and any(isinstance(each, dict) for each in document)
    return document if is_table else None


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def _refuse_broken(text: str, error: json.JSONDecodeError, name: str) -> None:
    if not _BEGINS_SO.match(text):
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
