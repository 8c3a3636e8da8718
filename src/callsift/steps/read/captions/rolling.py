"""Takes away what rolling captions say twice: each cue opens with the tail of the one before.

It is done only in a file in which at least every second cue does so; people do repeat themselves.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from callsift.steps.read.cues import Cue, one_line

# No more of the cue before can come again.
_TAIL = 240
_SHARE = 0.5
_FEWEST = 2
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def without_repeats(cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues, each with only what the one before has not said."""
    lined = [cue._replace(text=one_line(cue.text)) for cue in cues]
    overlaps = [_overlap(one, two) for one, two in pairwise(lined)]
    telling = sum(
        1 for cue, length in zip(lined[1:], overlaps, strict=True) if _tells(cue.text[:length])
    )
    if telling < _FEWEST or telling < _SHARE * len(overlaps):
        return list(cues)
    kept = lined[:1]
    for cue, length in zip(lined[1:], overlaps, strict=True):
        rest = cue.text[length:].strip()
        if rest:
            kept.append(cue._replace(text=rest))
        else:
            kept[-1] = kept[-1]._replace(end_s=cue.end_s)
    return kept


def _tells(repeated: str) -> bool:
    """Tell whether a repetition is too long for chance."""
    return len(_CHINESE.findall(repeated)) >= 4 or (len(repeated) >= 8 and " " in repeated)


def _overlap(one: Cue, two: Cue) -> int:
    """Return how much of the second cue's beginning is the end of the first."""
    head, tail = two.text[:_TAIL], one.text[-_TAIL:]
    if one.speaker != two.speaker or len(head) < 2:
        return 0
    place = tail.find(head[:2])
    while place >= 0:
        length = len(tail) - place
        if head.startswith(tail[place:]) and _at_words(tail, head, length):
            return length
        place = tail.find(head[:2], place + 1)
    return 0


def _at_words(tail: str, head: str, length: int) -> bool:
    """Tell whether the repetition begins and ends between words."""
    begin = len(tail) - length
    return not (_inside(tail, begin) or _inside(head, length))


def _inside(text: str, place: int) -> bool:
    around = text[max(place - 1, 0) : place + 1] if place > 0 else ""
    return len(around) == 2 and around.isascii() and around.isalnum()
