"""Gathers what each speaker is called and what each one said, folded for matching."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from callsift.domain.transcript import Turn
from callsift.steps.turns.words import role_words
from callsift.typography import folded

_ASIDE = re.compile(r"[(\[【{]([^)\]】}]*)[)\]】}]")
_PARTS = re.compile(r"[\s\-–—_/|·@]+")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
# More of a speaker's words than this teach nothing new about the side.
_MOST_CHARACTERS = 20_000
_OF_A_TURN = 1_500


class Speaker(NamedTuple):
    """A label, its parts and what was said; `calls` matches the names others use for it."""

    label: str
    form: str
    base: str
    aside: str
    parts: tuple[str, ...]
    calls: re.Pattern[str]
    said: tuple[str, ...]


def speakers_of(turns: Iterable[Turn]) -> tuple[Speaker, ...]:
    """Return the speakers in the order in which they first speak."""
    said: dict[str, list[str]] = {}
    room: dict[str, int] = {}
    for turn in turns:
        if turn.speaker is None or turn.role == "reporter":
            continue
        spoken = said.setdefault(turn.speaker, [])
        left = room.setdefault(turn.speaker, _MOST_CHARACTERS)
        if left > 0:
            piece = turn.text[: min(_OF_A_TURN, left)]
            spoken.append(folded(piece).text)
            room[turn.speaker] = left - len(piece)
    return tuple(_speaker(label, tuple(spoken)) for label, spoken in said.items())


def _speaker(label: str, said: tuple[str, ...]) -> Speaker:
    form = folded(label).text
    aside = " ".join(_ASIDE.findall(form)).strip()
    base = _ASIDE.sub(" ", form).strip() or form
    # Folding drops the space between Chinese parts; the label as written still has it.
    written = [folded(each).text for each in _PARTS.split(_ASIDE.sub(" ", _half(label))) if each]
    parts = tuple(dict.fromkeys([base, *filter(None, written)]))
    return Speaker(label, form, base, aside, parts, _calls(parts), said)


def has_title(speaker: Speaker) -> bool:
    """Tell whether a Chinese label ends in a title: 张总, 韩厂长. A label in Latin letters has none."""
    return bool(re.search(role_words().titles + "$", speaker.base))


def _half(label: str) -> str:
    return label.translate(str.maketrans("（）［］－", "()[]-"))


def _calls(parts: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of the names by which others call this speaker."""
    names: list[str] = []
    for part in parts:
        if part.isascii():
            names.append(rf"(?<![a-z0-9]){re.escape(part)}(?![a-z0-9])")
        else:
            names += _chinese_calls(part)
    return re.compile("|".join(dict.fromkeys(names)) or r"(?!)")


def _chinese_calls(part: str) -> list[str]:
    words = role_words()
    names = [re.escape(part)]
    if not _CHINESE_NAME.fullmatch(part):
        return names
    title = re.search(words.titles + "$", part)
    if title is not None and part[0] in words.surnames:
        names.append(f"[小老]{part[0]}(?![\u4e00-\u9fff]?{words.titles})")
    elif part[0] in words.surnames:
        names.append(f"{part[0]}{words.titles}")
        names.append(f"[小老]{part[0]}(?![\u4e00-\u9fff]?{words.titles})")
        if len(part) > 2:
            names.append(re.escape(part[1:]))
    return names
