"""Turns a Word document into a Call: its lines go through the layouts of plain texts.

Macros are never run and nothing that lies outside the file is fetched.
"""

import hashlib

from callsift.domain.transcript import Call
from callsift.errors import InputError
from callsift.steps.read.cues import transcript_of
from callsift.steps.read.documents.package import FAULTS, damaged, open_package, open_words
from callsift.steps.read.documents.paragraphs import paragraphs_of
from callsift.steps.read.documents.soft_lines import soft_cues
from callsift.steps.read.layout_reader import read_decoded
from callsift.steps.read.stamps import full_date

# Marks of the layout that nobody sees.
_NO_WORDS = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\xad"))


def read_docx(data: bytes, *, name: str, most_bytes: int) -> Call:
    """Return the call in a Word document.

    Raises:
        InputError: it is damaged, a bomb, or holds no text.
    """
    package = open_package(data, name, most_bytes=most_bytes)
    try:
        with open_words(package, name, most_bytes=most_bytes) as part:
            paragraphs = paragraphs_of(part)
    except (*FAULTS, SyntaxError):
        raise damaged(name) from None
    text = "\n".join(paragraphs)
    if not text.translate(_NO_WORDS).strip():
        raise InputError(
            "there is no text in it, perhaps only pictures.",
            where=name,
            do="Export the transcript as text and read that.",
        )
    spoken = soft_cues(paragraphs)
    if spoken is not None:
        transcript = transcript_of(spoken.cues, format="docx", not_understood=spoken.not_understood)
        dates = (full_date(each.text) for each in spoken.not_understood)
        date = next((date for date in dates if date is not None), None)
        sha256 = hashlib.sha256(data).hexdigest()
        return Call(name=name, transcript=transcript, sha256=sha256, date=date)
    lines = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    call = read_decoded(lines, data=data, name=name)
    transcript = call.transcript.model_copy(update={"format": "docx"})
    return call.model_copy(update={"transcript": transcript})
