"""Reads texts without speakers: notes, or speech. One turn a line or paragraph."""

import re
from collections.abc import Sequence
from itertools import pairwise

from callsift.domain.transcript import Kind, NotUnderstood
from callsift.steps.read.assemble import Assembled, Draft, timed_turns
from callsift.steps.read.headers import label_header
from callsift.steps.read.lines import Line, columns
from callsift.steps.read.names import is_field
from callsift.steps.read.noise import is_stage_direction, noise_reason
from callsift.steps.read.words import reading_words
from callsift.typography import folded

# A line of so many characters may have been broken by a machine; none breaks lines of more columns than this.
_WRAPPED, _WIDEST = 60, 200
# A mark that may not begin a line is put before its end.
_SLACK = 3
# Chinese is broken between any two characters.
_FIRST_WORD = re.compile(r"[!-~À-ɏ]*")
_ENDED = re.compile(r"[。！？；!?;:：.…”\"）)]$")
_CARRIES_ON = re.compile(r"^[a-z\u4e00-\u9fff，、,(（]")
# How much of each line and of how many lines is looked at.
_LOOK, _LINES = 400, 400


def read_unnamed(text: str, lines: Sequence[Line], *, kind: Kind) -> Assembled:
    """Return one turn a paragraph, and the lines that are none."""
    drafts: list[Draft] = []
    listed: list[NotUnderstood] = []
    before: Line | None = None
    are_wrapped = _are_wrapped(lines)
    for line in lines:
        reason = _reason(line, kind)
        if reason is not None:
            listed.append(NotUnderstood(line=line.number, text=line.text, reason=reason))
        elif before is not None and are_wrapped and _goes_on(before, line):
            drafts[-1] = drafts[-1]._replace(end=line.end)
        else:
            drafts.append(Draft(None, None, line.start, line.end))
        before = line if reason is None else None
    return Assembled(timed_turns(text, drafts), tuple(listed))


def _reason(line: Line, kind: Kind) -> str | None:
    reason = noise_reason(line)
    if reason is None and kind == "transcript" and is_stage_direction(line):
        return "stage direction"
    return reason


def _are_wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether a machine broke lines for their width: then most that end in the midst had no room for a word more.

    Speech recognition that writes no marks ends every line in the midst, wherever somebody stops.
    """
    width = max((columns(line.text) for line in lines), default=0)
    if width > _WIDEST:
        return False
    full = [
        columns(before.text) + len(_FIRST_WORD.findall(line.text)[0]) + _SLACK > width
        for before, line in pairwise(lines)
        if _goes_on(before, line)
    ]
    return 2 * sum(full) > len(full)


def _goes_on(before: Line, line: Line) -> bool:
    """Tell whether a line may have been broken only for its width."""
    if line.number > before.number + 1 or len(before.text) < _WRAPPED or _ENDED.search(before.text):
        return False
    return bool(_CARRIES_ON.match(line.text)) and not _has_a_shape(line.head)


def _has_a_shape(head: str) -> bool:
    return any(shape.match(head) for shape in reading_words().shapes)


def kind_unnamed(lines: Sequence[Line]) -> Kind:
    """Tell notes from speech by their words and their shape; in doubt, notes."""
    words = reading_words()
    notes = speech = 0.0
    filled = lines[:_LINES]
    for line in filled:
        form = folded(line.text[:_LOOK]).text
        reported = sum(1 for pattern in words.notes if pattern.search(form))
        notes += 2 * reported + 1.5 * _has_a_shape(line.head) + 2 * _is_form_line(line)
        spoken = sum(1 for pattern in words.speech if pattern.search(form))
        speech += 1.5 * spoken * (0.5 if reported else 1)
    if filled and words.notes_title.search(folded(filled[0].head).text):
        notes += 3
    return "transcript" if speech > notes else "notes"


def _is_form_line(line: Line) -> bool:
    head = label_header(line)
    return head is not None and is_field(head.speaker or "")
