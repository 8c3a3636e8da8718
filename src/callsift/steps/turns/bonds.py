"""Weighs whether two speakers stand on one side: by firm, by how they name each other, by who answers whom."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from callsift.domain.transcript import Turn
from callsift.steps.turns.labels import side_of_label
from callsift.steps.turns.speakers import Speaker

_INTRODUCED = re.compile(
    r"(?:(?:我们|咱们?|我司|我方|我)(?:这边|这儿)?(?:的|家|公司的?|同事|还有)?"
    r"(?:[^,。?跟和给找请向同您你]{0,10}(?:的|部|科|室|区|中心|师|同事|总监|主管|采购|财务),?)?"
    r"|(?:旁边|边上)(?:坐着|坐的是|是|还有)"
    r"|(?:our|my) (?:[\w-]+ ){0,4}(?:of \w+ )?"
    r"|(?:i've asked|i asked|i brought|joined by|with me is) )$"
)
_INTRODUCED_AFTER = re.compile(
    r",?(?:是)?(?:我们|咱们)[^,。?您你]{0,10}(?:管|负责|搞|做|的)"
    r"|(?:,| is|'s)? (?:our|my) (?!name|question)|(?:'s| is) the one who"
    r"|,? (?:to join|along)\b|'s joining"
    # "This is Walt, he does the money for us", "Ann here, who runs the desk"
    r"|,? (?:he|she|who)(?:(?:'s| is) our|(?:'s| is| does| runs| looks after| keeps)\b[^,.?]*\bfor us)\b"
)
_ORDERED = re.compile(r"(?:(?<![你您别])让|我叫|i wanted )$")
_ORDERED_AFTER = re.compile(
    r"(?:跟|和|同)我(?:们)?(?:念叨|说|提|讲|汇报)|那儿有|,?你(?:看|安排|来)一下"
)
_THEIRS = re.compile(r"(?:你们(?:的|家|那边的?)?|您们|贵(?:司|公司)的?|your (?:[\w-]+ ){0,2})$")
_GREETING = re.compile(
    r"(?:好的?|嗯|对|那|行|喂|哎|哈哈|谢谢|感谢"
    r"|hi|hello|hey|morning|thanks|thank you|good to see you)?[,!.]?\s*"
    # Others may be named before: 林课长、黄经理早安
    r"(?:[\u4e00-\u9fff]{2,4}[,、]|[a-z]+(?:,| and) )?\s*"
)
_CALLED = re.compile(r"[,、!.。您你好早]|$")
_NOT_HERE = re.compile(r"让他们|他们(?:先|来|过来|这个|那个)|叫他们")
_WORTH = {"introduced": 4.0, "ordered": 2.0, "theirs": -3.0, "addressed": -1.0, "consulted": 1.0}
_ONE_FIRM, _TWO_FIRMS = 6.0, -3.0
# Some exports write the firm only at the first turn: "Ann (Corvane)", then "Ann".
_SAME_PERSON = 20.0
# Of neighbouring turns of two people four of five are one side's and the other's. What one such place is worth and how
# much all of them at most: chosen on dialogues of more than two that the model had not seen.
_ANSWERED, _MOST_ANSWERED = 0.3, 3.0

Answers: TypeAlias = Mapping[frozenset[str], int]


def answers_in(turns: Iterable[Turn]) -> Answers:
    """Return how often each two speakers follow one another, in either order."""
    labels = [turn.speaker for turn in turns]
    return Counter(
        frozenset((one, two))
        for one, two in pairwise(labels)
        if one is not None and two is not None and one != two
    )


def bonds_of(speakers: Sequence[Speaker], answers: Answers) -> tuple[tuple[float, ...], ...]:
    """Return the bond of each speaker with each one before."""
    return tuple(
        tuple(bond(one, two, answers) for two in speakers[:index])
        for index, one in enumerate(speakers)
    )


def bond(one: Speaker, two: Speaker, answers: Answers) -> float:
    """Return how strongly two speakers belong together; below zero, apart."""
    same_person = _SAME_PERSON if one.base == two.base else 0.0
    answered = answers.get(frozenset((one.label, two.label)), 0)
    apart = min(_MOST_ANSWERED, _ANSWERED * answered)
    return same_person + _firms(one, two) + _mentions(one, two) + _mentions(two, one) - apart


def _firms(one: Speaker, two: Speaker) -> float:
    """Compare what both labels have in common: a firm in brackets or before the name."""
    mine, yours = _firm(one), _firm(two)
    if not mine or not yours:
        return 0.0
    return _ONE_FIRM if mine == yours else _TWO_FIRMS


def _firm(speaker: Speaker) -> str:
    if speaker.aside and side_of_label(speaker.aside) is None:
        return speaker.aside
    return speaker.parts[1] if len(speaker.parts) == 3 and not speaker.parts[1].isascii() else ""


def _mentions(one: Speaker, two: Speaker) -> float:
    """Return what `one` shows by naming `two`, each kind counted once."""
    kinds = {kind for each in one.said for kind in _kinds(each, two)}
    return sum(_WORTH[kind] for kind in sorted(kinds))


def _kinds(said: str, named: Speaker) -> set[str]:
    kinds: set[str] = set()
    for found in named.calls.finditer(said):
        before, behind = said[max(0, found.start() - 40) : found.start()], said[found.end() :]
        if _INTRODUCED.search(before) or _INTRODUCED_AFTER.match(behind):
            kinds.add("introduced")
        elif _ORDERED.search(before) or _ORDERED_AFTER.match(behind):
            kinds.add("ordered")
        elif _THEIRS.search(before):
            kinds.add("theirs")
        elif _GREETING.fullmatch(said[: found.start()]) and _CALLED.match(behind):
            kinds.add("consulted" if _NOT_HERE.search(said) else "addressed")
    return kinds
