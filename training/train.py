"""Trains the offline engine's model and writes its weights. Same corpus, same weights.

python training/train.py            write the weights
python training/train.py --check    exit 1 if the committed weights do not match the corpus
"""

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
from corrections import shipped_corrections
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from vectors import Meaning
from weights_file import Model, Packed, packed, vocabulary_of, write_or_check

from callsift.cues import compile_cues
from callsift.domain.transcript import Turn
from callsift.features import CONTEXT
from callsift.playbook import Playbook, load_playbook
from callsift.playbook.model import SignalDefinition
from callsift.scoring import load_cases
from callsift.sentences import Sentence
from callsift.steps.extract.offline.passages import Passage
from callsift.steps.extract.offline.scan import hits_of
from callsift.typography import folded

LEAST_SEEN = 7
STRENGTH = 12.0
# Chosen by `training/tune.py`.
PULL, THRESHOLD, CUE_THRESHOLD = 2.0, 0.7, 0.6
# How often a report with some chance was right on calls that the model had not seen; fitted by `training/tune.py`.
CALIBRATION = (0.66, -0.64)
SMOOTHING = 3
TUNING_CALLS = Path(__file__).resolve().parents[1] / "fixtures" / "calls"
LAST_TUNING_CALL = "24"


def gathered(playbook: Playbook, left_out: frozenset[str]) -> list[Utterance]:
    """Return the utterances to learn from, without those of the situations left out."""
    found = [*examples(playbook), *utterances()]
    for dialogue in dialogues():
        found.extend(dialogue_utterances(dialogue))
    return [each for each in found if each.situation not in left_out]


def passage_of(utterance: Utterance) -> Passage:
    """Return a labelled utterance as the engine meets it."""
    text = utterance.text
    turn = Turn(index=0, role=utterance.role, start=0, end=len(text), text=text)
    answers = folded(utterance.before[-CONTEXT:]).text
    return Passage(turn, Sentence(text, 0, len(text)), folded(text), answers)


def train(playbook: Playbook, left_out: frozenset[str] = frozenset()) -> Packed:
    """Return the weights as they ship, learned without the situations and calls left out."""
    book = compile_cues(playbook)
    corpus = gathered(playbook, left_out)
    passages = [passage_of(each) for each in corpus]
    cues = [frozenset(hits_of(each, book).cues) for each in passages]
    rows = [each.features for each in passages]
    vocabulary = vocabulary_of(rows, LEAST_SEEN)
    meaning = Meaning(rows, vocabulary)
    table = meaning.columns(rows)
    names = sorted(playbook.signals)
    fitted = Parallel(n_jobs=-1)(
        delayed(_fit)(playbook.signals[name], corpus, table, cues) for name in names
    )
    return packed(
        [
            Model(name, meaning.folded(weights[:-1]), bias)
            for name, (weights, bias) in zip(names, fitted, strict=True)
        ],
        meaning.wide,
        {
            "lifts": [round(float(weights[-1]), 3) for weights, _ in fitted],
            "pull": PULL,
            "threshold": THRESHOLD,
            "cue_threshold": CUE_THRESHOLD,
            "calibration": list(CALIBRATION),
            "corrections": shipped_corrections(),
            "company": company(playbook, left_out),
        },
    )


def company(playbook: Playbook, left_out: frozenset[str]) -> dict[str, Any]:
    """Return how often each signal stands in each kind of call, over dialogues and tuning calls."""
    names = sorted(playbook.signals)
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


def _fit(
    signal: SignalDefinition, corpus: list[Utterance], table: Any, cues: list[frozenset[str]]
) -> tuple[Any, float]:
    """Return the weights of every column and, last, of a standing cue of the signal; and the bias."""
    name = signal.id
    able = {signal.shown_by, "reporter", "unknown"}
    chosen = [
        row
        for row, each in enumerate(corpus)
        if each.role in able and (each.known is None or name in each.known or each.signals)
    ]
    labels = np.array([name in corpus[row].signals for row in chosen])
    if labels.sum() < 3:
        return np.zeros(table.shape[1] + 1), -10.0
    by_cue = csr_matrix([[float(name in cues[row])] for row in chosen])
    weights = np.array([_weight(corpus[row], name) for row in chosen])
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400, random_state=0)
    model.fit(hstack([table[chosen], by_cue]).tocsr(), labels, sample_weight=weights)
    return model.coef_[0], float(model.intercept_[0])


def _weight(utterance: Utterance, name: str) -> float:
    """Count a positive more, a label that does not speak of this signal less."""
    if name in utterance.signals:
        return 3.0 * utterance.weight
    if name in utterance.not_signals:
        return 4.0 * utterance.weight
    return utterance.weight if utterance.known is None else 0.3


if __name__ == "__main__":
    sys.exit(
        write_or_check(
            "steps/extract/offline/weights", lambda: train(load_playbook()), "Trains the model."
        )
    )
