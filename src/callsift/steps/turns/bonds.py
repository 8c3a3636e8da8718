"""Weighs whether two speakers stand on one side, by how they speak of each other and by their firms."""

import re

from callsift.steps.turns.labels import side_of_label
from callsift.steps.turns.speakers import Speaker

_OURS = (
    r"(?:(?:我们|咱们?|我司|我方|我)(?:的|这边的?|家|公司的?|同事)?"
    r"(?:[^,。?跟和给找请向同您你]{0,10}(?:的|部|科|室|区|中心|师|同事|总监|主管))?"
    r"|(?:our|my) (?:[\w-]+ ){0,4}(?:of \w+ )?)"
)
_THEIRS = r"(?:你们(?:的|家|那边的?)?|您们|贵(?:司|公司)的?|your (?:[\w-]+ ){0,2})"
_BEHIND = re.compile(
    r"(?:,| is|'s)? (?:our|my) (?!name|question)|(?:'s| is) the one who|,? (?:to join|along)\b"
)
_BEFORE = re.compile(
    r"(?:i've asked|i asked|i brought|i wanted|joined by|with me is|this is my colleague) $"
)
_GREETING = re.compile(
    r"(?:好的?|嗯|对|那|喂|哎|谢谢|感谢|hi|hello|hey|morning|thanks|thank you|good to see you)?[,!.]?\s*"
    # Others may be named before: 林课长、黄经理早安
    r"(?:[\u4e00-\u9fff]{2,4}[,、]|[a-z]+(?:,| and) )?\s*"
)
_NOT_HERE = re.compile(r"让他们|他们(?:先|来|过来|这个|那个)|叫他们")
_SAME, _OPPOSITE, _ADDRESSED = 3.0, -3.0, -1.0
_GROUP = 6.0


def bond(one: Speaker, two: Speaker) -> float:
    """Return how strongly two speakers belong together; below zero, apart."""
    return _firms(one, two) + _mentions(one, two) + _mentions(two, one)


def _firms(one: Speaker, two: Speaker) -> float:
    """Compare what both labels have in common: a firm in brackets or before the name."""
    mine, yours = _firm(one), _firm(two)
    if not mine or not yours:
        return 0.0
    return _GROUP if mine == yours else -_SAME


def _firm(speaker: Speaker) -> str:
    if speaker.aside and side_of_label(speaker.aside) is None:
        return speaker.aside
    return speaker.parts[1] if len(speaker.parts) == 3 and not speaker.parts[1].isascii() else ""


def _mentions(one: Speaker, two: Speaker) -> float:
    """Return what `one` shows by naming `two`, each kind counted once."""
    kinds = {kind for each in one.said for kind in _kinds(each, two)}
    return sum(kinds)


def _kinds(said: str, named: Speaker) -> set[float]:
    kinds: set[float] = set()
    for found in named.calls.finditer(said):
        before, behind = said[max(0, found.start() - 40) : found.start()], said[found.end() :]
        if re.search(_OURS + "$", before) or _BEFORE.search(before) or _BEHIND.match(behind):
            kinds.add(_SAME)
        elif re.search(_THEIRS + "$", before):
            kinds.add(_OPPOSITE)
        elif _GREETING.fullmatch(said[: found.start()]) and re.match(r"[,、!.。您你好]|$", behind):
            kinds.add(-_ADDRESSED if _NOT_HERE.search(said) else _ADDRESSED)
    return kinds
