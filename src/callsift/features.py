"""Turns an utterance into the features that the learned models weigh. Shared by training and use."""

from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from callsift.domain.transcript import Role
from callsift.grams import grams

# So many characters of what it answers are weighed. As many words of English take twice as many.
CONTEXT, _CONTEXT_CHINESE = 120, 60

# A short utterance weighs as if it had so many more words, or one of them alone would decide.
_FULL = 20


class Features(NamedTuple):
    """What is weighed of an utterance: its distinct n-grams and words, and marks of how it was said.

    `words` holds those of what it answers too; `own` counts the utterance's alone.
    """

    words: frozenset[str]
    marks: tuple[str, ...]
    own: int

    @property
    def scale(self) -> float:
        """Return what each word counts, so that a long utterance does not outweigh a short one.

        What it answers is left out: "the fourth, after eleven" says as little of itself after a long question.
        """
        return 1 / sqrt(self.own + _FULL)


MARKS = ("report", "speech", "asks", "asks much", "answers")


def utterance_features(text: str, *, before: str, role: Role) -> Features:
    """Return the features of a folded utterance.

    Args:
        text: what was said, folded.
        before: what the other side said right before, folded; may be empty.
        role: who said it.
    """
    found = set(grams(text))
    own = len(found)
    found |= _heard(before)
    marks = ["report" if role == "reporter" else "speech"]
    questions = text.count("?")
    if questions:
        marks.append("asks" if questions == 1 else "asks much")
    if before.endswith("?"):
        marks.append("answers")
    return Features(frozenset(found), tuple(marks), own)


@lru_cache(maxsize=64)
def _heard(before: str) -> frozenset[str]:
    """Return what is weighed of the words that an utterance answers; each sentence of a turn asks anew."""
    is_chinese = any("\u3400" <= each <= "\u9fff" for each in before)
    end = before[-_CONTEXT_CHINESE:] if is_chinese else before[-CONTEXT:]
    return frozenset(f"<{each}" for each in grams(end, longest=2))
