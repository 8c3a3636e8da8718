"""Finds who speaks in what stands before the words: `Ann: words`, `[Ann] words`, `说话人 1 words`.

A label counts only in a file that is written so; a cue without one then goes on with the speaker
before it. In any other file nobody is named.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from callsift.domain.transcript import NotUnderstood
from callsift.steps.read.captions.blocks import Block
from callsift.steps.read.captions.markup import plain
from callsift.steps.read.cues import Cue
from callsift.steps.read.headers import recognised_header
from callsift.steps.read.lines import HEAD, Line
from callsift.steps.read.names import is_label, is_person, is_recognised
from callsift.steps.read.noise import is_stage_direction

_COLON = re.compile(
    r"(?:>>\s*)?(?:[\[【(（](?P<boxed>[^:：\[\]【】()（）]{1,60}?)[\]】)）]|(?P<name>[^:：\[\]【】]{1,60}?))"
    r"\s*[:：](?![/\\:])\s*"
)
_BRACKETS = re.compile(r"[\[【](?P<boxed>[^\[\]【】:：]{1,60})[\]】]\s*[:：]?\s*(?=\S)")
_DASH = re.compile(r"[-–—]\s*(?=[^\s\d-])")
# So large a part of the cues must carry a label where the first one does not.
_SHARE = 0.3
# With so many of them labelled, a name that stands once is one.
_MOSTLY = 0.5
# No name on a line of its own is longer.
_LONGEST = 30


class _Piece(NamedTuple):
    """A line of a cue, or two that are a name and words: who may speak, and the rest."""

    name: str | None
    words: str
    whole: str
    dashed: bool


class _Part(NamedTuple):
    """What one speaker says in a cue."""

    speaker: str | None
    lines: list[str]


class Labelled(NamedTuple):
    """The cues, and what stands among them and is not spoken."""

    cues: list[Cue]
    not_understood: list[NotUnderstood]


def labelled_cues(blocks: Sequence[Block]) -> Labelled:
    """Return the cues with the speakers that stand before the words."""
    lined = [[line for line in map(plain, block.lines) if line] for block in blocks]
    heads = _lone_heads(lined)
    split = [
        (block, _pieces(lines, heads)) for block, lines in zip(blocks, lined, strict=True) if lines
    ]
    names = _accepted([pieces for _, pieces in split])
    cues: list[Cue] = []
    listed: list[NotUnderstood] = []
    speaker: str | None = None
    for block, pieces in split:
        speaker = block.speaker or speaker
        parts: list[_Part] = []
        for piece in pieces:
            is_head = piece.name in names
            speaker = piece.name if is_head else speaker
            words = piece.words if is_head else piece.whole
            if not is_head and _is_direction(words):
                reason = "stage direction"
                listed.append(NotUnderstood(line=block.line, text=words, reason=reason))
            elif parts and not is_head and not piece.dashed:
                parts[-1].lines.append(words)
            else:
                parts.append(_Part(speaker, [words]))
        cues += [Cue(p.speaker, *block.span, "\n".join(p.lines), line=block.line) for p in parts]
    return Labelled(cues, listed)


def _lone_heads(cues: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the names that stand alone on the first line of most cues."""
    firsts = Counter(lines[0] for lines in cues if len(lines) > 1 and len(lines[0]) <= _LONGEST)
    names = {name: n for name, n in firsts.items() if is_label(name) and is_person(name)}
    is_usual = sum(names.values()) >= _MOSTLY * len(cues) and max(names.values(), default=0) > 1
    return frozenset(names) if is_usual else frozenset()


def _pieces(lines: Sequence[str], heads: frozenset[str]) -> list[_Piece]:
    is_dialogue = sum(1 for line in lines if _DASH.match(line)) > 1
    return [_piece(line, undashed=is_dialogue) for line in _joined(lines, heads)]


def _joined(lines: Sequence[str], heads: frozenset[str]) -> Iterator[str]:
    """Put a line that is only a name before the words below it."""
    name = ""
    for line in lines:
        if not name and (line in heads or is_recognised(line)):
            name = line
        else:
            yield f"{name}: {line}" if name else line
            name = ""
    if name:
        yield name


def _piece(line: str, *, undashed: bool) -> _Piece:
    dash = _DASH.match(line) if undashed else None
    bare = line[dash.end() :] if dash is not None else line
    head = bare[:HEAD]
    found = _BRACKETS.match(head) or _COLON.match(head)
    if found is not None and not _splits_a_time(head, found.end()):
        name = found["boxed"] or found["name"]
        return _Piece(name.strip(), bare[found.end() :], line, dash is not None)
    recognised = recognised_header(Line(1, 0, len(bare), bare))
    if recognised is not None:
        return _Piece(recognised.speaker, bare[recognised.at :], line, dash is not None)
    return _Piece(None, bare, line, dash is not None)


def _splits_a_time(head: str, end: int) -> bool:
    """Tell whether the colon stands between digits: `at 10:00`."""
    return head[end - 2 : end - 1].isdigit() and head[end : end + 1].isdigit()


def _accepted(cues: Sequence[Sequence[_Piece]]) -> frozenset[str]:
    """Return the names that speak, if the file is written with names at all."""
    times = Counter(
        piece.name for pieces in cues for piece in pieces if piece.name and _may_name(piece.name)
    )
    if not times:
        return frozenset()
    starts_so = cues[0][0].name in times
    is_usual = starts_so and _with_name(cues, frozenset(times)) >= _MOSTLY * len(cues)
    known = frozenset(n for n, count in times.items() if is_usual or count > 1 or _is_telling(n))
    with_name = _with_name(cues, known)
    is_style = with_name >= _SHARE * len(cues) or (starts_so and with_name > 1)
    return known if is_style else frozenset()


def _with_name(cues: Sequence[Sequence[_Piece]], names: frozenset[str]) -> int:
    return sum(1 for pieces in cues if any(piece.name in names for piece in pieces))


def _may_name(name: str) -> bool:
    """Tell whether a text can be a name: English words that begin small are of a sentence."""
    is_phrase = name.isascii() and " " in name and name[0].islower()
    return is_label(name) and (not is_phrase or is_person(name))


def _is_telling(name: str) -> bool:
    """Tell whether a name that stands once is one: a lone English word before a colon is not."""
    return is_person(name) and not (name.isascii() and name.isalpha())


def _is_direction(words: str) -> bool:
    return is_stage_direction(Line(1, 0, len(words), words))
