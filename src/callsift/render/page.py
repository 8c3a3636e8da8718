"""What every view shows: a headline, then titled groups of lines."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from callsift.printable import for_terminal

Tone: TypeAlias = Literal["plain", "strong", "good", "bad", "quote", "quiet", "script"]


@dataclass(frozen=True)
class Line:
    """One line: its text, how it is meant, and how far it is indented.

    Its text steers no terminal: a quote must not command the one that shows it.
    """

    text: str
    tone: Tone = "plain"
    indent: int = 0
    bullet: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", for_terminal(self.text))


@dataclass(frozen=True)
class Section:
    """A titled group of lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Page:
    """A whole report; its headline steers no terminal either."""

    headline: str
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "headline", for_terminal(self.headline))
