"""Chooses the layout of a text and, with it, which lines are the heads of turns.

Each layout proposes heads; they count when they repeat, carry seconds or name people, and what lies
between them can be talk. The layout with the most accepted heads wins; without any, nobody
is named.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from callsift.steps.read.headers import (
    Header,
    Heads,
    barred_header,
    block_header,
    bracketed_header,
    followed_by_words,
    inline_header,
    label_header,
    proposed_heads,
    recognised_header,
    tabbed_header,
    time_first_header,
    timed_header,
)
from callsift.steps.read.labelled import labels, may_call
from callsift.steps.read.lines import Line
from callsift.steps.read.marked import lone_names, marked
from callsift.steps.read.names import is_event, is_label, is_person, is_recognised
from callsift.steps.read.noise import noise_reason
from callsift.steps.read.run_on import take_turns
from callsift.steps.read.stamps import Stamp, is_date
from callsift.steps.read.words import reading_words
from callsift.typography import folded

Family: TypeAlias = Literal["label", "block", "recognised", "timed", "none"]

_ENDED = re.compile(r"[。！？!?.…;；：:][”\"』」’)）\]】]{0,2}$")
# A call that was pasted as one line has a title or a date above it at most.
_MOST_RUN_ON = 3


class Layout(NamedTuple):
    """The chosen family and its heads by line number."""

    family: Family
    heads: Heads


def choose_layout(lines: Sequence[Line]) -> Layout:
    """Return the layout that explains most lines."""
    filled = [line for line in lines if noise_reason(line) in (None, "time line")]
    found = (
        Layout("label", labels(filled)),
        Layout("block", _blocks(filled, block_header)),
        Layout("block", _blocks(filled, time_first_header)),
        Layout("recognised", _recognised(filled)),
        Layout("label", marked(filled, bracketed_header)),
        Layout("label", marked(filled, tabbed_header)),
        Layout("label", marked(filled, barred_header)),
        Layout("block", lone_names(filled)),
    )
    best = max(found, key=lambda layout: len(layout.heads))
    if best.heads:
        return best
    if run_on := _run_on(filled):
        return Layout("label", run_on)
    timed = _timed(filled)
    return Layout("timed", timed) if timed else Layout("none", {})


def _blocks(lines: Sequence[Line], read: Callable[[Line], Header | None]) -> Heads:
    """Return the heads that are a line of their own with a name and a time."""
    proposed = {
        number: head
        for number, head in proposed_heads(lines, read).items()
        if _is_block_name(head.speaker or "")
    }
    times = Counter(head.speaker for head in proposed.values())
    followed = followed_by_words(lines, proposed)
    kept = {
        number: head
        for number, head in proposed.items()
        if times[head.speaker] > 1 or (number in followed and _stands_alone(head))
    }
    kept |= _said_once({n: head for n, head in proposed.items() if n in followed}, kept)
    if read is block_header:
        kept |= _inline(lines, kept, times)
    return kept if _are_heads(kept, followed, by_name=read is block_header) else {}


def _said_once(proposed: Heads, kept: Heads) -> Heads:
    """Return the heads of names that never return but stand, with their times too, between two heads."""
    numbers = sorted(kept)
    found: Heads = {}
    for number, head in proposed.items():
        at = bisect(numbers, number)
        if number not in kept and 0 < at < len(numbers) and may_call(head.speaker):
            around = kept[numbers[at - 1]].stamp, head.stamp, kept[numbers[at]].stamp
            if _is_in_order(around):
                found[number] = head
    return found


def _is_in_order(stamps: tuple[Stamp | None, ...]) -> bool:
    """Tell whether times of a recording follow one another."""
    fields = [stamp.fields for stamp in stamps if stamp is not None and not stamp.day]
    is_alike = len(fields) == len(stamps) and len({len(each) for each in fields}) == 1
    return is_alike and fields == sorted(fields)


def _is_block_name(name: str) -> bool:
    """Tell whether a text before a time can be a nickname: nearly anything but an event."""
    if len(name) > 40 or re.search(r"[。！？；，!?;]|^[\[(（【][^\])）】]*$", name):
        return False
    return not is_date(name) and not is_event(name) and not is_event(re.split("[:：]", name)[0])


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


def _inline(lines: Sequence[Line], kept: Heads, times: Counter[str | None]) -> Heads:
    """Return heads `name 00:12 words` of recognised speakers or of names that return."""
    proposed = {
        number: head._replace(marks="i")
        for number, head in proposed_heads(lines, inline_header).items()
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
    proposed = proposed_heads(lines, recognised_header)
    return proposed if len(proposed) > 1 or len(proposed) == len(lines) else {}


def _timed(lines: Sequence[Line]) -> Heads:
    """Return the heads `[00:12] words` without a name, where most lines have one."""
    proposed = proposed_heads(lines, timed_header)
    enough = len(proposed) > 1 and len(proposed) >= 0.5 * len(lines)
    return proposed if enough and not _is_log(lines) else {}


def _run_on(lines: Sequence[Line]) -> Heads:
    """Return the head of the one line, wrapped or not, in which a whole call stands under a title at most."""
    for at, line in enumerate(lines[:_MOST_RUN_ON]):
        head = label_header(line)
        below = lines[at:]
        is_one = len(below) == 1 or _are_wrapped(below)
        if head is not None and is_one:
            text = "".join(each.text for each in below)
            return {line.number: head} if head.speaker in take_turns(text) else {}
    return {}


def _are_wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether lines were broken for their width alone: next to one another, in mid-sentence."""
    is_close = lines[-1].number - lines[0].number == len(lines) - 1
    return is_close and not any(_ENDED.search(line.text) for line in lines[:-1])


def _is_log(lines: Sequence[Line]) -> bool:
    """Tell whether the words behind the times are a rep's log and no recording."""
    text = folded("\n".join(line.head for line in lines[:40])).text
    return any(pattern.search(text) for pattern in reading_words().notes)
