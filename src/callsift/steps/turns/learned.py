"""How much what somebody says sounds like the seller: one linear model, its weights shipped as data.

Trained by `training/train_sides.py`.
"""

from collections.abc import Iterable
from functools import lru_cache

from callsift.features import Features, utterance_features
from callsift.linear import Linear, shipped_weights


def selling_odds(said: Iterable[str]) -> float:
    """Return the log-odds that these folded utterances are the seller's, each one weighed by itself and added up."""
    return sum(_weights().log_odds(side_features(each))[0] for each in said)


def side_features(text: str) -> Features:
    """Return what is weighed of a folded utterance: its own words; who spoke before is not known."""
    return utterance_features(text, before="", role="unknown")


@lru_cache(maxsize=1)
def _weights() -> Linear:
    return Linear(*shipped_weights("steps/turns/sides"))
