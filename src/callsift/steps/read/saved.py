"""Reads back what `callsift read --json` wrote."""

from pydantic import ValidationError

from callsift.domain.transcript import Transcript
from callsift.errors import InputError

_KEYS = {"format", "kind", "language", "text", "turns"}


def read_saved(document: object, name: str) -> Transcript | None:
    """Return the transcript that a JSON document is, or None where it is of another shape.

    Raises:
        InputError: its turns do not fit its text.
    """
    if not isinstance(document, dict) or not document.keys() >= _KEYS:
        return None
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
