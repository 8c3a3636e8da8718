"""Every row of the category table, with the exceptions written in it."""

import pytest

from tests.builders import verdict

ROWS: list[tuple[str, str, str, tuple[str, ...], dict[str, bool]]] = [
    (
        "mid and first choice",
        "front_runner",
        "receptive_to_our_ideas plans_next_step_together discusses_needs_in_depth",
        ("demo done",),
        {},
    ),
    (
        "late and first choice",
        "front_runner",
        "price_tied_to_scope_and_risk asks_extra_commitments top_leader_appears",
        (),
        {},
    ),
    (
        "deep with another, never worked",
        "reassurance_seeker",
        "already_deep_with_other_vendors only_asks_differences",
        (),
        {},
    ),
    ("collects prices", "price_comparer", "comparing_prices narrow_discussion", (), {}),
    ("finds us too dear", "price_comparer", "price_out_of_range", (), {}),
    (
        "errands without information",
        "benchmark_foil",
        "hands_out_tasks withholds_information",
        (),
        {},
    ),
    ("errands without leaders", "benchmark_foil", "hands_out_tasks senior_access_blocked", (), {}),
    ("a place to fill", "benchmark_foil", "needs_vendor_count", (), {}),
    (
        "backup by weight",
        "benchmark_foil",
        "few_questions gives_little_time rejects_our_advice",
        (),
        {},
    ),
    ("will buy, not how", "guided_buyer", "lacks_buying_know_how project_approved", (), {}),
    ("will buy by a date", "guided_buyer", "lacks_buying_know_how decision_date_set", (), {}),
    (
        "two marks of no project",
        "early_explorer",
        "no_internal_request demands_heavy_design_work",
        (),
        {},
    ),
    ("ideas alone, little else known", "early_explorer", "ideas_keep_changing", (), {}),
    (
        "two marks of quality",
        "quality_prospect",
        "key_professional_questions shares_inside_information",
        (),
        {},
    ),
    (
        "contender with two deeds",
        "quality_prospect",
        "engaged_demo receptive_to_our_ideas pushes_rival_ideas",
        ("demo done",),
        {},
    ),
    ("not sure to buy", "undecided_researcher", "unsure_whether_to_buy", (), {}),
    ("sent by the leader", "undecided_researcher", "researching_for_leader", (), {}),
    ("justifying inside", "undecided_researcher", "internal_justification_underway", (), {}),
    (
        "small orders again and again",
        "small_account_upside",
        "repeat_orders",
        ("reorder done",),
        {},
    ),
    ("bulk elsewhere", "small_account_upside", "buys_mostly_elsewhere small_trial_order", (), {}),
    ("nothing", "insufficient_evidence", "", (), {}),
]
EXCEPTIONS = [
    (
        "deep with another but we worked on it",
        "reassurance_seeker",
        "already_deep_with_other_vendors",
        (),
        {"worked_before": True},
    ),
    (
        "prices compared after our work",
        "price_comparer",
        "comparing_prices",
        (),
        {"worked_before": True},
    ),
    (
        "prices compared with errands",
        "price_comparer",
        "comparing_prices hands_out_tasks withholds_information",
        (),
        {},
    ),
    (
        "errands where nothing is requested",
        "benchmark_foil",
        "hands_out_tasks withholds_information no_internal_request",
        (),
        {},
    ),
    ("no will to buy", "guided_buyer", "lacks_buying_know_how", (), {}),
    (
        "guided, but three marks of quality",
        "guided_buyer",
        "lacks_buying_know_how project_approved key_professional_questions shares_inside_information respects_our_view",
        (),
        {},
    ),
    (
        "explorer who lets us meet a decider and shares",
        "early_explorer",
        "no_internal_request ideas_keep_changing brings_in_senior_people shares_inside_information",
        (),
        {},
    ),
    (
        "changing ideas in a well-known deal",
        "early_explorer",
        "ideas_keep_changing project_approved funding_in_place many_open_questions gives_generous_time",
        (),
        {},
    ),
    (
        "researcher with heavy demands",
        "undecided_researcher",
        "unsure_whether_to_buy demands_heavy_design_work",
        (),
        {},
    ),
    (
        "small orders beside a larger project",
        "small_account_upside",
        "repeat_orders project_approved",
        (),
        {},
    ),
    (
        "first choice too early",
        "front_runner",
        "receptive_to_our_ideas plans_next_step_together discusses_needs_in_depth",
        (),
        {},
    ),
]


@pytest.mark.parametrize(
    ("category", "signals", "milestones", "facts"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_a_row_gives_its_category(
    category: str, signals: str, milestones: tuple[str, ...], facts: dict[str, bool]
) -> None:
    assert verdict(signals, milestones=milestones, facts=facts).category.id == category


@pytest.mark.parametrize(
    ("category", "signals", "milestones", "facts"),
    [row[1:] for row in EXCEPTIONS],
    ids=[row[0] for row in EXCEPTIONS],
)
def test_an_exception_gives_another_category(
    category: str, signals: str, milestones: tuple[str, ...], facts: dict[str, bool]
) -> None:
    assert verdict(signals, milestones=milestones, facts=facts).category.id != category


def test_the_next_category_that_fits_is_the_runner_up() -> None:
    runner_up = verdict("comparing_prices unsure_whether_to_buy").category.runner_up
    assert runner_up is not None
    assert runner_up.id == "undecided_researcher"


def test_the_runner_up_is_never_surer_than_what_is_left() -> None:
    category = verdict("comparing_prices unsure_whether_to_buy").category
    assert category.runner_up is not None
    assert category.confidence + category.runner_up.confidence <= 1.0


STAGES = [
    ("negotiation under way", "late", "", ("negotiation under_way",), True),
    ("negotiation only dated", "early", "", ("negotiation dated",), True),
    ("vendor decision dated with a rival", "late", "", ("vendor_decision dated rival",), True),
    ("two late signals", "late", "sudden_objection price_asked_once", (), True),
    ("one late signal", "early", "sudden_objection", (), True),
    ("a bare deadline", "early", "decision_date_set", (), True),
    ("demo done", "mid", "", ("demo done",), True),
    (
        "trial that re-orders followed",
        "unknown",
        "repeat_orders",
        ("trial done", "reorder done"),
        True,
    ),
    ("perfunctory demonstration", "mid", "perfunctory_demo", (), True),
    ("mid signals alone", "early", "receptive_to_our_ideas relies_on_us", (), True),
    ("only re-orders", "unknown", "repeat_orders", ("reorder done",), True),
    ("no need mentioned", "unknown", "", (), False),
    ("a need", "early", "", (), True),
]


@pytest.mark.parametrize(
    ("stage", "signals", "milestones", "need"),
    [row[1:] for row in STAGES],
    ids=[row[0] for row in STAGES],
)
def test_stage(stage: str, signals: str, milestones: tuple[str, ...], need: bool) -> None:
    assert verdict(signals, milestones=milestones, need=need).stage.id == stage


STANDINGS = [
    ("fewer than three signals", "unknown", "few_questions gives_little_time", ()),
    (
        "full errand pattern",
        "reference_only",
        "hands_out_tasks withholds_information senior_access_blocked",
        (),
    ),
    (
        "full errand pattern with one favourable",
        "contender",
        "hands_out_tasks withholds_information senior_access_blocked gives_generous_time respects_our_view",
        (),
    ),
    (
        "late with three adverse",
        "reference_only",
        "sudden_objection price_asked_once top_leader_absent_late",
        ("tender under_way",),
    ),
    (
        "adverse twice as heavy",
        "backup",
        "few_questions narrow_discussion rejects_our_advice gives_generous_time",
        (),
    ),
    (
        "adverse not twice as heavy",
        "contender",
        "few_questions narrow_discussion rejects_our_advice gives_generous_time shares_inside_information",
        (),
    ),
    (
        "first choice at mid",
        "first_choice",
        "relies_on_us engaged_demo explicit_preference",
        ("demo done",),
    ),
    (
        "no deed",
        "contender",
        "respects_our_view shares_inside_information gives_generous_time",
        ("demo done",),
    ),
    (
        "one fitting adverse",
        "contender",
        "relies_on_us engaged_demo explicit_preference senior_access_blocked",
        ("demo done",),
    ),
]


@pytest.mark.parametrize(
    ("standing", "signals", "milestones"),
    [row[1:] for row in STANDINGS],
    ids=[row[0] for row in STANDINGS],
)
def test_standing(standing: str, signals: str, milestones: tuple[str, ...]) -> None:
    assert verdict(signals, milestones=milestones).standing.id == standing


def test_a_stage_given_by_the_user_is_taken_and_recorded() -> None:
    analysis = verdict("comparing_prices", stage="late")
    assert analysis.stage.id == "late"
    assert [each.field for each in analysis.overrides] == ["stage"]


def test_a_signal_excluded_by_the_user_takes_no_part_and_stays_visible() -> None:
    analysis = verdict("comparing_prices", exclude="comparing_prices")
    assert analysis.category.id == "insufficient_evidence"
    assert [each.id for each in analysis.signals] == ["comparing_prices"]
    assert "signals_excluded" in {each.id for each in analysis.warnings}
