"""Makes any text fit for a terminal: what people, files and their names say may be shown, never obeyed."""

import re

# Line ends and other white space that is a control character: what stood on both sides stays apart.
_BREAK = re.compile("(?:\r\n|[\t-\r\x1c-\x1f\x85\u2028\u2029])")
# Control characters begin commands (an escape clears the window, renames it, fills the clipboard). Marks of direction
# let a line read as another one than it is.
_STEERING = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # fmt: skip


def for_terminal(text: str) -> str:
    """Return a text on one line that steers no terminal: line ends become blanks, other controls are taken out."""
    return _STEERING.sub("", _BREAK.sub(" ", text))


def lines_for_terminal(text: str) -> str:
    """Return a text of several lines, none of which steers a terminal."""
    return "\n".join(map(for_terminal, text.split("\n")))
