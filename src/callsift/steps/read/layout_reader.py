"""Turns a decoded text into a Call: layout, turns, format, kind, language, date."""

import hashlib
import re

from callsift.domain.transcript import Call, Kind, Transcript
from callsift.errors import InputError
from callsift.steps.read.assemble import Assembled, Assembler
from callsift.steps.read.barred import without_bars
from callsift.steps.read.captions import read_captions
from callsift.steps.read.cues import transcript_of
from callsift.steps.read.exports import NAMES, Export, read_export
from callsift.steps.read.exports.document import document_of, listed_lines
from callsift.steps.read.formats import date_of, format_of, kind_of, unnamed_format
from callsift.steps.read.language import language_of
from callsift.steps.read.layouts import Layout, choose_layout
from callsift.steps.read.lines import Line, split_lines
from callsift.steps.read.mails import read_mails
from callsift.steps.read.saved import read_saved
from callsift.steps.read.unnamed import kind_unnamed, read_unnamed

_TALK = re.compile(r"[。！？!?你您]|\b(?:you|your|we|i)\b", re.IGNORECASE)
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\x00"))


def read_decoded(text: str, *, data: bytes, name: str) -> Call:
    """Return the call in a text whose bytes were `data`.

    Raises:
        InputError: the text holds nothing that can be seen, or JSON of no shape that is known.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    text = listed_lines(text) or text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_empty(text, name)
    transcript, date = _structured(text, name) or _mailed(text) or _written(text)
    return Call(name=name, transcript=transcript, sha256=sha256, date=date)


def _structured(text: str, name: str) -> Export | None:
    """Return the call of captions or of a JSON document."""
    document = document_of(text, name)
    if document is None:
        captions = read_captions(text)
        found = None if captions is None else Export(captions, None)
    else:
        saved = read_saved(document, name)
        if saved is not None:
            return Export(saved, None)
        found = read_export(document, name)
        if found is None:
            _refuse_unknown(document, name)
    if found is not None and not (found.transcript.turns or found.transcript.not_understood):
        raise InputError(
            "nobody says a word in this.",
            where=name,
            do="Check that the recording was transcribed, and export it again.",
        )
    return found


def _refuse_unknown(document: object, name: str) -> None:
    several = "; `callsift batch FILE --out results.jsonl` reads several calls in one file."
    raise InputError(
        "this is JSON, but not of a shape that callsift reads: "
        f"the output of `callsift read --json`, an export of {', '.join(NAMES[:-1])}, or {NAMES[-1]}.",
        where=name,
        do="Export the transcript as plain text and read that"
        + (several if _may_be_several(document) else "."),
    )


def _may_be_several(document: object) -> bool:
    lists = [document, *(document.values() if isinstance(document, dict) else ())]
    return any(isinstance(each, list) and len(each) > 1 for each in lists)


def _mailed(text: str) -> Export | None:
    """Return the call of a thread of mails; not of one that holds a dialogue, nor of one that reports a call."""
    thread = read_mails(text)
    if thread is None:
        return None
    # `王总您好：` greets and names nobody.
    lines = split_lines(re.sub(r"(?m)^.*[:：][ \t]*$", "", thread.words))
    layout = choose_layout(lines)
    heads = (line.text for line in lines if line.number in layout.heads)
    # `Tel: 555` below a name is no dialogue.
    if layout.family not in ("none", "label") or any(map(_TALK.search, heads)):
        return None
    if len(thread.cues) < 2 and kind_unnamed(lines) == "notes":
        return None
    transcript = transcript_of(
        thread.cues, format="mail", kind="chat", not_understood=thread.not_understood
    )
    return Export(transcript, thread.date) if transcript.turns else None


def _written(text: str) -> tuple[Transcript, str | None]:
    """Return the transcript and the day of a text that people read."""
    plain = without_bars(text)
    lines = split_lines(plain)
    layout = choose_layout(lines)
    if plain != text and layout.family == "none":
        # What looked like a table of turns was somebody's list.
        plain, lines = text, split_lines(text)
        layout = choose_layout(lines)
    text = plain
    return _named(text, lines, layout) if layout.family != "none" else _unnamed(text, lines)


def refuse_empty(text: str, name: str) -> None:
    """Refuse a text without anything that can be seen.

    Raises:
        InputError: it is empty or white space only.
    """
    if not text.translate(_UNSEEN).strip():
        what = "this is white space only." if text else "this is empty."
        raise InputError(what, where=name, do="Give the transcript or the notes of a call.")


def _named(text: str, lines: tuple[Line, ...], layout: Layout) -> tuple[Transcript, str | None]:
    form = format_of(layout, lines)
    kind = kind_of(layout, form)
    built = Assembler(text, layout, lines).run()
    transcript = _transcript(text, built, form=form, kind=kind)
    return transcript, date_of(layout, built.not_understood, lines, kind)


def _unnamed(text: str, lines: tuple[Line, ...]) -> tuple[Transcript, str | None]:
    kind = kind_unnamed(lines)
    built = read_unnamed(text, lines, kind=kind)
    form = unnamed_format(lines, kind)
    transcript = _transcript(text, built, form=form, kind=kind)
    return transcript, date_of(Layout("none", {}), built.not_understood, lines, kind)


def _transcript(text: str, built: Assembled, *, form: str, kind: Kind) -> Transcript:
    return Transcript(
        format=form,
        kind=kind,
        language=language_of("\n".join(turn.text for turn in built.turns) or text),
        text=text,
        turns=built.turns,
        not_understood=tuple(sorted(built.not_understood, key=lambda each: each.line)),
    )
