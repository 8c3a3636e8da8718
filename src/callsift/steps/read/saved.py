"""Reads back what `callsift read --json` wrote."""

import json
from typing import Any

from pydantic import ValidationError

from callsift.domain.transcript import Transcript
from callsift.errors import InputError

_KEYS = {"format", "kind", "language", "text", "turns"}


def read_saved(text: str, name: str) -> Transcript | None:
    """Return the transcript that a JSON text holds, or None where the text is no JSON document.

    Raises:
        InputError: it is JSON of another shape, or its turns do not fit its text.
    """
    document = _document(text)
    if document is None:
        return None
    if not isinstance(document, dict) or not document.keys() >= _KEYS:
        raise InputError(
            "this is JSON, but not of the shape that `callsift read --json` writes.",
            where=name,
            do="Export the transcript as plain text and read that.",
        )
    try:
        return Transcript.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "turns"
        raise InputError(
            f"this is like the output of `callsift read --json`, but {place}: {first['msg']}.",
            where=name,
            do="Write it again with `callsift read --json`.",
        ) from None


def _document(text: str) -> Any:
    """Return the parsed object or list of objects; anything else is text that somebody wrote."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(document, dict):
        return document
    is_table = isinstance(document, list) and any(isinstance(each, dict) for each in document)
    return document if is_table else None
