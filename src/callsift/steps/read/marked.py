"""Finds heads without a colon: `【name】words`, a name and a tab, a name on a line of its own.

Nothing but the mark parts name from words, so nearly the whole text must be written so.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from callsift.steps.read.headers import (
    Header,
    Heads,
    followed_by_words,
    name_header,
    only_clock,
    proposed_heads,
)
from callsift.steps.read.labelled import FACING
from callsift.steps.read.lines import Line
from callsift.steps.read.names import is_label, is_person

# So large a part of the lines bear a mark, or are names, where that is how the text is written.
_MOSTLY, _NAMES = 0.6, 0.3
# So many names on lines of their own at least.
_ENOUGH = 3
# So much of a line shows whether it is talk.
_LOOK = 400


def marked(lines: Sequence[Line], read: Callable[[Line], Header | None]) -> Heads:
    """Return the heads that a mark parts from the words, where nearly every line has one and most names return."""
    proposed = {
        number: head
        for number, head in proposed_heads(lines, read).items()
        if is_label(head.speaker or "")
    }
    times = Counter(head.speaker for head in proposed.values())
    returning = sum(number for number in times.values() if number > 1)
    facing = sum(
        1
        for line in lines
        if line.number in proposed and FACING.search(line.text[proposed[line.number].at :][:_LOOK])
    )
    known = sum(is_person(name or "") for name in times)
    # A time and two tabs are an export's; a message of several lines has more of them without.
    is_export = bool(proposed) and all(h.marks == "z" and h.stamp for h in proposed.values())
    is_usual = len(proposed) > 1 and len(proposed) >= (_NAMES if is_export else _MOSTLY) * len(
        lines
    )
    # 【优点】 and 【缺点】 return too, but nobody is spoken to.
    is_facing = 4 * facing >= len(proposed) and 2 * returning > len(proposed)
    is_talk = is_facing or known == len(times) or (is_export and 2 * returning > len(proposed))
    return proposed if is_usual and is_talk and len(times) > 1 else {}


def lone_names(lines: Sequence[Line]) -> Heads:
    """Return the heads that are nothing but a name on a line of its own, with words below it."""
    proposed = {
        number: head
        for number, head in proposed_heads(lines, name_header).items()
        if is_label(head.speaker or "") and is_person(head.speaker or "")
    }
    times = Counter(head.speaker for head in proposed.values())
    timed = {a.number for a, b in pairwise(lines) if only_clock(b) is not None}
    kept = {n: head for n, head in proposed.items() if times[head.speaker] > 1 or n in timed}
    said = [line for line in lines if only_clock(line) is None]
    followed = followed_by_words(said, kept)
    opens = bool(said) and said[0].number in kept
    is_usual = len(kept) >= max(_ENOUGH, _NAMES * len(said))
    return kept if opens and is_usual and followed == set(kept) and len(times) > 1 else {}
