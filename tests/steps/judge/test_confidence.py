"""How sure a decision is, by the signals that it rests on."""

from tests.builders import shipped, verdict

FIRST = "receptive_to_our_ideas plans_next_step_together discusses_needs_in_depth"


def test_a_category_that_rests_on_the_standing_is_as_sure_as_the_standing() -> None:
    found = verdict(FIRST, milestones=("demo done",))
    assert found.category.id == "front_runner"
    assert found.category.confidence == found.standing.confidence
    assert set(found.category.because[0].signals) >= set(FIRST.split())


def test_a_decision_that_rests_on_nothing_is_as_sure_as_finding_nothing_is() -> None:
    found = verdict("")
    trust = shipped().confidence.engines[found.engine.name]
    assert found.category.id == "insufficient_evidence"
    assert found.category.confidence == trust.nothing_found
