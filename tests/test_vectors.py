"""What words mean is folded into the weights of words: the engine needs no vectors, and knows words it never met."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from callsift.features import Features

TRAINING = Path(__file__).resolve().parents[1] / "training"
OF_MONEY = ("预算", "费用", "成本", "开支")
OF_THE_SEA = ("海鸥", "海滩", "帆船", "港口")


@pytest.fixture(scope="module")
def vectors() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TRAINING))
        return import_module("vectors")


@pytest.fixture(scope="module")
def weights_file(vectors: Any) -> Any:  # noqa: ARG001 - makes it importable
    return import_module("weights_file")


def said(*words: str) -> Features:
    return Features(frozenset(words), ("speech",), len(words))


def test_folded_weights_say_what_words_and_meaning_say_together(
    vectors: Any, weights_file: Any
) -> None:
    rows = [said("预算", "的"), said("budget", "海鸥"), said("无此词者", "的")]
    vocabulary = weights_file.vocabulary_of(rows, 1)
    meaning = vectors.Meaning(rows, vocabulary)
    table = meaning.columns(rows)
    weights = np.random.default_rng(0).normal(size=table.shape[1])
    folded = meaning.folded(weights)
    np.testing.assert_allclose(weights_file.matrix(rows, meaning.wide) @ folded, table @ weights)


def test_a_word_that_was_never_met_weighs_what_its_neighbours_weigh(
    vectors: Any, weights_file: Any
) -> None:
    rows = [said(each) for each in (*OF_MONEY, *OF_THE_SEA)]
    vocabulary = weights_file.vocabulary_of(rows, 1)
    meaning = vectors.Meaning(rows, vocabulary)
    model = LogisticRegression(C=100.0, random_state=0)
    model.fit(meaning.columns(rows), [True] * 4 + [False] * 4)
    weights = meaning.folded(model.coef_[0])
    unmet = [weights[meaning.wide.columns[each]] for each in ("经费", "支出", "沙滩", "海岸")]
    assert min(unmet[:2]) > 0 > max(unmet[2:])
