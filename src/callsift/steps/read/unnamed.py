"""Reads texts without speakers: notes, or speech. One turn a line or paragraph."""

import re
from collections.abc import Sequence

from callsift.domain.transcript import Kind, NotUnderstood
from callsift.steps.read.assemble import Assembled, Draft, timed_turns
from callsift.steps.read.headers import label_header
from callsift.steps.read.lines import Line
from callsift.steps.read.names import is_field
from callsift.steps.read.noise import is_stage_direction, noise_reason
from callsift.steps.read.words import reading_words
from callsift.typography import folded

# A line this wide was broken by a machine; the next one goes on with it.
_WRAPPED = 60
_ENDED = re.compile(r"[。！？；!?;:：.…”\"）)]$")
_CARRIES_ON = re.compile(r"^[a-z\u4e00-\u9fff，、,(（]")
# How much of each line and of how many lines is looked at.
_LOOK, _LINES = 400, 400


def read_unnamed(text: str, lines: Sequence[Line], *, kind: Kind) -> Assembled:
    """Return one turn a paragraph, and the lines that are none."""
    drafts: list[Draft] = []
    listed: list[NotUnderstood] = []
    before: Line | None = None
    for line in lines:
        reason = _reason(line, kind)
        if reason is not None:
            listed.append(NotUnderstood(line=line.number, text=line.text, reason=reason))
        elif before is not None and _goes_on(before, line):
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


def _goes_on(before: Line, line: Line) -> bool:
    """Tell whether a line was broken only for its width."""
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
