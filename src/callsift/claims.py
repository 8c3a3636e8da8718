"""Tells whether a sentence takes back what it seems to claim: denied, supposed, or the rep's own hope.

Works on folded text. Shared by the offline engine, which asks it about a cue, and by grounding, which asks it about
a quote, so that what both engines observe – signals, milestones, facts – passes the same gate.
"""

import re
from typing import Literal, TypeAlias

from callsift.cues import ClaimCues, Cue, SignalCues
from callsift.domain.transcript import Role

TakenBack: TypeAlias = Literal["negated", "hypothetical"]
_SCOPE = 30
_NEAR = 40
# Grammar, not playbook: the words that turn what follows into its opposite, and words that only look like them.
_ENDS_AS_QUESTION = re.compile(r"[^,;。.!?]*\?")
_CUT = re.compile(
    r"(?:不|没有?|未|无|别|莫|甭|不是|沒有?|無|別)$|(?:\bnot|n't|\bnever|\bno|\bcannot)\s+$",
    re.IGNORECASE,
)
_NOT_CUT = re.compile(
    r"(?:要不|可不|只不|好不|特别|分别|级别|个别|性别|告别|区别|要不是|特別|個別|not only\s|no doubt\s)$",
    re.IGNORECASE,
)


def withdrawn(
    cues: SignalCues, claims: ClaimCues, sentence: str, *, start: int, end: int, second_hand: bool
) -> TakenBack | None:
    """Return how the folded `sentence` withdraws the signal's claim at [start, end), or None where it stands.

    Only a signal that is *stated* can be withdrawn by a negation or a hypothesis around it; a denial written for the
    signal itself always counts.
    """
    if any(_overlaps(each, sentence, start, end) for each in cues.denials):
        return "negated"
    if cues.signal.basis != "stated":
        return None
    return taken_back(claims, sentence, start=start, second_hand=second_hand)


def taken_back(
    claims: ClaimCues, sentence: str, *, start: int, second_hand: bool
) -> TakenBack | None:
    """Return how the words before `start` deny or suppose what follows, or None.

    `second_hand` text is a report, in which the rep's own hope is no evidence.
    """
    before = sentence[max(0, start - _SCOPE) : start]
    if claims.negation.search(before) and not claims.not_negation.search(before):
        return "negated"
    if claims.hypothesis.search(before):
        return "hypothetical"
    if second_hand and claims.hope.search(before):
        return "hypothetical"
    return None


def is_somebody_elses(claims: ClaimCues, sentence: str, *, start: int, second_hand: bool) -> bool:
    """Tell whether the words before `start` give what follows to somebody outside the deal: a neighbour, a relative.

    In a report the customer is "they" too.
    """
    before = sentence[max(0, start - _NEAR) : start]
    others = claims.third_party.search(before) or (not second_hand and claims.others.search(before))
    return bool(others)


def is_put_to_them(sentence: str, *, end: int, role: Role) -> bool:
    """Tell whether the seller puts what ends at `end` to the buyer as a question: 合同签了吧? Of that he knows nothing."""
    return role == "seller" and bool(_ENDS_AS_QUESTION.match(sentence, end))


def cuts_negation(text: str, start: int) -> bool:
    """Tell whether words that begin at `start` leave out a negation right before them: "想买" out of "不想买"."""
    before = text[max(0, start - 12) : start]
    if start < len(text) and before[-2:-1] == text[start] and before[-1:] in ("不", "没"):
        return False  # 能不能, 有没有: a question, not a negation
    return bool(_CUT.search(before)) and not _NOT_CUT.search(before)


def _overlaps(pattern: Cue, sentence: str, start: int, end: int) -> bool:
    return any(match.start() < end and start < match.end() for match in pattern.finditer(sentence))
