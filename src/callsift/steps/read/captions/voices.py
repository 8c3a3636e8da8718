"""Finds who speaks in WebVTT's own way: `<v Ann Lee>words</v>`, also with an id for a name.

Teams exports give ids of persons in place of names where names are withheld; they become
`Speaker 1`, `Speaker 2`, … in the order in which they first speak.
"""

import re
from collections.abc import Iterable, Iterator

from callsift.steps.read.captions.blocks import Block
from callsift.steps.read.captions.markup import plain, unescaped
from callsift.steps.read.cues import Cue, one_line

_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,80})?(?:\s+(?P<name>[^<>]{0,200}))?>", re.IGNORECASE)
_ID = re.compile(
    r"(?:[\w.:+-]{0,40}[:@])?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?:[@/][\w.@-]{0,80})?",
    re.IGNORECASE,
)


def has_voices(blocks: Iterable[Block]) -> bool:
    """Tell whether any cue names its speaker in a voice tag."""
    return any(_VOICE.search(line) for block in blocks for line in block.lines)


def voiced_cues(blocks: Iterable[Block]) -> list[Cue]:
    """Return the cues with the speakers that their voice tags name."""
    known: dict[str, str] = {}
    return [cue for block in blocks for cue in _cues_of(block, known)]


def _cues_of(block: Block, known: dict[str, str]) -> Iterator[Cue]:
    text = "\n".join(block.lines)
    speaker, begin = block.speaker, 0
    for found in _VOICE.finditer(text):
        yield from _piece(block, speaker, text[begin : found.start()])
        name = one_line(unescaped(found["name"] or ""))
        speaker, begin = _shown(name, known) if name else None, found.end()
    yield from _piece(block, speaker, text[begin:])


def _piece(block: Block, speaker: str | None, text: str) -> Iterator[Cue]:
    words = "\n".join(map(plain, text.split("\n"))).strip()
    if words:
        yield Cue(speaker, *block.span, words, line=block.line)


def _shown(name: str, known: dict[str, str]) -> str:
    if not _ID.fullmatch(name):
        return name
    return known.setdefault(name, f"Speaker {len(known) + 1}")
