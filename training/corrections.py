"""By what the log-odds of each signal are put right, so that a chance means the same whatever the signal.

Some models are too shy: of calls where a seller was heard asking with 0.5, nine of ten had it. Some are too bold. One
number a signal, added to its log-odds, is fitted on calls that the models had not seen (`tune.py --write`), and makes of
the one bar a bar for each signal.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import exp
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

FILE = Path(__file__).with_name("corrections.json")
# Below this a sighting is no reading of the words, whatever the call holds.
_LEAST_ODDS = -1.0
# A few calls must not say much: each correction is drawn to nothing, as if it were known to be so within this.
_SPREAD = 0.8
# More would report words that hardly say it, since most calls show the signal somewhere.
_MOST = 1.5
_ROUNDS = 50


class Sure(NamedTuple):
    """How sure a model was that a call shows a signal, in log-odds, and whether it does."""

    signal: str
    odds: float
    is_there: bool


def corrections_of(sure: Iterable[Sure]) -> dict[str, float]:
    """Return by what each signal's log-odds are put right: the likeliest shift, given how sure of it the models were."""
    counted = [each for each in sure if each.odds > _LEAST_ODDS]
    usual = LogisticRegression(C=1e6).fit(
        np.array([[each.odds] for each in counted]), [each.is_there for each in counted]
    )
    slope, shift = float(usual.coef_[0][0]), float(usual.intercept_[0])
    by_signal: dict[str, list[Sure]] = defaultdict(list)
    for each in counted:
        by_signal[each.signal].append(each)
    return {
        name: round(max(-_MOST, min(_MOST, _fitted(some, slope, shift) / slope)), 2)
        for name, some in sorted(by_signal.items())
    }


def write_corrections(corrections: Mapping[str, float]) -> None:
    """Write them where `train.py` reads them."""
    FILE.write_text(json.dumps(dict(corrections), indent=1) + "\n", encoding="utf-8")


def shipped_corrections() -> dict[str, float]:
    """Return those that ship."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def _fitted(some: list[Sure], slope: float, shift: float) -> float:
    """Return the likeliest shift of one signal, by Newton's method."""
    at = 0.0
    for _ in range(_ROUNDS):
        chances = [1 / (1 + exp(-(slope * each.odds + shift + at))) for each in some]
        rise = sum(each.is_there - chance for each, chance in zip(some, chances, strict=True))
        bend = sum(chance * (1 - chance) for chance in chances)
        at += (rise - at / _SPREAD**2) / (bend + 1 / _SPREAD**2)
    return at
