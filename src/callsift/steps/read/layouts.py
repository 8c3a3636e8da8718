"""Chooses the layout of a text and, with it, which lines are the heads of turns.

Each layout proposes heads; they count when they repeat, carry seconds or name people, and what lies
between them can be talk. The layout with the most accepted heads wins; without any, nobody
is named.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from callsift.steps.read.form import form_above
from callsift.steps.read.headers import (
    Header,
    block_header,
    inline_header,
    label_header,
    recognised_header,
    time_first_header,
    timed_header,
)
from callsift.steps.read.lines import Line
from callsift.steps.read.names import (
    is_event,
    is_field,
    is_label,
    is_person,
    is_recognised,
)
from callsift.steps.read.noise import noise_reason
from callsift.steps.read.words import reading_words
from callsift.typography import folded

Family: TypeAlias = Literal["label", "block", "recognised", "timed", "none"]
Heads: TypeAlias = dict[int, Header]
_TALK = re.compile(
    r"[。！？!?，,]|[你您吗呢吧]|\.$|\b(?:you|we|i|yes|no|hi|hello)\b", re.IGNORECASE
)
_FACING = re.compile(r"[你您咱]|\b(?:you|your|we|i'm|i)\b", re.IGNORECASE)
# So many lines show whether people talk or are reported.
_ENOUGH = 400


class Layout(NamedTuple):
    """The chosen family and its heads by line number."""

    family: Family
    heads: Heads


def choose_layout(lines: Sequence[Line]) -> Layout:
    """Return the layout that explains most lines."""
    filled = [line for line in lines if noise_reason(line) in (None, "time line")]
    found = (
        Layout("label", _labels(filled)),
        Layout("block", _blocks(filled, block_header)),
        Layout("block", _blocks(filled, time_first_header)),
        Layout("recognised", _recognised(filled)),
    )
    best = max(found, key=lambda layout: len(layout.heads))
    if best.heads:
        return best
    timed = _timed(filled)
    return Layout("timed", timed) if timed else Layout("none", {})


def _proposed(lines: Sequence[Line], read: Callable[[Line], Header | None]) -> Heads:
    return {line.number: header for line in lines if (header := read(line)) is not None}


def _labels(lines: Sequence[Line]) -> Heads:
    """Return the heads `name: words`, if the text is a dialogue and not a form."""
    proposed = _proposed(lines, label_header)
    form = form_above(lines, proposed)
    rest = [line for line in lines if line.number not in form]
    proposed = {number: head for number, head in proposed.items() if number not in form}
    named = {n: head for n, head in proposed.items() if head.speaker and is_label(head.speaker)}
    words = {
        line.number: line.text[named[line.number].at :] for line in rest if line.number in named
    }
    times = Counter(head.speaker for head in named.values())
    kept = {
        number: head
        for number, head in named.items()
        if is_person(head.speaker or "")
        or head.stamp is not None
        or (times[head.speaker] > 1 and _may_speak(head.speaker or "", words[number]))
    }
    last = max(kept, default=0)
    fields = sum(1 for n, head in proposed.items() if n < last and is_field(head.speaker or ""))
    among = sum(1 for line in rest if line.number <= last)
    words = {number: words[number] for number in kept}
    return kept if _is_dialogue(kept, words, lines=among, fields=fields) else {}


def _may_speak(name: str, words: str) -> bool:
    """Tell whether any other label could be one; `else:` in lower case needs talk behind it."""
    return not (name.isascii() and name.islower()) or _TALK.search(words) is not None


def _is_dialogue(kept: Heads, words: dict[int, str], *, lines: int, fields: int) -> bool:
    times = Counter(head.speaker for head in kept.values())
    if not kept or _is_report(kept, words):
        return False
    if all(head.stamp is not None and head.stamp.has_seconds for head in kept.values()):
        return True
    if len(kept) == 1:
        return _is_lone_turn(kept, words, lines)
    spoken = any(_TALK.search(each) for each in words.values())
    spoken = spoken or any(is_recognised(name or "") for name in times)
    if max(times.values()) == 1:
        return spoken and not fields and len(kept) >= 0.6 * lines
    if not spoken and not any(is_person(name or "") for name in times):
        return False
    return fields <= len(kept) and (len(kept) >= 4 or len(kept) >= 0.15 * lines)


def _is_lone_turn(kept: Heads, words: dict[int, str], lines: int) -> bool:
    """Tell whether one labelled line is the words of a side, not a field of a form."""
    ((number, head),) = kept.items()
    is_known = is_person(head.speaker or "")
    return is_known and lines <= 2 and _FACING.search(words[number]) is not None


def _is_report(kept: Heads, words: dict[int, str]) -> bool:
    """Tell whether the lines say what people said, as minutes do."""
    looked_at = list(words.values())[:_ENOUGH]
    opening = reading_words().reported
    reported = sum(1 for each in looked_at if opening.match(folded(each[:20]).text))
    facing = sum(1 for each in looked_at if _FACING.search(each[:400]))
    if reported >= 0.4 * len(looked_at) and facing * 4 < len(looked_at):
        return True
    bullets = sum(1 for head in kept.values() if head.marks == "-")
    return bullets * 2 > len(kept) and facing * 4 < len(looked_at)


def _blocks(lines: Sequence[Line], read: Callable[[Line], Header | None]) -> Heads:
    """Return the heads that are a line of their own with a name and a time."""
    proposed = {
        number: head
        for number, head in _proposed(lines, read).items()
        if _is_block_name(head.speaker or "")
    }
    times = Counter(head.speaker for head in proposed.values())
    followed = _followed_by_words(lines, proposed)
    kept = {
        number: head
        for number, head in proposed.items()
        if times[head.speaker] > 1 or (number in followed and _stands_alone(head))
    }
    if read is block_header:
        kept |= _inline(lines, kept, times)
    return kept if _are_heads(kept, followed, by_name=read is block_header) else {}


def _is_block_name(name: str) -> bool:
    """Tell whether a text before a time can be a nickname: nearly anything but an event."""
    return len(name) <= 40 and not is_event(name) and not re.search(r"[。！？；，!?;]", name)


def _stands_alone(head: Header) -> bool:
    """Tell whether a head is one although its name never returns."""
    stamp = head.stamp
    is_dated = stamp is not None and (stamp.has_seconds or bool(stamp.day))
    return is_dated or is_person(head.speaker or "") or head.marks == "["


def _are_heads(kept: Heads, followed: set[int], *, by_name: bool) -> bool:
    times = Counter(head.speaker for head in kept.values())
    spoken = sum(1 for number, head in kept.items() if number in followed or head.marks == "i")
    if not kept or spoken * 2 < len(kept):
        return False
    if len(kept) == 1:
        (head,) = kept.values()
        has_seconds = head.stamp is not None and head.stamp.has_seconds
        return by_name and (
            has_seconds or is_recognised(head.speaker or "") or head.speaker == "我"
        )
    if max(times.values()) > 1:
        return True
    return by_name and all(_stands_alone(head) for head in kept.values())


def _followed_by_words(lines: Sequence[Line], heads: Heads) -> set[int]:
    """Return the numbers of heads whose next line is no head and no noise."""
    return {
        line.number
        for line, after in pairwise(lines)
        if line.number in heads and after.number not in heads
    }


def _inline(lines: Sequence[Line], kept: Heads, times: Counter[str | None]) -> Heads:
    """Return heads `name 00:12 words` of recognised speakers or of names that return."""
    proposed = {
        number: head._replace(marks="i")
        for number, head in _proposed(lines, inline_header).items()
        if number not in kept
        and _is_block_name(head.speaker or "")
        and is_label(head.speaker or "")
    }
    counted = times + Counter(head.speaker for head in proposed.values())
    if len(proposed) + len(kept) < 0.4 * len(lines):
        return {}
    return {
        number: head
        for number, head in proposed.items()
        if is_recognised(head.speaker or "")
        or (counted[head.speaker] > 1 and len(proposed) + len(kept) > 2)
    }


def _recognised(lines: Sequence[Line]) -> Heads:
    """Return the heads `说话人1 words`."""
    proposed = _proposed(lines, recognised_header)
    return proposed if len(proposed) > 1 or len(proposed) == len(lines) else {}


def _timed(lines: Sequence[Line]) -> Heads:
    """Return the heads `[00:12] words` without a name, where most lines have one."""
    proposed = _proposed(lines, timed_header)
    enough = len(proposed) > 1 and len(proposed) >= 0.5 * len(lines)
    return proposed if enough and not _is_log(lines) else {}


def _is_log(lines: Sequence[Line]) -> bool:
    """Tell whether the words behind the times are a rep's log and no recording."""
    text = folded("\n".join(line.head for line in lines[:40])).text
    return any(pattern.search(text) for pattern in reading_words().notes)
