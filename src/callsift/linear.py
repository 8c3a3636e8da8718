"""Several small linear models over the same features, as data: a byte for each feature and model, summed all at once.

The weights of one feature are the lanes of one whole number, so that a single addition adds to every model: some
hundred utterances are weighed in the time that importing a library for it would take.
"""

import struct
from collections.abc import Mapping
from math import exp
from typing import Any

from pydantic_core import from_json

from callsift.features import Features
from callsift.resources import package_file

# What a byte holds is the weight in units, plus this.
ZERO = 128
_LANE = 4
_LARGEST = 30.0


class Linear:
    """The models: a bias and a unit for each, a row of bytes for each feature, plain weights for each mark."""

    def __init__(self, head: Mapping[str, Any], rows: bytes) -> None:
        """Make the models of a weights file's head and rows (`training/weights_file.py` writes both)."""
        self._bias: tuple[float, ...] = tuple(head["bias"])
        self._units: tuple[float, ...] = tuple(head["units"])
        self._marks: Mapping[str, list[float]] = head["marks"]
        self._width = len(self._bias)
        self._rows = rows
        names = head["features"].split("\n")
        self._at: dict[str, int] = dict(zip(names, range(len(names)), strict=True))
        self._lanes: dict[str, int] = {}
        self._unpacked = struct.Struct(f"<{self._width}I")

    def log_odds(self, features: Features) -> list[float]:
        """Return for each model how much these features speak for what it looks for, as log-odds."""
        total = known = 0
        lanes, at = self._lanes, self._at
        for name in features.words:
            lane = lanes.get(name)
            if lane is None:
                if name not in at:
                    continue
                lane = self._lane(name)
            total += lane
            known += 1
        nothing, scale = known * ZERO, features.scale
        sums = self._unpacked.unpack(total.to_bytes(self._unpacked.size, "little"))
        odds = [
            bias + unit * scale * (lane - nothing)
            for bias, unit, lane in zip(self._bias, self._units, sums, strict=True)
        ]
        for mark in features.marks:
            odds = [each + more for each, more in zip(odds, self._marks[mark], strict=True)]
        return odds

    def pull(self, features: Features, model: int) -> int:
        """Return how much the words speak for one model, in its units, each word counted once."""
        at, width, rows = self._at, self._width, self._rows
        places = (at[name] for name in features.words if name in at)
        return sum(rows[place * width + model] - ZERO for place in places)

    def _lane(self, name: str) -> int:
        """Return the weights of a feature as one number, its bytes far enough apart that sums do not meet."""
        start = self._at[name] * self._width
        apart = bytearray(self._unpacked.size)
        apart[::_LANE] = self._rows[start : start + self._width]
        lane = int.from_bytes(apart, "little")
        self._lanes[name] = lane
        return lane


def chance_of(log_odds: float) -> float:
    """Return the chance that log-odds stand for."""
    return 1 / (1 + exp(-max(-_LARGEST, min(_LARGEST, log_odds))))


def shipped_weights(place: str) -> tuple[dict[str, Any], bytes]:
    """Return the head and the rows of weights that ship inside the package, as `PLACE.json` and `PLACE.bin`."""
    head: dict[str, Any] = from_json(package_file(f"{place}.json").read_bytes())
    return head, package_file(f"{place}.bin").read_bytes()
