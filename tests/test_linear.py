"""Lanes of one number add up to what plain sums of weights would."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.features import MARKS, Features
from callsift.linear import ZERO, Linear, chance_of, shipped_weights
from callsift.resources import package_file

WORDS = ("价", "格", "quote", "<你")
UNITS = st.integers(-127, 127)


def linear(weights: list[list[int]], *, bias: float = 0.0, unit: float = 0.5) -> Linear:
    """Return models of which `weights[word][model]` are the units of each of `WORDS`."""
    models = len(weights[0])
    head: dict[str, Any] = {
        "bias": [bias] * models,
        "units": [unit] * models,
        "marks": {mark: [0.25 * at] * models for at, mark in enumerate(MARKS)},
        "features": "\n".join(WORDS),
    }
    return Linear(head, bytes(each + ZERO for row in weights for each in row))


TABLES = st.lists(st.lists(UNITS, min_size=3, max_size=3), min_size=4, max_size=4)


@given(table=TABLES, words=st.frozensets(st.sampled_from((*WORDS, "unheard", "of"))))
def test_log_odds_are_bias_and_scaled_weights_of_the_known_words(
    table: list[list[int]], words: frozenset[str]
) -> None:
    features = Features(words, (), len(words))
    expected = [
        -1.0 + 0.5 * features.scale * sum(table[WORDS.index(w)][at] for w in words if w in WORDS)
        for at in range(3)
    ]
    assert linear(table, bias=-1.0).log_odds(features) == pytest.approx(expected)


@given(table=TABLES, words=st.frozensets(st.sampled_from(WORDS)), model=st.integers(0, 2))
def test_pull_counts_each_word_once_in_the_models_units(
    table: list[list[int]], words: frozenset[str], model: int
) -> None:
    expected = sum(table[WORDS.index(word)][model] for word in words)
    assert linear(table).pull(Features(words, (), len(words)), model) == expected


def test_a_mark_adds_its_whole_weight_in_an_utterance_of_any_length() -> None:
    models = linear([[0, 0, 0]] * 4)
    short, long = frozenset(WORDS[:1]), frozenset(map(str, range(300)))
    for words in (short, long):
        assert models.log_odds(Features(words, (MARKS[2],), len(words))) == pytest.approx([0.5] * 3)


def test_many_words_of_the_heaviest_weight_do_not_run_into_the_next_model() -> None:
    names = [f"w{at}" for at in range(5000)]
    head = {
        "bias": [0.0, 0.0],
        "units": [1.0, 1.0],
        "marks": {mark: [0.0, 0.0] for mark in MARKS},
        "features": "\n".join(names),
    }
    features = Features(frozenset(names), (), len(names))
    found = Linear(head, bytes((ZERO + 127, ZERO - 128)) * len(names)).log_odds(features)
    assert found == pytest.approx([127 * 5000 * features.scale, -128 * 5000 * features.scale])


PLACES = ("steps/extract/offline/weights", "steps/extract/offline/milestones", "steps/turns/sides")


@pytest.mark.parametrize("place", PLACES)
def test_shipped_weights_have_a_row_for_each_feature(place: str) -> None:
    head, rows = shipped_weights(place)
    names = head["features"].split("\n")
    assert len(rows) == len(names) * len(head["models"])
    assert len(set(names)) == len(names)


def test_the_engines_weights_together_take_less_than_8_mb() -> None:
    files = [package_file(f"{place}.{kind}") for place in PLACES for kind in ("json", "bin")]
    assert sum(len(each.read_bytes()) for each in files) < 8_000_000


@pytest.mark.parametrize(("odds", "chance"), [(0.0, 0.5), (1e9, 1.0), (-1e9, 0.0)])
def test_a_chance_is_never_out_of_bounds(odds: float, chance: float) -> None:
    assert chance_of(odds) == pytest.approx(chance, abs=1e-9)
