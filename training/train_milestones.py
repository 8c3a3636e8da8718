"""Trains what hears of events of the purchase. Same corpus, same weights.

python training/train_milestones.py            write the weights
python training/train_milestones.py --check    exit 1 if the committed weights do not match the corpus
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from corpus import ROOT, dialogues
from sklearn.linear_model import LogisticRegression
from vectors import Meaning
from weights_file import Model, Packed, packed, vocabulary_of, write_or_check

from callsift.features import CONTEXT, Features, utterance_features
from callsift.steps.extract.offline.milestones import KINDS, STATUSES, TASKS
from callsift.typography import folded

LEAST_SEEN = 4
STRENGTH = 8.0
# A wrong event moves the stage of the deal, so one must be plain: over calls 01-24, 0.6 finds two of 24 events more than
# 0.75, seven wrong ones more, and the right stage in 19 calls instead of 20.
BAR = 0.75


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


def features_of(row: dict[str, Any]) -> Features:
    """Return the features of a row, as at run time."""
    before = folded(str(row["before"])[-CONTEXT:]).text
    return utterance_features(folded(str(row["text"])).text, before=before, role=row["role"])


def train(left_out: frozenset[str] = frozenset()) -> Packed:
    """Return the weights as they ship."""
    corpus = list(rows(left_out))
    features = [features_of(row) for row in corpus]
    vocabulary = vocabulary_of(features, LEAST_SEEN)
    meaning = Meaning(features, vocabulary)
    table = meaning.columns(features)
    shown = [
        [(m["kind"], m["status"], m.get("with", "us")) for m in row["milestones"]] for row in corpus
    ]
    models = []
    for task in TASKS:
        weights, bias = _fit(task, shown, table)
        models.append(Model(task, meaning.folded(weights), bias))
    return packed(models, meaning.wide, {"bar": BAR})


def _fit(task: str, shown: list[list[tuple[str, str, str]]], table: Any) -> tuple[Any, float]:
    """Fit one question. How far an event is and whose it is, is only asked where there is one."""
    at = 0 if task in KINDS else 1 if task in STATUSES else 2
    chosen = [row for row, events in enumerate(shown) if at == 0 or events]
    labels = np.array([any(event[at] == task for event in shown[row]) for row in chosen])
    weights = np.where(labels, 3.0 if at == 0 else 1.0, 1.0)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400, random_state=0)
    model.fit(table[chosen], labels, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


if __name__ == "__main__":
    sys.exit(
        write_or_check("steps/extract/offline/milestones", train, "Trains what hears of events.")
    )
