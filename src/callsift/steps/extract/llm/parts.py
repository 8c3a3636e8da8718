"""Cuts a call that is too long for one question into parts, at turn boundaries.

A turn that is longer than a part is cut at sentence ends. Every stretch of the call stands in exactly one part as what
may be quoted; a few turns before it are shown as context.
"""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from callsift.domain.transcript import Transcript
from callsift.prompting import Excerpt
from callsift.sentences import split_sentences

Measure: TypeAlias = Callable[[str], int]

_CONTEXT_TURNS = 4
# Context is a help, and paid for like the rest.
_CONTEXT_SHARE = 0.1
# What a line takes beside its words: the number, the role.
_LINE_TOKENS = 8
# A part shorter than this is not cut again: what a model cannot answer about so little, it cannot answer at all.
_SHORTEST_CHARS = 60


class Part(NamedTuple):
    """What one question is about: the excerpts that may be quoted, and those before them for context."""

    own: tuple[Excerpt, ...]
    context: tuple[Excerpt, ...] = ()

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """Return everything that is shown, in order."""
        return (*self.context, *self.own)


def whole(transcript: Transcript) -> Part:
    """Return the call as one part."""
    return Part(tuple(Excerpt(turn.index, 0, len(turn.text)) for turn in transcript.turns))


def within(transcript: Transcript, *, most_tokens: int, measure: Measure) -> list[Part]:
    """Return the call as one part if it fits into `most_tokens`, else in parts that fit with their context."""
    everything = whole(transcript)
    parts = cut(transcript, everything, most_tokens=most_tokens, measure=measure)
    if len(parts) < 2:
        return [everything]
    room = int(most_tokens / (1 + _CONTEXT_SHARE))
    return cut(transcript, everything, most_tokens=room, measure=measure)


def cut(transcript: Transcript, part: Part, *, most_tokens: int, measure: Measure) -> list[Part]:
    """Return the part in pieces of about equal size, none with more than `most_tokens` (context not counted).

    `measure` says how many tokens a text takes.
    """
    pieces = [
        piece
        for excerpt in part.own
        for piece in _short_enough(transcript, excerpt, most_tokens, measure)
    ]
    sizes = [_size(transcript, piece, measure) for piece in pieces]
    number = max(math.ceil(sum(sizes) / most_tokens), 1)
    groups = _grouped(pieces, sizes, most_tokens, sum(sizes) / number)
    return [Part(own, _context_of(transcript, own[0], most_tokens, measure)) for own in groups]


def halves(transcript: Transcript, part: Part, measure: Measure) -> list[Part] | None:
    """Return the part in about two pieces, or None where it is too short to be cut."""
    if sum(each.end - each.start for each in part.own) < _SHORTEST_CHARS:
        return None
    total = sum(_size(transcript, each, measure) for each in part.own)
    pieces = cut(transcript, part, most_tokens=max(total // 2 + 1, 1), measure=measure)
    return pieces if len(pieces) > 1 else None


def _grouped(
    pieces: list[Excerpt], sizes: list[int], most: int, aim: float
) -> Iterator[tuple[Excerpt, ...]]:
    """Yield neighbouring pieces together: up to the aim, never over the most."""
    group: list[Excerpt] = []
    size = 0
    for piece, tokens in zip(pieces, sizes, strict=True):
        if group and (size + tokens > most or size + tokens / 2 > aim):
            yield tuple(group)
            group, size = [], 0
        group.append(piece)
        size += tokens
    if group:
        yield tuple(group)


def _short_enough(
    transcript: Transcript, excerpt: Excerpt, most: int, measure: Measure
) -> Iterator[Excerpt]:
    """Yield the excerpt, in pieces where it is longer than a part: at sentence ends, else anywhere."""
    if _size(transcript, excerpt, measure) <= most:
        yield excerpt
        return
    turn = transcript.turns[excerpt.turn]
    # A label longer than a part leaves no room at all; then one character stands beside it.
    room = max(most - _LINE_TOKENS - measure(turn.speaker or ""), 1)
    start = excerpt.start
    for end in _ends(turn.text, excerpt.start, excerpt.end, room, measure):
        yield excerpt._replace(start=start, end=end)
        start = end


def _ends(text: str, begin: int, end: int, room: int, measure: Measure) -> Iterator[int]:
    """Yield where pieces end, so that each is as long as it may be."""
    ends = [begin + each.end for each in split_sentences(text[begin:end])]
    start = last = begin
    for at in (*ends, end):
        if last > start and measure(text[start:at]) > room:
            yield last
            start = last
        while measure(text[start:at]) > room:
            # One sentence alone is too long, as speech recognition without punctuation writes it.
            start = _hard_end(text, start, at, room, measure)
            yield start
        last = at
    if start < end:
        yield end


def _hard_end(text: str, start: int, end: int, room: int, measure: Measure) -> int:
    """Return the farthest place that keeps the stretch within the room; at least one character on."""
    low, high = start + 1, end
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[start:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _context_of(
    transcript: Transcript, first: Excerpt, most: int, measure: Measure
) -> tuple[Excerpt, ...]:
    """Return the last turns before a part, as many as fit into its share."""
    room = most * _CONTEXT_SHARE
    shown: list[Excerpt] = []
    for index in range(first.turn - 1, max(first.turn - 1 - _CONTEXT_TURNS, -1), -1):
        excerpt = Excerpt(index, 0, len(transcript.turns[index].text), context=True)
        room -= _size(transcript, excerpt, measure)
        if room < 0:
            break
        shown.append(excerpt)
    return tuple(reversed(shown))


def _size(transcript: Transcript, excerpt: Excerpt, measure: Measure) -> int:
    turn = transcript.turns[excerpt.turn]
    text = turn.text[excerpt.start : excerpt.end]
    return measure(text) + measure(turn.speaker or "") + _LINE_TOKENS
