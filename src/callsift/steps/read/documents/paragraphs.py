"""Turns the XML of a Word document into paragraphs, as a reader of the page would see them.

Kept: tracked insertions, text boxes, content controls, links. Left out: tracked deletions, phonetic
guides and the second copy of a text box that old programs need. Headers, footers, notes and
comments lie in other parts, which nobody opens. No library does all of this: python-docx leaves out
insertions, content controls, text boxes and nested tables; docx2python fails where a namespace that
it expects is not declared.
"""

from dataclasses import dataclass, field
from typing import IO, Any

from callsift.steps.read.documents.grids import Grid, lines_of_grid

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Properties are left out for the tab stops among them, which are called like tabs.
_LEFT_OUT = frozenset(("del", "moveFrom", "rt", "pPr", "rPr", "tblPr", "sectPr", "sdtPr"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def paragraphs_of(part: IO[bytes]) -> list[str]:
    """Return the paragraphs and the lines of tables in their order; a soft line end is `\\n`.

    Raises:
        SyntaxError: the part is no XML.
        ValueError: it declares entities.
    """
    # Parsing XML costs an import that plain texts never need.
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    walker = _Walker()
    left_out = 0
    ancestors: list[Any] = []
    for event, element in iterparse(part, events=("start", "end")):
        name = _name(element.tag)
        if event == "start":
            ancestors.append(element)
            left_out += name in _LEFT_OUT
            if not left_out:
                walker.begin(name)
            continue
        ancestors.pop()
        if not left_out:
            walker.end(name, element.text)
        left_out -= name in _LEFT_OUT
        # What was read is let go, or a long document would stand in memory as a tree.
        if ancestors:
            ancestors[-1].remove(element)
    return walker.paragraphs


def _name(tag: str) -> str:
    """Return the local name of a Word element; of any other nothing, of a fallback `rt`."""
    for space in _WORD:
        if tag.startswith(space):
            return tag.removeprefix(space)
    return "rt" if tag == _FALLBACK else ""


@dataclass
class _Paragraph:
    """An open paragraph: its pieces, and the text boxes anchored in it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


class _Walker:
    """Follows the elements; holds what is open."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._holders: list[list[str]] = [self.paragraphs]
        self._open: list[_Paragraph] = []
        self._grids: list[Grid] = []

    def begin(self, name: str) -> None:
        """Open what begins here."""
        if name == "p":
            self._open.append(_Paragraph())
        elif name == "tbl":
            self._grids.append([])
        elif name == "tr" and self._grids:
            self._grids[-1].append([])
        elif name in ("tc", "txbxContent"):
            self._holders.append([])

    def end(self, name: str, text: str | None) -> None:
        """Take up what ends here."""
        if name == "t":
            self._say(text or "")
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif name == "p":
            self._end_paragraph()
        elif name == "tc":
            self._end_cell()
        elif name == "txbxContent":
            self._end_box()
        elif name == "tbl":
            self._holders[-1].extend(lines_of_grid(self._grids.pop()))

    def _say(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)

    def _end_paragraph(self) -> None:
        paragraph = self._open.pop()
        text = "".join(paragraph.pieces)
        if text.strip() or not paragraph.boxes:
            self._holders[-1].append(text)
        self._holders[-1].extend(paragraph.boxes)

    def _end_cell(self) -> None:
        lines = self._holders.pop()
        if self._grids and self._grids[-1]:
            self._grids[-1][-1].append("\n".join(lines).strip())
        else:
            self._holders[-1].extend(lines)

    def _end_box(self) -> None:
        lines = self._holders.pop()
        if self._open:
            self._open[-1].boxes.extend(lines)
        else:
            self._holders[-1].extend(lines)
