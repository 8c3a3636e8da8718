"""Trains what tells the seller's way of speaking from the buyer's. Same corpus, same weights.

python training/train_sides.py            write the weights
python training/train_sides.py --check    exit 1 if the committed weights do not match the corpus
"""

import sys

import numpy as np
from corpus import dialogue_utterances, dialogues, utterances
from sklearn.linear_model import LogisticRegression
from weights_file import Model, Packed, matrix, packed, vocabulary_of, write_or_check

from callsift.steps.turns.learned import side_features
from callsift.typography import folded

LEAST_SEEN = 3
STRENGTH = 1.0
# A dialogue's turns are what is met later, idle talk included; the single utterances were chosen for what they show.
OF_DIALOGUE = 3.0


def train(left_out: frozenset[str] = frozenset()) -> Packed:
    """Return the weights as they ship, learned without the dialogues left out."""
    found = [(each, 1.0) for each in utterances()]
    for dialogue in dialogues():
        if dialogue.slug not in left_out:
            found.extend((each, OF_DIALOGUE) for each in dialogue_utterances(dialogue))
    said = [(each, weight) for each, weight in found if each.role in ("seller", "buyer")]
    rows = [side_features(folded(each.text).text) for each, _ in said]
    vocabulary = vocabulary_of(rows, LEAST_SEEN)
    selling = np.array([each.role == "seller" for each, _ in said])
    # Both sides count alike, though the corpus holds many more utterances of buyers.
    weights = np.array([weight for _, weight in said])
    weights[selling] *= (~selling).sum() / selling.sum()
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400, random_state=0)
    model.fit(matrix(rows, vocabulary), selling, sample_weight=weights)
    return packed([Model("seller", model.coef_[0], float(model.intercept_[0]))], vocabulary, {})


if __name__ == "__main__":
    sys.exit(write_or_check("steps/turns/sides", train, "Trains what tells sides."))
