"""Turns a PDF with text into a Call: its lines go through the layouts of plain texts.

The library comes with an extra. pypdfium2, pypdf and pdfminer.six read the same words out of Chinese
fonts; this one is fifteen times faster than the next, has one kind of error, and is fuzzed by those
who build browsers on it. Pictures are not read.
"""

import threading
from typing import TYPE_CHECKING

from callsift.domain.transcript import Call, NotUnderstood
from callsift.errors import InputError
from callsift.steps.read.documents.pages import flowing
from callsift.steps.read.layout_reader import read_decoded

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_EXPORT = "Export the transcript as text, or copy the text out of it, and read that"
_PASSWORD = 4
_MOST_PAGES, _MOST_CHARACTERS = 3_000, 5_000_000
# A hyphen at the end of a line that is none of the word's own.
_SOFT_HYPHENS = ("\ufffe\n", "\x02\n", "\xad\n")
_UNSEEN = dict.fromkeys((*range(9), *range(14, 32), 127, 173, 65534, 65279))
# The library must not be called by two threads at once.
_ONE_AT_A_TIME = threading.Lock()


def read_pdf(data: bytes, *, name: str) -> Call:
    """Return the call in a PDF.

    `not_understood` has the headers and footers of its pages, each with the line of the text before
    which it stood.

    Raises:
        InputError: the extra is not installed, or the file is damaged, has a password or no text.
    """
    pages = _pages_of(data, name)
    flow = flowing(pages)
    if not flow.text.strip():
        raise InputError(
            "there is no text in it: its pages are pictures, as from a scanner.",
            where=name,
            do="Export the transcript as text, or have the words recognised, and read that.",
        )
    call = read_decoded(flow.text, data=data, name=name)
    transcript = call.transcript
    furniture = (
        NotUnderstood(line=each.before, text=each.text, reason="header or footer of a page")
        for each in flow.furniture
    )
    listed = sorted((*transcript.not_understood, *furniture), key=lambda each: each.line)
    transcript = transcript.model_copy(update={"format": "pdf", "not_understood": tuple(listed)})
    return call.model_copy(update={"transcript": transcript})


def _pages_of(data: bytes, name: str) -> list[list[str]]:
    """Return the lines of each page."""
    try:
        # It comes with an extra, and is large.
        from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415
    except ImportError:
        raise InputError(
            "this is a PDF (.pdf), not text.",
            where=name,
            do=f"{_EXPORT}; or install callsift[pdf].",
        ) from None
    with _ONE_AT_A_TIME:
        try:
            document = PdfDocument(data)
            try:
                return _lines_of(document, name)
            finally:
                document.close()
        except PdfiumError as error:
            raise _unreadable(name, has_password=error.err_code == _PASSWORD) from None


def _unreadable(name: str, *, has_password: bool) -> InputError:
    if has_password:
        return InputError(
            "this PDF has a password.",
            where=name,
            do="Save it without the password and read that.",
        )
    return InputError(
        "this PDF is damaged or was not loaded whole.",
        where=name,
        do=f"Get the file again. {_EXPORT}.",
    )


def _lines_of(document: "PdfDocument", name: str) -> list[list[str]]:
    pages: list[list[str]] = []
    characters = 0
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        text = textpage.get_text_range()
        textpage.close()
        page.close()
        characters += len(text)
        if number >= _MOST_PAGES or characters > _MOST_CHARACTERS:
            raise InputError("this PDF is longer than any call.", where=name, do="Split it.")
        pages.append([line.rstrip() for line in _clean(text).split("\n")])
    return pages


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for hyphen in _SOFT_HYPHENS:
        text = text.replace(hyphen, "")
    return text.translate(_UNSEEN)
