"""Finds heads inside a line: `客户：好的。 销售：行，周三见。`, or a whole call that was pasted as one line.

A label counts behind the end of a sentence, or behind a blank in Chinese; and only where it speaks in
this call anyhow, or where labels take turns. What a turn quotes in quotation marks stays whole.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from callsift.steps.read.labelled import FACING
from callsift.steps.read.names import is_label, is_person, is_recognised, is_side
from callsift.steps.read.stamps import SPAN, Stamp, parse_stamp
from callsift.typography import folded

_WORD = r"[A-Z][\w'’-]{0,20}"
_NAME = re.compile(
    rf"(?P<name>{_WORD}(?: (?:{_WORD}|\d{{1,2}})){{0,2}}"
    r"|(?!\d)[^\s:：。！？!?…，,、;；“”\"「」\[\]<>|｜/\\]{1,16}(?: \d{1,2})?)"
    r"[ \t]{0,2}[:：](?![/\\])\s*"
)
_STAMP = re.compile(rf"[\[(（【]?(?P<clock>{SPAN})[\])）】]?\s*$")
_CLOSES_A_TIME = re.compile(r"[\dmMZ][\])）】]?\s*$")
# What some systems write for the end of a line.
_BREAK = re.compile(r"(?:\s|[|｜/]|<br\s?/?>)+$", re.IGNORECASE)
_ENDED = re.compile(r"[。！？!?.…;；][”\"』」’)）\]】]{0,2}$")
# A blank ends a sentence of Chinese, but not behind what goes on.
_PAUSED = re.compile(r"[^\s，,、:：;；“\"「『(（]$")
# People took turns so often; less may be somebody's list.
_TURNS = 3
_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"))
# A time before a label is no longer, nor is what is left of a sentence's end; nobody quotes more.
_LOOK, _LONGEST_QUOTE = 60, 400


class InnerHead(NamedTuple):
    """A head inside a text: the words before it end `at`, its own begin at `words`."""

    at: int
    words: int
    speaker: str
    stamp: Stamp | None


def take_turns(text: str) -> frozenset[str]:
    """Return the labels that take turns in a text of one line, or none."""
    heads = _heads_in(text)
    speakers = _speakers(text, heads, least=1)
    said = [head.speaker for head in heads if head.speaker in speakers]
    turns = sum(one != two for one, two in pairwise(said))
    are_sides = sum(is_side(folded(name).text) for name in speakers) > 1
    is_talk = are_sides or FACING.search(text) is not None
    return speakers if turns >= _TURNS and is_talk else frozenset()


def inner_speakers(texts: Sequence[str], speakers: frozenset[str]) -> frozenset[str]:
    """Return who may speak inside these turns: who speaks in the call, and who returns inside like one who does."""
    if len(texts) == len(speakers) == 1:
        return take_turns(f"{min(speakers)}：{texts[0]}")
    text = "\n".join(texts)
    return speakers | _speakers(text, _heads_in(text), least=_TURNS)


def inner_parts(text: str, speakers: frozenset[str]) -> list[tuple[InnerHead, int]]:
    """Return the heads of these speakers inside a text, each with the end of its words."""
    return _parts([h for h in _heads_in(text) if h.speaker in speakers and h.at], text)


def _parts(heads: Sequence[InnerHead], text: str) -> list[tuple[InnerHead, int]]:
    ends = [*(head.at for head in heads[1:]), len(text)]
    return list(zip(heads, ends, strict=False))


def _speakers(text: str, heads: Sequence[InnerHead], *, least: int) -> frozenset[str]:
    """Return the labels that stand for people: by their names, or because they return and address somebody."""
    times = Counter(head.speaker for head in heads)
    facing = {h.speaker for h, end in _parts(heads, text) if FACING.search(text, h.words, end)}
    return frozenset(
        name
        for name, number in times.items()
        if is_label(name)
        and number >= least
        and (_is_known(name) or (number > 1 and name in facing))
    )


def _is_known(name: str) -> bool:
    """Tell whether a label is a person's by itself; any word of English could be a name."""
    if name.isascii():
        return is_side(folded(name).text) or is_recognised(name)
    return is_person(name)


def _heads_in(text: str) -> list[InnerHead]:
    """Return every label that can be a head: a sentence ended before it, and no quotation mark is open."""
    heads: list[InnerHead] = []
    for found in _NAME.finditer(text):
        before = text[max(0, found.start() - _LOOK) : found.start()]
        timed = _STAMP.search(before) if _CLOSES_A_TIME.search(before) else None
        bare = _BREAK.sub("", before[: timed.start()] if timed else before)
        at = found.start() - len(before) + len(bare)
        is_parted = timed is not None or len(bare) < len(before)
        opened = max(heads[-1].words if heads else 0, at - _LONGEST_QUOTE)
        is_inside = "\n" not in before[len(bare) :]
        if not at or (
            is_inside
            and _has_ended(bare, found["name"], is_parted=is_parted)
            and not _is_quoted(text[opened:at])
        ):
            stamp = parse_stamp(timed["clock"]) if timed else None
            heads.append(InnerHead(at, found.end(), found["name"], stamp))
    return heads


def _has_ended(bare: str, name: str, *, is_parted: bool) -> bool:
    """Tell whether a sentence ended before a label: by its mark, in Chinese or before what recognisers write by a blank
    as well.
    """
    if name.isascii() and not (is_parted and is_recognised(name)):
        return _ENDED.search(bare) is not None and (is_parted or not bare[-1].isascii())
    return (_PAUSED if is_parted else _ENDED).search(bare) is not None


def _is_quoted(text: str) -> bool:
    """Tell whether quotation marks are open at the end of a text."""
    return text.count('"') % 2 > 0 or any(text.count(a) > text.count(b) for a, b in _QUOTES)
