"""Weighs what one speaker says: above zero for a seller, below for a buyer."""

from math import copysign

from callsift.steps.turns.labels import side_of_label
from callsift.steps.turns.learned import selling_odds
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
# What the learned log-odds are worth beyond those that any small talk has, and at most: chosen on dialogues that the
# model had not seen.
_WAY, _SMALL_TALK, _MOST_WAY = 0.5, 1.5, 6.0


def leaning(speaker: Speaker) -> float:
    """Return what the speaker's words and the look of the label are worth."""
    total = _of_label(speaker) + _of_address(speaker) + _of_way(speaker)
    for pattern, weight in role_words().said:
        turns = sum(1 for each in speaker.said if pattern.search(each))
        if turns:
            total += weight * (1 + _AGAIN * (turns > 1))
    return total


def _of_way(speaker: Speaker) -> float:
    """Weigh the way of speaking as a whole: many turns that each sound a little like one side."""
    # The same words again, a hundred times "yes", say nothing new.
    odds = selling_odds(dict.fromkeys(speaker.said))
    worth = min(_MOST_WAY, _WAY * max(0.0, abs(odds) - _SMALL_TALK))
    return copysign(worth, odds)


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
