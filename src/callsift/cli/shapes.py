"""The shapes that a result can have, and which one was asked for."""

from pathlib import PurePath
from typing import Literal, TypeAlias

from callsift.errors import UsageError

Shape: TypeAlias = Literal["json", "markdown", "report"]

_BY_ENDING: dict[str, Shape] = {".json": "json", ".md": "markdown", ".markdown": "markdown"}
# Whoever opens such a file expects its format, and not a page of text.
_OTHERS = (".csv", ".doc", ".docx", ".htm", ".html", ".jsonl", ".parquet", ".pdf", ".xls", ".xlsx")


def wanted_shape(out: str | None, *, as_json: bool, markdown: bool) -> Shape:
    """Return the shape that was asked for by an option, or else by the ending of the file to write.

    Raises:
        UsageError: two shapes were asked for, or the file is named as one that this command does not write.
    """
    if as_json and markdown:
        raise UsageError("--json and --markdown are two shapes of one result.", do="Choose one.")
    ending = PurePath(out).suffix.lower() if out else ""
    if ending in _OTHERS:
        raise UsageError(
            f"one result is not written as {ending}.",
            where=out,
            do="Name a .json, .md or .txt file; `callsift batch` writes .jsonl, .csv, .xlsx and .parquet.",
        )
    if as_json or markdown:
        return "json" if as_json else "markdown"
    return _BY_ENDING.get(ending, "report")
