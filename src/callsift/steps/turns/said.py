"""Weighs what one speaker says: above zero for a seller, below for a buyer."""

from callsift.steps.turns.labels import side_of_label
from callsift.steps.turns.speakers import Speaker
from callsift.steps.turns.words import role_words

# A title or a 小 in the label alone must not decide.
_LEANS_BUYER, _LEANS_SELLER = 1.0, 0.5
# Saying the same kind of thing again adds half, once.
_AGAIN = 0.5
# What one turn with 您 or with 你 is worth, how many count, and by how much one must outweigh.
_RESPECTFUL, _PLAIN = 0.75, 0.5
_MOST_ADDRESSES = 4
_CLEARLY = 3


def leaning(speaker: Speaker) -> float:
    """Return what the speaker's words and the look of the label are worth."""
    total = _of_label(speaker) + _of_address(speaker)
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
    return _LEANS_SELLER * seller - _LEANS_BUYER * buyer


def _of_address(speaker: Speaker) -> float:
    """Weigh the form of address: who sells says 您, who buys says 你."""
    words = role_words()
    respectful = sum(1 for each in speaker.said if words.respectful.search(each))
    plain = sum(1 for each in speaker.said if words.plain.search(each))
    if respectful >= _CLEARLY * plain:
        return _RESPECTFUL * min(respectful, _MOST_ADDRESSES)
    if plain >= _CLEARLY * respectful:
        return -_PLAIN * min(plain, _MOST_ADDRESSES)
    return 0.0
