"""Three stories, each told anew, with the verdict that the source document gives on its own."""

from tests.builders import verdict


def test_a_distributor_hears_little_and_is_led_by_the_buyer() -> None:
    # A cannery's plant manager heads the selection; two questions about our firm, a ready plan, twenty minutes.
    analysis = verdict(
        "project_approved few_questions has_answers_to_everything senior_access_blocked gives_little_time controls_agenda"
    )
    assert (analysis.stage.id, analysis.standing.id) == ("early", "backup")
    assert (analysis.category.id, analysis.next_action.id) == ("benchmark_foil", "go_top_down")


def test_everything_is_taken_and_leaving_early_costs_least() -> None:
    analysis = verdict(
        "few_questions has_answers_to_everything already_deep_with_other_vendors gives_little_time",
        facts={"worked_before": True},
    )
    assert analysis.next_action.id == "walk_away"
    assert "go_top_down" in analysis.next_action.also


def test_a_buyer_digs_into_details_and_plans_with_us() -> None:
    # A dairy takes our filler apart point by point; a trial run of data is agreed; a strong rival changes nothing.
    analysis = verdict(
        "discusses_needs_in_depth plans_next_step_together receptive_to_our_ideas relies_on_us engaged_demo",
        milestones=("demo done",),
    )
    assert (analysis.stage.id, analysis.standing.id) == ("mid", "first_choice")
    assert (analysis.category.id, analysis.next_action.id) == ("front_runner", "lock_next_step")


def test_a_late_objection_with_nobody_in_sight() -> None:
    # The board of a hospital group decides on Tuesday; suddenly a standard that we do not have is wanted.
    analysis = verdict(
        "decision_date_set sudden_objection price_asked_once top_leader_absent_late polite_noncommitment",
        milestones=("vendor_decision dated",),
        facts={"worked_before": True},
    )
    assert (analysis.stage.id, analysis.standing.id) == ("late", "reference_only")
    assert (analysis.category.id, analysis.next_action.id) == ("benchmark_foil", "slow_decision")
