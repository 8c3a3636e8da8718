"""How much a text sounds like an order to a machine: one linear model over n-grams, its weights shipped as data.

Sentences and brackets are looked at by themselves too, so that one order does not drown in ordinary talk around it.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from callsift.grams import grams
from callsift.resources import package_text
from callsift.sentences import split_sentences

WEIGHTS_FILE = "steps/flag/weights.json"
# About as much as the texts that it learned from hold.
_WINDOW = 240
# Less than this is nobody's order.
_SHORTEST = 14
# Torn from what stands around it, a sentence needs to say so more plainly.
_DOUBT = 0.6
# How much of the text around an order's form is looked at, and how far below the bar it may stay: attacks that the model
# learned from and blind ones alike lose none by it, and orders among colleagues are let through.
_AROUND, _BENEFIT = 80, 2.9
_BRACKETS = re.compile(r"[\[(【{]([^\[\](){}【】]{8,200})[\])】}]")


class OrderWeights(NamedTuple):
    """The model: a weight for each n-gram, and the score from which a text counts as an order."""

    bias: float
    bar: float
    weights: dict[str, float]


def order_score(shown: str) -> float:
    """Return the highest score of any window of a folded text."""
    known = _weights()
    whole = _score(shown, known) if _SHORTEST <= len(shown) <= _WINDOW else known.bias
    parts = (_score(part, known) - _DOUBT for part in _parts(shown))
    return max(whole, max(parts, default=known.bias))


def may_be_order(shown: str, start: int, end: int) -> bool:
    """Tell whether what stands around [start, end), which has the form of an order, may be meant for a machine.

    It needs less than `order_bar`: the form speaks for it already.
    """
    known = _weights()
    window = shown[max(0, start - _AROUND) : end + _AROUND]
    return _score(window, known) > known.bar - _BENEFIT


def order_bar() -> float:
    """Return the score from which a text counts as an order."""
    return _weights().bar


def window_grams(window: str) -> list[str]:
    """Return the distinct n-grams of a window; shared by training and use."""
    return sorted(set(grams(window)))


def gram_value(number: int) -> float:
    """Return what each of so many n-grams counts, so that a long text does not outweigh a short one."""
    return 1 / sqrt(number + 10)


def _score(window: str, known: OrderWeights) -> float:
    found = window_grams(window)
    total = sum(known.weights.get(each, 0.0) for each in found)
    return known.bias + total * gram_value(len(found))


def _parts(text: str) -> Iterator[str]:
    """Yield what may be an order of its own inside a text: what stands in brackets, and its sentences."""
    yield from (found[1] for found in _BRACKETS.finditer(text))
    sentences = split_sentences(text)
    if len(sentences) > 1 or len(text) > _WINDOW:
        yield from (each.text for each in sentences if len(each.text) >= _SHORTEST)


@lru_cache(maxsize=1)
def _weights() -> OrderWeights:
    table = json.loads(package_text(WEIGHTS_FILE))
    unit = table["unit"]
    return OrderWeights(
        table["bias"], table["bar"], {name: n * unit for name, n in table["weights"].items()}
    )
