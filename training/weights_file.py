"""Packs small linear models into the two files that ship, and tells whether two such pairs hold the same.

`NAME.json` holds the head: names of the models, bias, unit and what else the caller adds, and the features, one a line.
`NAME.bin` holds a byte for each feature and model: the weight in the model's units, plus 128.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from callsift.features import MARKS, Features
from callsift.linear import ZERO

PACKAGE = Path(__file__).resolve().parents[1] / "src/callsift"
_MOST = 127


class Vocabulary(NamedTuple):
    """Every column of the matrix: the marks, then the words in order."""

    words: tuple[str, ...]

    @property
    def columns(self) -> dict[str, int]:
        """Return the column of each word."""
        return {name: len(MARKS) + at for at, name in enumerate(self.words)}


class Model(NamedTuple):
    """What was learned for one question: a weight a column, and the bias."""

    name: str
    weights: Any
    bias: float


class Packed(NamedTuple):
    """Weights as they ship."""

    head: dict[str, Any]
    rows: bytes


def vocabulary_of(rows: Sequence[Features], least_seen: int) -> Vocabulary:
    """Return the words that stand in at least so many rows."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in row.words:
            counts[name] = counts.get(name, 0) + 1
    return Vocabulary(tuple(sorted(name for name, n in counts.items() if n >= least_seen)))


def matrix(rows: Sequence[Features], vocabulary: Vocabulary) -> Any:
    """Return the rows as a sparse matrix, scaled as at run time."""
    columns = vocabulary.columns
    indices: list[int] = []
    values: list[float] = []
    pointers = [0]
    for row in rows:
        known = sorted(columns[name] for name in row.words if name in columns)
        marks = sorted(MARKS.index(mark) for mark in row.marks)
        indices.extend((*marks, *known))
        values.extend((*(1.0 for _ in marks), *(row.scale for _ in known)))
        pointers.append(len(indices))
    shape = (len(rows), len(MARKS) + len(vocabulary.words))
    return csr_matrix((values, indices, pointers), shape=shape)


def packed(models: Sequence[Model], vocabulary: Vocabulary, more: dict[str, Any]) -> Packed:
    """Return models as they ship; a word that says nothing in any of them is left out."""
    weights = np.array([each.weights for each in models])
    words = weights[:, len(MARKS) :]
    units = np.maximum(np.abs(words).max(axis=1), 1e-6) / _MOST
    table = np.rint(words / units[:, None]).astype(np.int16)
    kept = np.flatnonzero(np.abs(table).max(axis=0) > 0)
    marks = {mark: [round(float(w), 3) for w in weights[:, at]] for at, mark in enumerate(MARKS)}
    head = {
        "models": [each.name for each in models],
        "bias": [round(each.bias, 3) for each in models],
        "units": [float(f"{unit:.4g}") for unit in units],
        "marks": marks,
        **more,
        "features": "\n".join(vocabulary.words[at] for at in kept),
    }
    return Packed(head, (table[:, kept].T + ZERO).astype(np.uint8).tobytes())


def alike(one: Packed, other: Packed) -> bool:
    """Tell whether two packs hold the same but for rounding: another number of threads adds in another order."""
    first, second = _by_name(one), _by_name(other)
    nothing = np.full(len(one.head["models"]), ZERO, dtype=np.int16)
    near = ("bias", "units", "marks", "lifts")
    same = all(
        one.head[key] == other.head.get(key)
        for key in one.head
        if key not in near and key != "features"
    )
    return (
        same
        and all(
            np.allclose(_flat(one.head[key]), _flat(other.head[key]), rtol=0.01, atol=0.02)
            for key in near
            if key in one.head
        )
        and all(
            np.abs(first.get(name, nothing) - second.get(name, nothing)).max() <= 2
            for name in first.keys() | second.keys()
        )
    )


def _flat(values: Any) -> Any:
    return np.array(list(values.values()) if isinstance(values, dict) else values, dtype=float)


def _by_name(pack: Packed) -> dict[str, Any]:
    names = pack.head["features"].split("\n")
    rows = np.frombuffer(pack.rows, dtype=np.uint8).reshape(len(names), -1).astype(np.int16)
    return dict(zip(names, rows, strict=True))


def write_or_check(place: str, train: Callable[[], Packed], about: str) -> int:
    """Write the two files at a place in the package, or with `--check` compare them; return the exit code."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    pack = train()
    head, rows = PACKAGE / f"{place}.json", PACKAGE / f"{place}.bin"
    if check:
        kept = Packed(json.loads(head.read_text(encoding="utf-8")), rows.read_bytes())
        same = alike(kept, pack)
        print("the weights match the corpus" if same else "the weights do not match the corpus")
        return 0 if same else 1
    text = json.dumps(pack.head, ensure_ascii=False, separators=(",", ":")) + "\n"
    head.write_text(text, encoding="utf-8")
    rows.write_bytes(pack.rows)
    size = (len(text.encode()) + len(pack.rows)) / 1e6
    print(f"{len(pack.rows) // len(pack.head['models'])} features, {size:.2f} MB")
    return 0
