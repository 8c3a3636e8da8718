"""Weighs the features of an utterance: one small linear model a signal, its weights shipped as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from typing import Any

from callsift.resources import package_file, package_text
from callsift.steps.extract.offline.features import feature_values

WEIGHTS_FILE = "steps/extract/offline/weights.json"


@dataclass(frozen=True)
class Company:
    """Which buyer signals stand together: for each kind of call how often each signal stands in it."""

    signals: tuple[str, ...]
    usual: tuple[float, ...]
    often: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Weights:
    """The model: signals in order with their biases, for each feature its (signal, weight) pairs, the chance
    that a signal needs to be reported (without and with a cue), the company
    that signals keep, and how much it pulls."""

    signals: tuple[str, ...]
    bias: tuple[float, ...]
    pull: float
    threshold: float
    cue_threshold: float
    features: dict[str, tuple[tuple[int, float], ...]]
    company: Company


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the shipped weights."""
    return weights_of(json.loads(package_text(WEIGHTS_FILE)))


def weights_of(data: Mapping[str, Any]) -> Weights:
    """Return the weights that a document of the weights file's shape holds."""
    unit = data["unit"]
    return Weights(
        signals=tuple(data["signals"]),
        bias=tuple(data["bias"]),
        pull=data["pull"],
        threshold=data["threshold"],
        cue_threshold=data["cue_threshold"],
        features={
            name: tuple((flat[at], flat[at + 1] * unit) for at in range(0, len(flat), 2))
            for name, flat in data["features"].items()
        },
        company=Company(
            signals=tuple(data["company"]["signals"]),
            usual=tuple(data["company"]["usual"]),
            often=tuple(tuple(row) for row in data["company"]["often"]),
        ),
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
