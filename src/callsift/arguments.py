"""Refuses what a caller in Python gave by mistake, in a sentence of its own."""

import re
from collections.abc import Iterable
from pathlib import Path

from callsift.errors import InputError, UsageError

_FILE_NAME = re.compile(
    r"[^\s，。！？：；]{1,200}\.(?:txt|md|json|jsonl|csv|tsv|xlsx|docx|pdf|srt|vtt|html?)",
    re.IGNORECASE,
)
_LONGEST_PATH = 1024


def refuse_other(value: object, kind: type, name: str) -> None:
    """Refuse a value that is neither None nor of a kind.

    Raises:
        UsageError: it is another.
    """
    if value is not None and not isinstance(value, kind):
        raise UsageError(
            f"{name} cannot be {_called(value)}.",
            do=f"Give callsift.{kind.__name__}(...), or leave it out.",
        )


def refuse_single(sources: object, single: tuple[type, ...]) -> None:
    """Refuse one source, or what is no series, where many are wanted: the characters of a text are no calls.

    Raises:
        UsageError: it is one, or none.
    """
    if isinstance(sources, (*single, bytes)) or not isinstance(sources, Iterable):
        raise UsageError(
            f"many sources are wanted, and this is {_called(sources)}.",
            do="Give a list of texts, paths, transcripts or calls; `callsift.analyze` takes one.",
        )


def refuse_file_name(text: str) -> None:
    """Refuse a text that is the name of a file: its words are no call.

    Raises:
        InputError: it is one.
    """
    if "\n" in text or len(text) > _LONGEST_PATH:
        return
    if _FILE_NAME.fullmatch(text) or _is_file(text):
        raise InputError(
            "this is the name of a file, not the words of a call.",
            do="Give pathlib.Path(name) to have the file read.",
        )


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _called(value: object) -> str:
    return "None" if value is None else f"of type {type(value).__name__}"
