"""Weighs the features of an utterance: one small linear model a signal, its weights shipped as data."""

import json
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from callsift.resources import package_file, package_text
from callsift.steps.extract.offline.features import feature_values

WEIGHTS_FILE = "steps/extract/offline/weights.json"


@dataclass(frozen=True)
class Weights:
    """The model: signals in order, biases, thresholds without and with a cue, and for each
    feature its (signal, weight) pairs."""

    signals: tuple[str, ...]
    bias: tuple[float, ...]
    threshold: tuple[float, ...]
    cue_threshold: tuple[float, ...]
    features: dict[str, tuple[tuple[int, float], ...]]


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the shipped weights."""
    data = json.loads(package_text(WEIGHTS_FILE))
    unit = data["unit"]
    return Weights(
        signals=tuple(data["signals"]),
        bias=tuple(data["bias"]),
        threshold=tuple(data["threshold"]),
        cue_threshold=tuple(data["cue_threshold"]),
        features={
            name: tuple((flat[at], flat[at + 1] * unit) for at in range(0, len(flat), 2))
            for name, flat in data["features"].items()
        },
    )


def has_weights() -> bool:
    """Tell whether weights ship with this build."""
    return package_file("steps/extract/offline").joinpath("weights.json").is_file()


def probabilities(features: list[str], weights: Weights) -> list[float]:
    """Return for each signal the model's probability that these features show it."""
    sums = list(weights.bias)
    for name, value in feature_values(features):
        for signal, weight in weights.features.get(name, ()):
            sums[signal] += weight * value
    return [1 / (1 + exp(-max(-30.0, min(30.0, total)))) for total in sums]
