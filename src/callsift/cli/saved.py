"""Reads a saved `analyze --json`, or another result, in whatever encoding a shell or an editor has given it."""

import sys
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from callsift.domain.analysis import Analysis
from callsift.errors import InputError

_Saved = TypeVar("_Saved", bound=BaseModel)


def load_analysis(path: str) -> Analysis:
    """Return the analysis in a file, or on stdin for `-`.

    Raises:
        InputError: missing, not readable, or not of the documented shape.
    """
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", where=path) from None
    try:
        return saved_in(Analysis, data, path)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise InputError(
            f"not a saved analysis ({place}: {first['msg']}).",
            where=path,
            do="Make one with `callsift analyze FILE --json --out FILE.json`.",
        ) from None


def saved_in(shape: type[_Saved], data: bytes, path: str) -> _Saved:
    """Return the record of this shape in the bytes of a file.

    Raises:
        ValidationError: they hold none.
    """
    try:
        return shape.model_validate_json(data)
    except ValidationError as error:
        if error.errors(include_input=False, include_url=False)[0]["type"] != "json_invalid":
            raise
        text = _decoded(data, path)
        if text is None:
            raise
        return shape.model_validate_json(text)


def _decoded(data: bytes, path: str) -> str | None:
    """Return the text of bytes that are no plain UTF-8, e.g. what PowerShell writes; None where it is damaged."""
    # Imported late: hardly a file needs the readers, which take longer to load than to decide.
    from callsift.steps.read.decoding import decode  # noqa: PLC0415

    try:
        text = decode(data, path)
    except InputError:
        return None
    # The reader mends what is broken in a call; a saved quote must stay as it was.
    return None if "\ufffd" in text and not _spells(data, text) else text


def _spells(data: bytes, text: str) -> bool:
    """Tell whether the bytes hold the text as it is, with nothing mended."""
    wide = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    return any(text.encode(each) in data for each in ("utf-8", *wide))
