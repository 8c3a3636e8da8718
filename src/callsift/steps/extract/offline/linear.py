"""Several small linear models over the same features, as data: sums of weights, and the chances that they stand for."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import Any

from callsift.steps.extract.offline.features import feature_values

_LARGEST = 30.0


class Linear:
    """The models: a bias for each, and for each feature a flat list of (model, units of weight).

    The lists stay as they were read: most features of the file occur in no call.
    """

    def __init__(
        self, unit: float, bias: Sequence[float], features: Mapping[str, Sequence[int]]
    ) -> None:
        self._unit = unit
        self._bias = tuple(bias)
        self._features = features
        self._of_model: dict[str, dict[int, int]] = {}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Linear":
        """Return the models in a document of a weights file's shape."""
        return cls(data["unit"], data["bias"], data["features"])

    def chances(self, features: list[str]) -> list[float]:
        """Return for each model the chance that these features show what it looks for."""
        sums = [0.0] * len(self._bias)
        known = self._features
        for name, value in feature_values(features):
            flat = known.get(name)
            if flat is not None:
                for at in range(0, len(flat), 2):
                    sums[flat[at]] += flat[at + 1] * value
        unit = self._unit
        return [
            1 / (1 + exp(-max(-_LARGEST, min(_LARGEST, bias + unit * total))))
            for bias, total in zip(self._bias, sums, strict=True)
        ]

    def pull(self, features: Iterable[str], model: int) -> int:
        """Return how much the features speak for one model, in units, each feature counted once."""
        return sum(self._weights_of(name).get(model, 0) for name in features)

    def _weights_of(self, name: str) -> dict[int, int]:
        known = self._of_model.get(name)
        if known is None:
            flat = self._features.get(name, ())
            known = dict(zip(flat[::2], flat[1::2], strict=True))
            self._of_model[name] = known
        return known
