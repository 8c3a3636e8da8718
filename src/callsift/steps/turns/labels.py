"""Tells sides by what is written: labels, lists of those present, remarks of the paster."""

import re
from collections.abc import Iterable
from itertools import islice

from callsift.steps.turns.speakers import Speaker
from callsift.steps.turns.words import Side, role_words
from callsift.typography import folded

# Who pastes a call is the seller.
_MYSELF = ("我", "本人", "me", "myself", "you")
# So many lists and remarks are looked at.
_MOST = 20
_CLAUSE = re.compile(r"[;。\n|/]")
_ME = re.compile(r"(?:是|为|=|:|就是)\s*(?:我(?![\u4e00-\u9fff]*的?客户)|本人|me\b|myself\b)")
_IS = r"(?:['’]s|\s*(?:是|为|=|:|-|指|is|was))\s*"


def side_of_label(form: str) -> Side | None:
    """Return the side that a folded label names, or None where it names none or two."""
    if form in _MYSELF:
        return "seller"
    left = form
    found: set[Side] = set()
    for word, side in role_words().labels:
        if _holds(left, word):
            found.add(side)
            left = left.replace(word, " ")
    return found.pop() if len(found) == 1 else None


def _holds(text: str, word: str) -> bool:
    if word.isascii():
        return (
            word in text and re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", text) is not None
        )
    return word in text


def sides_above(
    speakers: tuple[Speaker, ...], lines: Iterable[str], remarks: Iterable[str]
) -> dict[str, Side]:
    """Return the sides that lists of participants and remarks give."""
    found: dict[str, Side] = {}
    participants = [form for each in lines if _is_list(form := folded(each[:500]).text)][:_MOST]
    forms = [*participants, *(folded(each[:1000]).text for each in islice(remarks, _MOST))]
    for speaker in speakers:
        sides = [side for each in participants if (side := _listed(each, speaker)) is not None]
        sides += [side for each in forms if (side := _explained(each, speaker)) is not None]
        if len(set(sides)) == 1:
            found[speaker.label] = sides[0]
    return found


def _is_list(form: str) -> bool:
    return role_words().participants.match(form.lstrip("-*•#[【( ")) is not None


def _listed(form: str, speaker: Speaker) -> Side | None:
    """Return the side that stands in brackets behind the name, else before it in its clause."""
    for clause in _CLAUSE.split(form):
        found = speaker.calls.search(clause)
        if found is None:
            continue
        behind = re.match(r"\s*[(\[]([^)\]]*)[)\]]", clause[found.end() :])
        if behind is not None:
            return side_of_label(behind[1])
        return _last_side(clause[: found.start()])
    return None


def _last_side(before: str) -> Side | None:
    """Return the side whose word stands last before a name."""
    best: tuple[int, Side] | None = None
    left = before
    for word, side in role_words().labels:
        place = left.rfind(word)
        if place >= 0 and _holds(left, word):
            left = left.replace(word, " " * len(word))
            if best is None or place > best[0]:
                best = (place, side)
    return None if best is None else best[1]


def _explained(form: str, speaker: Speaker) -> Side | None:
    """Return the side that `A是我` or `B是对方的主管` gives."""
    for found in speaker.calls.finditer(form):
        rest = form[found.end() : found.end() + 24]
        if _ME.match(rest):
            return "seller"
        claimed = re.match(_IS + r"([^,;。.]{1,20})", rest)
        if claimed is not None:
            return side_of_label(claimed[1])
    return None
