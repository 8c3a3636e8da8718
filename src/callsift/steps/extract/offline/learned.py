"""Weighs the features of an utterance: one small linear model a signal, its weights shipped as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from callsift.resources import package_file, package_text
from callsift.steps.extract.offline.linear import Linear

WEIGHTS_FILE = "steps/extract/offline/weights.json"


@dataclass(frozen=True)
class Company:
    """Which buyer signals stand together: for each kind of call how often each signal stands in it."""

    signals: tuple[str, ...]
    usual: tuple[float, ...]
    often: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Weights:
    """The models: one a signal, in order; the chance that a signal needs to be reported (without and with a cue), the
    company that signals keep, and how much it pulls. `calibration` (slope and shift in log-odds) makes of a chance how
    often such a report was right on calls that the model had not seen."""

    signals: tuple[str, ...]
    linear: Linear
    pull: float
    threshold: float
    cue_threshold: float
    company: Company
    calibration: tuple[float, float] = (1.0, 0.0)


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the shipped weights."""
    return weights_of(json.loads(package_text(WEIGHTS_FILE)))


def weights_of(data: Mapping[str, Any]) -> Weights:
    """Return the weights that a document of the weights file's shape holds."""
    return Weights(
        signals=tuple(data["signals"]),
        linear=Linear.of(data),
        pull=data["pull"],
        threshold=data["threshold"],
        cue_threshold=data["cue_threshold"],
        company=Company(
            signals=tuple(data["company"]["signals"]),
            usual=tuple(data["company"]["usual"]),
            often=tuple(tuple(row) for row in data["company"]["often"]),
        ),
        calibration=tuple(data.get("calibration", (1.0, 0.0))),
    )


def has_weights() -> bool:
    """Tell whether weights ship with this build."""
    return package_file("steps/extract/offline").joinpath("weights.json").is_file()
