"""Turns single words and punctuation marks, as recognisers give them, into cues."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from callsift.steps.read.cues import Cue, gap


class Word(NamedTuple):
    """A word, or a mark that stands right behind the word before it."""

    speaker: str | None
    start_s: float | None
    end_s: float | None
    text: str
    is_mark: bool = False


def word_cues(said: Iterable[Word]) -> Iterator[Cue]:
    """Return a cue for each word with the marks behind it."""
    last: Word | None = None
    for word in said:
        text = word.text.strip()
        if not text:
            continue
        if word.is_mark and last is not None:
            last = last._replace(text=last.text + text)
            continue
        if last is not None:
            yield Cue(*last[:4])
        last = word._replace(text=text)
    if last is not None:
        yield Cue(*last[:4])


def joined(pieces: Iterable[tuple[str, bool]]) -> str:
    """Return words and marks as one text; blanks come where a piece has none of its own."""
    text = ""
    parts: list[str] = []
    for piece, is_mark in pieces:
        if parts and not is_mark and not text[-1:].isspace() and not piece[:1].isspace():
            parts.append(gap(text, piece))
        parts.append(piece)
        text = piece or text
    return "".join(parts)
