"""What was learned of signals: one small linear model a signal, what a cue adds, and the company that signals keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from callsift.linear import Linear, shipped_weights


@dataclass(frozen=True)
class Company:
    """Which signals stand together: for each kind of call how often each signal stands in it."""

    signals: tuple[str, ...]
    usual: tuple[float, ...]
    often: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Weights:
    """The models: one a signal, in order, and by how much a standing cue of the signal raises its log-odds (`lifts`);
    the chance that a signal needs to be reported (without and with a cue), the company that signals keep, and how much
    it pulls. `calibration` (slope and shift in log-odds) makes of a chance how often such a report was right on calls
    that the model had not seen."""

    signals: tuple[str, ...]
    linear: Linear
    lifts: tuple[float, ...]
    pull: float
    threshold: float
    cue_threshold: float
    company: Company
    calibration: tuple[float, float] = (1.0, 0.0)
    corrections: Mapping[str, float] = field(default_factory=dict)


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """Return the shipped weights."""
    return weights_of(*shipped_weights("steps/extract/offline/weights"))


def weights_of(head: Mapping[str, Any], rows: bytes) -> Weights:
    """Return the weights that a file's head and rows hold."""
    company = head["company"]
    return Weights(
        signals=tuple(head["models"]),
        linear=Linear(head, rows),
        lifts=tuple(head["lifts"]),
        pull=head["pull"],
        threshold=head["threshold"],
        cue_threshold=head["cue_threshold"],
        company=Company(
            signals=tuple(company["signals"]),
            usual=tuple(company["usual"]),
            often=tuple(tuple(row) for row in company["often"]),
        ),
        calibration=tuple(head["calibration"]),
        corrections=head["corrections"],
    )
