"""Folds text to a width in columns where Chinese may be folded: between any two characters, but no mark stands alone."""

from collections.abc import Iterator

# No line begins with one of these, and none ends with one of those.
_CLOSING = frozenset("，。、；：！？）」』】》〉〕”’…,.;:!?)]}%％")
_OPENING = frozenset("（「『【《〈〔“‘([{")


def folded_lines(text: str, width: int) -> list[str]:
    """Return the lines of a text, none wider than `width` columns; words and figures stay whole where they fit."""
    from rich.cells import cell_len  # noqa: PLC0415 - only on a terminal

    lines: list[str] = []
    line = ""
    for unit in _pieces(text, width):
        if line and cell_len(line) + cell_len(unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = unit.lstrip()
        else:
            line += unit
    return [*lines, line.rstrip()]


def _pieces(text: str, width: int) -> Iterator[str]:
    """Yield the units of a text; one that is wider than a line in pieces of a line."""
    from rich.cells import cell_len  # noqa: PLC0415 - only on a terminal

    for unit in _units(text):
        rest = unit
        while cell_len(rest.rstrip()) > width:
            head = _fitting(rest, width)
            yield head
            rest = rest[len(head) :]
        yield rest


def _units(text: str) -> Iterator[str]:
    """Yield what stays on one line: a word with its marks, a Chinese character with its marks, and blanks behind."""
    unit = ""
    for character in text:
        if unit and _may_break(unit[-1], character):
            yield unit
            unit = ""
        unit += character
    if unit:
        yield unit


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or after in _CLOSING or before in _OPENING:
        return False
    return before.isspace() or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return "\u2e80" <= character <= "\uffef"


def _fitting(text: str, width: int) -> str:
    """Return as much of the beginning as fits, at least one character."""
    from rich.cells import cell_len  # noqa: PLC0415 - only on a terminal

    end = 1
    while end < len(text) and cell_len(text[: end + 1]) <= width:
        end += 1
    return text[:end]
