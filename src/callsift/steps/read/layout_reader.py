"""Turns a decoded text into a Call: layout, turns, format, kind, language, date."""

import hashlib

from callsift.domain.transcript import Call, Kind, Transcript
from callsift.errors import InputError
from callsift.steps.read.assemble import Assembled, Assembler
from callsift.steps.read.formats import date_of, format_of, kind_of, unnamed_format
from callsift.steps.read.language import language_of
from callsift.steps.read.layouts import Layout, choose_layout
from callsift.steps.read.lines import Line, split_lines
from callsift.steps.read.saved import read_saved
from callsift.steps.read.unnamed import kind_unnamed, read_unnamed

_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\x00"))


def read_decoded(text: str, *, data: bytes, name: str) -> Call:
    """Return the call in a text whose bytes were `data`.

    Raises:
        InputError: the text holds nothing that can be seen.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_empty(text, name)
    saved = read_saved(text, name)
    if saved is not None:
        return Call(name=name, transcript=saved, sha256=sha256)
    lines = split_lines(text)
    layout = choose_layout(lines)
    transcript, date = (
        _named(text, lines, layout) if layout.family != "none" else _unnamed(text, lines)
    )
    return Call(name=name, transcript=transcript, sha256=sha256, date=date)


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
