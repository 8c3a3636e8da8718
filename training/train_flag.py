"""Trains what tells orders to a machine from talk among people. Same texts, same weights.

python training/train_flag.py            write the weights, and say how they do on texts they have not seen
python training/train_flag.py --check    exit 1 if the committed weights do not match the texts
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from corpus import dialogue_utterances, dialogues, utterances
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from callsift.steps.flag.disguise import plain
from callsift.steps.flag.learned import gram_value, window_grams

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "src/callsift/steps/flag/weights.json"
TEXTS = ROOT / "fixtures" / "injection"
UNIT = 0.05
LEAST = 6
LEAST_SEEN = 2
# An attack counts more than a harmless line, and that more than ordinary talk, of which there is plenty.
ATTACK, NEAR, TALK = 5.0, 2.0, 1.0
# Chosen so that of lines which only sound like orders, left out in turn, two in a hundred are flagged: of ordinary talk
# that is one turn in ten thousand.
BAR = 0.65


def train() -> dict[str, Any]:
    """Return the weights as the JSON that ships."""
    attacks, near = _texts("learn_attacks"), _texts("learn_harmless")
    talk = [each.text for each in utterances()]
    talk += [each.text for one in dialogues() for each in dialogue_utterances(one)]
    rows = [window_grams(plain(text)) for text in (*attacks, *near, *talk)]
    labels = np.array([1] * len(attacks) + [0] * (len(near) + len(talk)))
    weights = np.array([ATTACK] * len(attacks) + [NEAR] * len(near) + [TALK] * len(talk))
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= LEAST_SEEN)
    model = LogisticRegression(C=8.0, solver="liblinear", max_iter=500, random_state=0)
    model.fit(_matrix(rows, {name: i for i, name in enumerate(names)}), labels, weights)
    units = {name: round(weight / UNIT) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {
        "unit": UNIT,
        "bias": round(float(model.intercept_[0]), 3),
        "bar": BAR,
        "weights": {name: number for name, number in units.items() if abs(number) >= LEAST},
    }


def _matrix(rows: list[list[str]], vocabulary: dict[str, int]) -> Any:
    indices: list[int] = []
    values: list[float] = []
    pointers = [0]
    for row in rows:
        known = [vocabulary[name] for name in row if name in vocabulary]
        indices.extend(known)
        values.extend([gram_value(len(row))] * len(known))
        pointers.append(len(indices))
    return csr_matrix((values, indices, pointers), shape=(len(rows), len(vocabulary)))


def _texts(name: str) -> list[str]:
    lines = (TEXTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two documents hold the same weights but for rounding (see `weights_file.alike`)."""
    first, second = one["weights"], other["weights"]
    return (
        all(one[key] == other[key] for key in ("unit", "bar"))
        and abs(one["bias"] - other["bias"]) <= 0.01
        and all(
            abs(first.get(name, LEAST - 1) - second.get(name, LEAST - 1)) <= 1
            or (
                abs(first.get(name, 0) + second.get(name, 0)) <= LEAST + 1
                and (name in first) != (name in second)
            )
            for name in first.keys() | second.keys()
        )
    )


def main() -> int:
    """Write or check the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = json.dumps(train(), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    if options.check:
        same = _alike(json.loads(WEIGHTS.read_text(encoding="utf-8")), json.loads(text))
        print("the weights match the texts" if same else "the weights do not match the texts")
        return 0 if same else 1
    WEIGHTS.write_text(text, encoding="utf-8")
    print(f"{len(text.encode()) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
