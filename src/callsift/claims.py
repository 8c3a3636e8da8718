"""Tells whether a sentence takes back what it seems to claim: denied, supposed, or the rep's own hope.

Works on folded text. Shared by the offline engine, which asks it about a cue, and by grounding, which asks it about
a quote, so that both engines' observations pass the same gate.
"""

from typing import Literal

from callsift.cues import ClaimCues, Cue, SignalCues

_SCOPE = 30


def withdrawn(
    cues: SignalCues, claims: ClaimCues, sentence: str, *, start: int, end: int, second_hand: bool
) -> Literal["negated", "hypothetical"] | None:
    """Return how the folded `sentence` withdraws the claim at [start, end), or None where it stands.

    Only a signal that is *stated* can be withdrawn by a negation or a hypothesis around it; a denial written for the
    signal itself always counts. `second_hand` text is a report, in which the rep's own hope is no evidence.
    """
    if any(_overlaps(each, sentence, start, end) for each in cues.denials):
        return "negated"
    if cues.signal.basis != "stated":
        return None
    before = sentence[max(0, start - _SCOPE) : start]
    if claims.negation.search(before) and not claims.not_negation.search(before):
        return "negated"
    if claims.hypothesis.search(before):
        return "hypothetical"
    if second_hand and claims.hope.search(before):
        return "hypothetical"
    return None


def _overlaps(pattern: Cue, sentence: str, start: int, end: int) -> bool:
    return any(match.start() < end and start < match.end() for match in pattern.finditer(sentence))
