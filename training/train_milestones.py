"""Trains what hears of events of the purchase. Same corpus, same weights.

python training/train_milestones.py            write the weights
python training/train_milestones.py --check    exit 1 if the committed weights do not match the corpus
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from corpus import ROOT, dialogues
from sklearn.linear_model import LogisticRegression
from train import alike, matrix

from callsift.domain.transcript import Turn
from callsift.sentences import Sentence
from callsift.steps.extract.offline.milestones import KINDS, STATUSES, TASKS, event_features
from callsift.steps.extract.offline.passages import Passage
from callsift.typography import folded

WEIGHTS = Path(__file__).resolve().parents[1] / "src/callsift/steps/extract/offline/milestones.json"
UNIT = 0.02
LEAST_SEEN = 2
LEAST_WEIGHT = 0.07
STRENGTH = 8.0
# A wrong event moves the stage of the deal, so one must be plain: over tuning calls and dialogues left out, 0.6 finds a
# few more and is wrong more often, 0.8 and more add nothing to the patterns.
BAR = 0.7


def rows(left_out: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Yield every labelled utterance and dialogue turn, each with the milestones it shows, without those left out."""
    for file in sorted((ROOT / "milestones").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield {**row, "before": " ".join(row.get("before", []))}
    for dialogue in dialogues():
        if dialogue.slug in left_out:
            continue
        before = ""
        for turn in dialogue.turns:
            yield {**turn, "before": before, "milestones": turn.get("milestones", [])}
            before = str(turn["text"])


def features_of(row: dict[str, Any]) -> list[str]:
    """Return the features of a row, as at run time."""
    text = str(row["text"])
    turn = Turn(index=0, role=row["role"], start=0, end=len(text), text=text)
    answers = folded(str(row["before"])[-60:]).text
    return event_features(Passage(turn, Sentence(text, 0, len(text)), folded(text), answers))


def train(left_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the weights as the JSON that ships."""
    corpus = list(rows(left_out))
    features = [features_of(row) for row in corpus]
    counts: dict[str, int] = {}
    for row in features:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    ordered = sorted(name for name, count in counts.items() if count >= LEAST_SEEN)
    table = matrix(features, {name: at for at, name in enumerate(ordered)})
    shown = [
        [(m["kind"], m["status"], m.get("with", "us")) for m in row["milestones"]] for row in corpus
    ]
    found: dict[str, list[int]] = {}
    bias = []
    for number, task in enumerate(TASKS):
        weights, intercept = _fit(task, shown, table)
        bias.append(round(intercept, 3))
        for column in np.flatnonzero(np.abs(weights) >= LEAST_WEIGHT):
            found.setdefault(ordered[column], []).extend((number, round(weights[column] / UNIT)))
    return {
        "unit": UNIT,
        "bar": BAR,
        "tasks": list(TASKS),
        "bias": bias,
        "features": {name: found[name] for name in sorted(found)},
    }


def _fit(task: str, shown: list[list[tuple[str, str, str]]], table: Any) -> tuple[Any, float]:
    """Fit one question. How far an event is and whose it is, is only asked where there is one."""
    at = 0 if task in KINDS else 1 if task in STATUSES else 2
    chosen = [row for row, events in enumerate(shown) if at == 0 or events]
    labels = np.array([any(event[at] == task for event in shown[row]) for row in chosen])
    weights = np.where(labels, 3.0 if at == 0 else 1.0, 1.0)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400, random_state=0)
    model.fit(table[chosen], labels, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def main() -> int:
    """Write or check the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = json.dumps(train(), ensure_ascii=False, separators=(",", ":")) + "\n"
    if options.check:
        same = alike(json.loads(WEIGHTS.read_text(encoding="utf-8")), json.loads(text))
        print("the weights match the corpus" if same else "the weights do not match the corpus")
        return 0 if same else 1
    WEIGHTS.write_text(text, encoding="utf-8")
    print(f"{len(text.encode()) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
