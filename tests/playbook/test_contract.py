"""The ids are a contract, and every entry is whole."""

import json
from pathlib import Path

import pytest

from callsift.playbook import load_examples
from tests.builders import shipped

IDS = json.loads((Path(__file__).parent / "ids.json").read_text(encoding="utf-8"))
LEAST = {("zh", "fires"): 6, ("zh", "silent"): 4, ("en", "fires"): 3, ("en", "silent"): 2}
ALIKE = 0.55


def bigrams(text: str) -> set[str]:
    plain = "".join(text.lower().split())
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def test_the_signals_are_those_of_the_contract() -> None:
    assert set(shipped().signals) == set(IDS["signals"])


@pytest.mark.parametrize("name", IDS["signals"])
def test_axis_sign_and_stage_are_those_of_the_contract(name: str) -> None:
    signal = shipped().signals[name]
    expected = IDS["signals"][name]
    assert (signal.axis, signal.sign) == (expected["axis"], expected["sign"])
    assert list(signal.stages) == [expected["stage"]]


def test_categories_and_actions_are_those_of_the_contract() -> None:
    assert list(shipped().categories) == IDS["categories"]
    assert sorted(shipped().actions) == sorted(IDS["actions"])


def test_every_category_and_standing_and_stage_has_a_rule() -> None:
    decided = {(rule.decides, rule.value) for rule in shipped().rules}
    assert {("category", each) for each in IDS["categories"]} <= decided
    assert {("standing", each) for each in IDS["standings"]} <= decided
    assert {("stage", each) for each in IDS["stages"]} <= decided


@pytest.mark.parametrize("name", IDS["signals"])
def test_a_signal_has_enough_examples_that_differ(name: str) -> None:
    signal = shipped().signals[name]
    examples = load_examples(name, signal.axis)
    counts: dict[tuple[str, str], int] = {}
    for each in examples:
        key = ("en" if each.lang == "en" else "zh", each.expect)
        counts[key] = counts.get(key, 0) + 1
    assert {key: n for key, n in LEAST.items() if counts.get(key, 0) < n} == {}
    said = [bigrams(" ".join(turn.text for turn in each.turns)) for each in examples]
    alike = [
        (a, b)
        for a in range(len(said))
        for b in range(a)
        if len(said[a] & said[b]) > ALIKE * len(said[a] | said[b])
    ]
    assert alike == []


@pytest.mark.parametrize("name", IDS["signals"])
def test_every_firing_example_quotes_one_of_its_turns(name: str) -> None:
    for example in load_examples(name, shipped().signals[name].axis):
        if example.expect == "fires":
            assert example.quote
            assert any(example.quote in turn.text for turn in example.turns)
        else:
            assert example.trap
            assert example.note


@pytest.mark.parametrize(
    "name", [n for n, each in IDS["signals"].items() if each["axis"] == "conduct"]
)
def test_conduct_comes_with_advice(name: str) -> None:
    assert shipped().signals[name].advice is not None


def test_no_view_uses_the_word_for_collusive_bidding() -> None:
    texts = [
        each.zh
        for entry in shipped().actions.values()
        for each in (entry.name, entry.text, entry.script)
    ]
    texts += [each.name.zh for each in shipped().categories.values()]
    assert not [text for text in texts if "陪标" in text]
