"""Weighs what one speaker says: above zero for a seller, below for a buyer."""

from callsift.steps.turns.labels import side_of_label
from callsift.steps.turns.speakers import Speaker
from callsift.steps.turns.words import role_words

# A title in the label alone must not decide.
_LEANING = 1.0
# Saying the same kind of thing again adds half, once.
_AGAIN = 0.5


def leaning(speaker: Speaker) -> float:
    """Return what the speaker's words and the look of the label are worth."""
    total = _of_label(speaker)
    for pattern, weight in role_words().said:
        turns = sum(1 for each in speaker.said if pattern.search(each))
        if turns:
            total += weight * (1 + _AGAIN * (turns > 1))
    return total


def _of_label(speaker: Speaker) -> float:
    words = role_words()
    if side_of_label(speaker.form) is not None:
        return 0.0
    buyer = any(words.leans_buyer.search(part) for part in speaker.parts)
    seller = any(words.leans_seller.search(part) for part in speaker.parts)
    return _LEANING * (seller - buyer)
