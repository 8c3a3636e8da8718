"""What words mean, learned by others from other texts: how the models come to understand a word that no call used.

A model learns a weight for each word that it meets and, beside it, for each direction of meaning. Both are linear, so
what the directions say of a word is added to the word's own weight before anything ships: the engine knows nothing of
vectors, and a word that was never met weighs what its neighbours weigh. `make_vectors.py` makes the files.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from weights_file import Vocabulary, matrix

from callsift.features import MARKS, Features

FOLDER = Path(__file__).parent / "vectors"
# The length of a vector.
WIDTH = 64
# How much of a word is its meaning, against the word itself; over situations left out, 0.03 to 0.3 were tried.
_SHARE = 0.1


class _Known(NamedTuple):
    """Every word with a vector; the languages stand side by side, each with its own directions."""

    place: dict[str, int]
    vectors: Any


@cache
def _known() -> _Known:
    words: list[str] = []
    blocks = []
    for file in sorted(FOLDER.glob("*.npz")):
        stored = np.load(file)
        words.extend(str(stored["words"]).split("\n"))
        numbers = stored["vectors"].astype(np.float64)
        blocks.append(numbers / np.linalg.norm(numbers, axis=1, keepdims=True))
    vectors = np.zeros((len(words), WIDTH * len(blocks)))
    start = 0
    for at, block in enumerate(blocks):
        vectors[start : start + len(block), at * WIDTH : (at + 1) * WIDTH] = block
        start += len(block)
    return _Known({word: at for at, word in enumerate(words)}, vectors)


class Meaning:
    """A corpus's words and what they mean: its own vocabulary, and `wide`, with all words that have a vector.

    A word that stands everywhere says little: the more rows hold it, the shorter its vector.
    """

    def __init__(self, rows: Sequence[Features], vocabulary: Vocabulary) -> None:
        """Count in how many rows each word stands."""
        known = _known()
        seen = Counter(word for row in rows for word in row.words)
        telling = [log(len(rows) / (1 + seen[word])) for word in known.place]
        self._place = known.place
        self._vectors = known.vectors * (np.array(telling) * _SHARE)[:, None]
        self._vocabulary = vocabulary
        self.wide = Vocabulary(tuple(sorted({*vocabulary.words, *known.place})))
        columns = self.wide.columns
        self._own = [columns[word] for word in vocabulary.words]
        self._meant = [columns[word] for word in known.place]

    def columns(self, rows: Sequence[Features]) -> Any:
        """Return the rows' matrix: the vocabulary's columns, then a column for each direction of meaning."""
        table = matrix(rows, self._vocabulary)
        directions = np.zeros((len(rows), self._vectors.shape[1]))
        for at, row in enumerate(rows):
            places = [self._place[word] for word in row.words if word in self._place]
            directions[at] = self._vectors[sorted(places)].sum(axis=0) * row.scale
        return hstack([table, csr_matrix(directions)]).tocsr()

    def folded(self, weights: Any) -> Any:
        """Return the weights of the columns of `wide`, given those of `columns`."""
        marks, own, directions = np.split(weights, [len(MARKS), len(MARKS) + len(self._own)])
        found = np.zeros(len(MARKS) + len(self.wide.words))
        found[: len(MARKS)] = marks
        found[self._own] = own
        found[self._meant] += self._vectors @ directions
        return found
