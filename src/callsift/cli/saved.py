"""Reads a saved `analyze --json`."""

import sys
from pathlib import Path

from pydantic import ValidationError

from callsift.domain.analysis import Analysis
from callsift.errors import InputError


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
        return Analysis.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise InputError(
            f"not a saved analysis ({place}: {first['msg']}).",
            where=path,
            do="Make one with `callsift analyze FILE --json --out FILE.json`.",
        ) from None
