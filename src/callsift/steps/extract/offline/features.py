"""Turns an utterance into the features that the learned model weighs. Shared by training and use."""

from collections.abc import Iterable, Iterator
from math import sqrt

from callsift.domain.transcript import Role
from callsift.grams import grams

_CONTEXT = 40
_MARK = "#"


def utterance_features(
    text: str, *, before: str, role: Role, cues: Iterable[str], hints: Iterable[str]
) -> list[str]:
    """Return the distinct features of a folded utterance.

    Args:
        text: what was said, folded.
        before: what the other side said right before, folded; may be empty.
        role: who said it.
        cues: ids of the signals whose cues stand in it.
        hints: ids of the signals whose hints stand in it.
    """
    found = set(grams(text))
    found.update(f"<{each}" for each in grams(before[-_CONTEXT:], longest=2))
    found.update(f"#cue:{each}" for each in cues)
    found.update(f"#hint:{each}" for each in hints)
    found.add("#report" if role == "reporter" else "#speech")
    questions = text.count("?")
    if questions:
        found.add("#asks" if questions == 1 else "#asks-much")
    if before.endswith("?"):
        found.add("#answers")
    return sorted(found)


def feature_values(features: list[str]) -> Iterator[tuple[str, float]]:
    """Yield each feature with its value: words are scaled so that a long utterance does not outweigh a short one.

    A cue or a role counts the same in an utterance of any length.
    """
    words = sum(not each.startswith(_MARK) for each in features)
    scaled = 1 / sqrt(words + 10)
    for each in features:
        yield each, 1.0 if each.startswith(_MARK) else scaled
