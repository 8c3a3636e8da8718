"""Trains the offline engine's model and writes its weights. Same corpus, same weights.

python training/train.py            write the weights
python training/train.py --check    exit 1 if the committed weights do not match the corpus
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from corpus import (
    Utterance,
    dialogue_utterances,
    dialogues,
    examples,
    signals_of,
    utterances,
)
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from callsift.cues import CueBook, compile_cues
from callsift.domain.transcript import Turn
from callsift.playbook import Playbook, load_playbook
from callsift.scoring import load_cases
from callsift.sentences import Sentence
from callsift.steps.extract.offline.features import feature_values, utterance_features
from callsift.steps.extract.offline.passages import Passage
from callsift.steps.extract.offline.scan import hits_of
from callsift.typography import folded

WEIGHTS = Path(__file__).resolve().parents[1] / "src/callsift/steps/extract/offline/weights.json"
UNIT = 0.02
LEAST_SEEN = 3
# Lighter ones are left out: over calls that the model has not seen they change nothing, and are most of the file.
LEAST_WEIGHT = 0.07
STRENGTH = 8.0
# Chosen by `training/tune.py`.
PULL, THRESHOLD, CUE_THRESHOLD = 1.5, 0.7, 0.55
# How often a report with some chance was right on calls that the model had not seen; fitted by `training/tune.py`.
CALIBRATION = (1.08, -1.38)
SMOOTHING = 3
TUNING_CALLS = Path(__file__).resolve().parents[1] / "fixtures" / "calls"
LAST_TUNING_CALL = "24"


def gathered(playbook: Playbook, left_out: frozenset[str]) -> list[Utterance]:
    """Return the utterances to learn from, without those of the situations left out."""
    found = [*examples(playbook), *utterances()]
    for dialogue in dialogues():
        found.extend(dialogue_utterances(dialogue))
    return [each for each in found if each.situation not in left_out]


def features_of(utterance: Utterance, book: CueBook) -> list[str]:
    """Return the features of a labelled utterance."""
    text = utterance.text
    turn = Turn(index=0, role=utterance.role, start=0, end=len(text), text=text)
    answers = folded(utterance.before[-60:]).text
    passage = Passage(turn, Sentence(text, 0, len(text)), folded(text), answers)
    hits = hits_of(passage, book)
    return utterance_features(
        passage.text, before=answers, role=utterance.role, cues=hits.cues, hints=hits.hints
    )


def matrix(rows: list[list[str]], vocabulary: dict[str, int]) -> Any:
    """Return the rows as a sparse matrix over a vocabulary, scaled as at run time."""
    indices: list[int] = []
    values: list[float] = []
    pointers = [0]
    for row in rows:
        for name, value in feature_values(row):
            if name in vocabulary:
                indices.append(vocabulary[name])
                values.append(value)
        pointers.append(len(indices))
    return csr_matrix((values, indices, pointers), shape=(len(rows), len(vocabulary)))


def train(playbook: Playbook, left_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the weights as the JSON that ships, learned without the situations and calls left out."""
    book = compile_cues(playbook)
    corpus = gathered(playbook, left_out)
    rows = [features_of(each, book) for each in corpus]
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    vocabulary = {
        n: i for i, n in enumerate(sorted(n for n, c in counts.items() if c >= LEAST_SEEN))
    }
    table = matrix(rows, vocabulary)
    names = sorted(playbook.signals)
    features: dict[str, list[int]] = {}
    bias: list[float] = []
    ordered = sorted(vocabulary)
    marks = [i for i, name in enumerate(ordered) if name.startswith("#")]
    for number, name in enumerate(names):
        weights, intercept = _fit(name, corpus, table, playbook)
        bias.append(round(intercept, 3))
        heavy = np.abs(weights) >= LEAST_WEIGHT
        heavy[marks] = np.abs(weights[marks]) >= UNIT / 2
        for column in np.flatnonzero(heavy):
            features.setdefault(ordered[column], []).extend((number, round(weights[column] / UNIT)))
    return {
        "unit": UNIT,
        "signals": names,
        "bias": bias,
        "pull": PULL,
        "threshold": THRESHOLD,
        "cue_threshold": CUE_THRESHOLD,
        "calibration": list(CALIBRATION),
        "company": company(playbook, left_out),
        "features": {name: features[name] for name in sorted(features)},
    }


def company(playbook: Playbook, left_out: frozenset[str]) -> dict[str, Any]:
    """Return how often each buyer signal stands in each kind of call, over dialogues and tuning calls."""
    names = sorted(each.id for each in playbook.signals.values() if not each.is_conduct)
    calls = [
        (str(each.meta["category"]), signals_of(each))
        for each in dialogues()
        if each.slug not in left_out
    ]
    for case in load_cases(TUNING_CALLS):
        if case.label.id <= LAST_TUNING_CALL and case.label.id not in left_out:
            calls.append((case.label.category, {each.id for each in case.label.signals}))
    usual = [(sum(name in seen for _, seen in calls) + 0.5) / (len(calls) + 5) for name in names]
    often = []
    for kind in sorted(playbook.categories):
        same = [seen for category, seen in calls if category == kind]
        often.append(
            [
                round(
                    (sum(name in seen for seen in same) + SMOOTHING * rate)
                    / (len(same) + SMOOTHING),
                    4,
                )
                for name, rate in zip(names, usual, strict=True)
            ]
        )
    return {"signals": names, "usual": [round(rate, 4) for rate in usual], "often": often}


def _fit(name: str, corpus: list[Utterance], table: Any, playbook: Playbook) -> tuple[Any, float]:
    shown_by = playbook.signals[name].shown_by
    able = {shown_by, "reporter", "unknown"}
    chosen = [
        row
        for row, each in enumerate(corpus)
        if each.role in able and (each.known is None or name in each.known or each.signals)
    ]
    labels = np.array([name in corpus[row].signals for row in chosen])
    weights = np.array([_weight(corpus[row], name) for row in chosen])
    if labels.sum() < 3:
        return np.zeros(table.shape[1]), -10.0
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400, random_state=0)
    model.fit(table[chosen], labels, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def _weight(utterance: Utterance, name: str) -> float:
    """Count a positive more, a label that does not speak of this signal less."""
    if name in utterance.signals:
        return 3.0
    if name in utterance.not_signals:
        return 2.0
    return 1.0 if utterance.known is None else 0.3


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two documents hold the same weights but for rounding.

    Another number of threads adds in another order: a weight on the edge of a unit may fall on either side of it, and
    one on the edge of being left out may be there or not.
    """
    if {**one, "features": 0, "bias": 0} != {**other, "features": 0, "bias": 0}:
        return False
    if any(abs(a - b) > 0.01 for a, b in zip(one["bias"], other["bias"], strict=True)):
        return False
    edge = LEAST_WEIGHT / UNIT + 1
    for name in one["features"].keys() | other["features"].keys():
        first, second = (_by_number(each["features"].get(name, [])) for each in (one, other))
        for number in first.keys() | second.keys():
            a, b = first.get(number), second.get(number)
            if (a is None or b is None) and abs(a or b or 0) > edge:
                return False
            if a is not None and b is not None and abs(a - b) > 1:
                return False
    return True


def _by_number(flat: list[int]) -> dict[int, int]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def main() -> int:
    """Write or check the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    weights = train(load_playbook())
    text = json.dumps(weights, ensure_ascii=False, separators=(",", ":")) + "\n"
    if options.check:
        same = alike(json.loads(WEIGHTS.read_text(encoding="utf-8")), json.loads(text))
        print("the weights match the corpus" if same else "the weights do not match the corpus")
        return 0 if same else 1
    WEIGHTS.write_text(text, encoding="utf-8")
    print(f"{len(weights['features'])} features, {len(text.encode()) / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
