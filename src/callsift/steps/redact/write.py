"""Writes placeholders into texts, and remembers what each stands for and where."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from callsift.steps.redact.line import Detection, Kind
from callsift.steps.redact.placeholders import Placeholders
from callsift.steps.redact.redacted import Edit, Values


class Piece(NamedTuple):
    """A stretch of text that is searched by itself, and where it stands."""

    start: int
    text: str


class Masked(NamedTuple):
    """A text with its placeholders, and the places where they stand."""

    text: str
    edits: tuple[Edit, ...]


class Masker:
    """Writes placeholders into texts and remembers what they stand for."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        self._forms: dict[str, dict[str, None]] = {}

    def line(self, text: str, found: Iterable[Detection]) -> Masked:
        """Return one text masked."""
        return self.join(text, [Piece(0, text)], [list(found)])

    def join(self, text: str, pieces: Iterable[Piece], found: Iterable[list[Detection]]) -> Masked:
        """Return a text masked, of whose pieces it is known what to mask."""
        out: list[str] = []
        edits: list[Edit] = []
        at = length = 0
        for piece, finds in zip(pieces, found, strict=False):
            for each in finds:
                start, end = piece.start + each.start, piece.start + each.end
                placeholder = self._put(each.kind, each.key, text[start:end])
                out += (text[at:start], placeholder)
                length += start - at + len(placeholder)
                edits.append(_edit(length - len(placeholder), length, start, end))
                at = end
        return Masked("".join((*out, text[at:])), tuple(edits))

    def values(self) -> Values:
        """Return what the placeholders stand for."""
        return Values(forms={each: tuple(forms) for each, forms in self._forms.items()})

    def _put(self, kind: Kind, key: str, form: str) -> str:
        placeholder = self._placeholders.of(kind, key)
        self._forms.setdefault(placeholder, {})[form] = None
        return placeholder


class Places:
    """Leads from offsets of the original text to those of the masked one. No offset inside a masked value is asked for."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._ends = [each.original_end for each in edits]

    def of(self, original: int) -> int:
        """Return the masked offset."""
        before = bisect_right(self._ends, original)
        if not before:
            return original
        last = self._edits[before - 1]
        return last.end + original - last.original_end


def _edit(start: int, end: int, original_start: int, original_end: int) -> Edit:
    return Edit(start=start, end=end, original_start=original_start, original_end=original_end)
