"""Turns bytes or a text into a Call: format, kind, language, turns, and the lines that are none.

Layouts are told by content, never by the file's name. Who buys and who sells is not known here.
"""

import hashlib
from pathlib import Path

from callsift.domain.transcript import Call, Transcript
from callsift.errors import InputError
from callsift.steps.read.dated_names import dated_by_name
from callsift.steps.read.decoding import decode, refuse_binary
from callsift.steps.read.file import MOST_BYTES, load, refuse_large
from callsift.steps.read.kinds import kind_of, misnamed, promised_by, refuse_by_content
from callsift.steps.read.layout_reader import read_decoded, refuse_empty
from callsift.steps.read.tables import is_table, only_call, read_table
from callsift.typography import writable

__all__ = ["dated_by_name", "read_bytes", "read_path", "read_text", "read_transcript"]


def read_path(path: Path) -> Call:
    """Return the call in a file; where it names no day, the day in the file's name is taken.

    Raises:
        InputError: it is missing, a directory, unreadable, too large, or nothing that is read.
        UsageError: it is a table, and it is not obvious which column holds the words.
    """
    return dated_by_name(read_bytes(load(path), name=path.name), path.name)


def read_bytes(data: bytes, *, name: str) -> Call:
    """Return the call in some bytes: a text of whatever encoding, a document or a table.

    Raises:
        InputError: they are empty, too large, of a kind that is not read, in no known encoding, or
            a table with several calls.
        UsageError: they are a table, and it is not obvious which column holds the words.
    """
    name = writable(name)
    refuse_large(len(data), name)
    if not data.strip():
        refuse_empty(data.decode("ascii"), name)
    refuse_by_content(data, name)
    kind = kind_of(data)
    if kind in ("docx", "pdf"):
        return _read_document(data, name, kind)
    if kind == "xlsx":
        return only_call(read_table(data, name=name), data=data)
    text = _decoded(data, name)
    if is_table(text):
        call = only_call(read_table(data, name=name), data=data)
    else:
        call = read_decoded(text, data=data, name=name)
    return call.model_copy(update={"promised": promised_by(name)})


def _read_document(data: bytes, name: str, kind: str) -> Call:
    # Zip and XML are loaded only where there is something to unpack.
    if kind == "pdf":
        from callsift.steps.read.documents.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data, name=name)
    from callsift.steps.read.documents.docx import read_docx  # noqa: PLC0415

    return read_docx(data, name=name, most_bytes=MOST_BYTES)


def _decoded(data: bytes, name: str) -> str:
    try:
        return decode(data, name)
    except InputError as error:
        raise misnamed(name) or error from None


def read_text(text: str, *, name: str = "text") -> Call:
    """Return the call in a text, e.g. a paste.

    Raises:
        InputError: it is empty, too large, or holds what no text holds.
    """
    name = writable(name)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        what = "this text has characters that are no Unicode (lone surrogates)."
        raise InputError(what, where=name, do="Save it as UTF-8 and read the file.") from None
    refuse_large(len(data), name)
    refuse_binary(text, name)
    return read_decoded(text.removeprefix("\ufeff"), data=data, name=name)


def read_transcript(transcript: Transcript, *, name: str = "transcript") -> Call:
    """Return the call of a transcript that was read or built before, as it is."""
    data = transcript.text.encode("utf-8", "surrogatepass")
    return Call(name=name, transcript=transcript, sha256=hashlib.sha256(data).hexdigest())
