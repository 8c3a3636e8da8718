"""Makes any text fit for a cell: no formula, nothing that a file cannot hold, nothing longer than a cell."""

import re
from typing import overload

LONGEST = 32_767
# Room for the note at the end of a text that was cut.
_NOTE = " …[{more} more characters]"
_ROOM = 40
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_DELETE = "\x7f"
# What a spreadsheet takes for the beginning of a formula; full-width signs count in East Asian editions. Apostrophes that
# stand there already are counted in, so that the one which is added can always be taken away again.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def visible(text: str) -> str:
    """Return a text with pictures in place of control characters, and U+FFFD in place of what is no character."""
    return _UNUSABLE.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    if found[0] == _DELETE:
        return "\u2421"
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


@overload
def encodable(text: str) -> str: ...
@overload
def encodable(text: None) -> None: ...
@overload
def encodable(text: str | None) -> str | None: ...
def encodable(text: str | None) -> str | None:
    """Return a text in which only what UTF-8 cannot hold, half characters, is replaced."""
    return None if text is None else _HALVES.sub("\ufffd", text)


def unformulated(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: it gets a leading apostrophe where need be."""
    return f"'{text}" if _FORMULA.match(text) else text


def fitting(text: str, most: int = LONGEST) -> str:
    """Return a text that fits a cell; at the end of a shortened one stands how much is missing.

    Excel counts as UTF-16 does: an emoji is two.
    """
    if len(text) * 2 <= most:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * most:
        return text
    kept = units[: 2 * (most - _ROOM)].decode("utf-16-le", "ignore")
    return kept + _NOTE.format(more=len(text) - len(kept))
