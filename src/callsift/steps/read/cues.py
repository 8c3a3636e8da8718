"""Turns cues (who, when, which words) into a transcript with a text of its own.

Captions, JSON exports, documents and tables come down to cues. Where they came from, and who buys
and who sells, is not known here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from callsift.domain.transcript import Kind, NotUnderstood, Role, Transcript, Turn
from callsift.sentences import LONGEST
from callsift.steps.read.language import language_of

# A longer silence, in seconds, ends a passage that nobody is named for.
PAUSE = 1.5
_LONGEST_NAME = 120
_ENDS_A_SENTENCE = re.compile(r"[。！？!?…．.][”」』\"'’）)\]]*$")
# No space stands between two of these.
_UNSPACED = re.compile(
    r"[\u2e80-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U00020000-\U0003ffff]"
)
# Captions put a dash before the words of another speaker.
_DASH = re.compile(r"[-–—]\s*[^\s\d–—-]")
# JSON can hold what no text holds: controls, and halves of a character.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u2800"))


class Cue(NamedTuple):
    """Words in a row by one speaker, from `start_s` to `end_s` (seconds from the start).

    `role` is given where the source says it. `line` (from 1) is the cue's place in the source.
    """

    speaker: str | None
    start_s: float | None
    end_s: float | None
    text: str
    role: Role = "unknown"
    line: int | None = None


def transcript_of(
    cues: Iterable[Cue],
    *,
    format: str,  # noqa: A002 - the name of the transcript's field
    kind: Kind = "transcript",
    not_understood: Iterable[NotUnderstood] = (),
) -> Transcript:
    """Return the transcript of the cues in the order in which they are given.

    Each turn is one line of the text: `speaker: words`, or the words alone where nobody is named.
    Neighbouring cues of one speaker are one turn, however long it gets. Cues without a speaker are
    joined until one ends a sentence, until a pause of more than 1.5 s, until one opens with the dash of
    another speaker, or until the next would make the passage longer than 400 characters; a single cue is never cut, so a longer cue is a longer
    passage. Line ends inside a cue become a space (none between two Chinese characters). Cues
    without words are left out.
    """
    lines: list[str] = []
    turns: list[Turn] = []
    offset = 0
    for stretch in _stretches(cues):
        turn = stretch.turn(len(turns), offset)
        lines.append(stretch.label + turn.text)
        turns.append(turn)
        offset = turn.end + 1
    return Transcript(
        format=format,
        kind=kind,
        language=language_of("\n".join(turn.text for turn in turns)),
        text="\n".join(lines),
        turns=tuple(turns),
        not_understood=tuple(sorted(not_understood, key=lambda each: each.line)),
    )


@dataclass
class _Stretch:
    """Neighbouring cues that make one turn."""

    speaker: str | None
    role: Role
    start_s: float | None
    end_s: float | None = None
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def label(self) -> str:
        return "" if self.speaker is None else f"{self.speaker}: "

    def add(self, cue: Cue) -> None:
        if self.pieces:
            between = gap(self.pieces[-1], cue.text)
            self.pieces.append(between)
            self.length += len(between)
        self.pieces.append(cue.text)
        self.length += len(cue.text)
        # Cues may overlap, and the longest one need not be the last.
        ends = [end for end in (self.end_s, cue.end_s) if end is not None]
        self.end_s = max(ends, default=None)

    def goes_on_with(self, cue: Cue) -> bool:
        if cue.speaker != self.speaker or cue.role != self.role:
            return False
        if self.speaker is not None:
            return True
        if self.end_s is not None and cue.start_s is not None and cue.start_s - self.end_s > PAUSE:
            return False
        if self.length + len(cue.text) + 1 > LONGEST or _DASH.match(cue.text):
            return False
        return not _ENDS_A_SENTENCE.search(self.pieces[-1][-8:])

    def turn(self, index: int, offset: int) -> Turn:
        text = "".join(self.pieces)
        start = offset + len(self.label)
        is_span = self.end_s is not None and (self.start_s is None or self.end_s >= self.start_s)
        return Turn(
            index=index,
            speaker=self.speaker,
            role=self.role,
            start_s=self.start_s,
            end_s=self.end_s if is_span else None,
            start=start,
            end=start + len(text),
            text=text,
        )


def _stretches(cues: Iterable[Cue]) -> Iterator[_Stretch]:
    opened: _Stretch | None = None
    for raw in cues:
        cue = raw._replace(speaker=_name(raw.speaker), text=one_line(raw.text))
        if not cue.text:
            continue
        if opened is None or not opened.goes_on_with(cue):
            if opened is not None:
                yield opened
            opened = _Stretch(cue.speaker, cue.role, cue.start_s)
        opened.add(cue)
    if opened is not None:
        yield opened


def _name(speaker: str | None) -> str | None:
    """Return a label on one line. It stands before each turn, so its length is bounded."""
    return one_line((speaker or "")[:_LONGEST_NAME]) or None


def one_line(text: str) -> str:
    """Return a text on one line; empty where nothing of it can be seen."""
    if text.isprintable() and "\u2800" not in text:
        return text.strip()
    pieces: list[str] = []
    for piece in filter(None, map(str.strip, text.splitlines())):
        if pieces:
            pieces.append(gap(pieces[-1], piece))
        pieces.append(piece)
    joined = _NO_TEXT.sub("\ufffd", "".join(pieces))
    return joined if joined.translate(_UNSEEN).strip() else ""


def gap(before: str, after: str) -> str:
    """Return what stands between two pieces of speech: nothing between two Chinese characters."""
    is_unspaced = _UNSPACED.match(before[-1:]) and _UNSPACED.match(after[:1])
    return "" if is_unspaced else " "
