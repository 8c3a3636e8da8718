"""Turns an utterance into the features that the learned models weigh. Shared by training and use."""

from math import sqrt
from typing import NamedTuple

from callsift.domain.transcript import Role
from callsift.grams import grams

_CONTEXT = 40


class Features(NamedTuple):
    """What is weighed of an utterance: its distinct n-grams and words, and marks of how it was said."""

    words: frozenset[str]
    marks: tuple[str, ...]

    @property
    def scale(self) -> float:
        """Return what each word counts, so that a long utterance does not outweigh a short one."""
        return 1 / sqrt(len(self.words) + 10)


MARKS = ("report", "speech", "asks", "asks much", "answers")


def utterance_features(text: str, *, before: str, role: Role) -> Features:
    """Return the features of a folded utterance.

    Args:
        text: what was said, folded.
        before: what the other side said right before, folded; may be empty.
        role: who said it.
    """
    found = set(grams(text))
    found.update(f"<{each}" for each in grams(before[-_CONTEXT:], longest=2))
    marks = ["report" if role == "reporter" else "speech"]
    questions = text.count("?")
    if questions:
        marks.append("asks" if questions == 1 else "asks much")
    if before.endswith("?"):
        marks.append("answers")
    return Features(frozenset(found), tuple(marks))
