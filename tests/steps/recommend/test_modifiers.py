"""Every modifier, missing-rule and warning: when it speaks and when it is silent."""

import pytest

from tests.builders import shipped, verdict

CASES = [
    ("no_lone_document", "wants_documents_only", {}, "accepts_meeting_or_group", {}),
    ("no_visit_yet", "comparing_prices", {}, "comparing_prices accepts_meeting_or_group", {}),
    ("weekly_personal_call", "comparing_prices", {}, "repeat_orders", {}),
    (
        "three_to_five_callbacks",
        "lacks_buying_know_how project_approved",
        {},
        "unsure_whether_to_buy",
        {"leads": "many"},
    ),
    ("skipping_tolerable", "unsure_whether_to_buy", {"leads": "many"}, "unsure_whether_to_buy", {}),
    (
        "newcomer_follows_early_one",
        "ideas_keep_changing no_internal_request",
        {},
        "ideas_keep_changing no_internal_request",
        {"leads": "many"},
    ),
    ("stop_nurturing", "ready_to_talk_detail", {}, "unsure_whether_to_buy", {}),
    ("long_horizon", "long_incubation_industry", {}, "unsure_whether_to_buy", {}),
    ("objection_is_a_pretext", "sudden_objection", {}, "price_out_of_range", {}),
    ("halve_the_claim", "inflated_claim", {}, "funding_in_place", {}),
    ("be_known_first", "doubts_truthfulness", {}, "comparing_prices", {}),
    ("be_known_first", "fears_personal_risk", {}, "comparing_prices", {}),
    ("be_known_first", "overwhelmed_by_choice", {}, "comparing_prices", {}),
    (
        "rep_doubt_is_one_reason",
        "comparing_prices",
        {"stage": "late", "facts": {"rep_doubt": True}},
        "comparing_prices",
        {"facts": {"rep_doubt": True}},
    ),
    ("ask_for_something_back", "hands_out_tasks", {}, "comparing_prices", {}),
]


@pytest.mark.parametrize(
    ("name", "speaks", "with_", "silent", "without"),
    CASES,
    ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)],
)
def test_a_modifier_speaks_only_where_it_should(
    name: str, speaks: str, with_: dict[str, object], silent: str, without: dict[str, object]
) -> None:
    spoken = {each.id for each in verdict(speaks, **with_).next_action.modifiers}
    quiet = {each.id for each in verdict(silent, **without).next_action.modifiers}
    assert name in spoken
    assert name not in quiet


def test_every_modifier_of_the_playbook_is_a_case() -> None:
    assert {each.id for each in shipped().modifiers} == {case[0] for case in CASES}


MISSING: list[tuple[str, dict[str, bool], str, dict[str, bool], str]] = [
    ("need", {"need": False}, "", {}, "comparing_prices"),
    ("decider", {}, "comparing_prices", {}, "brings_in_senior_people"),
    ("money", {}, "comparing_prices", {}, "funding_in_place"),
    ("project", {}, "comparing_prices", {}, "project_approved"),
    ("decision_date", {}, "comparing_prices", {}, "decision_date_set"),
    ("rivals", {}, "unsure_whether_to_buy", {}, "comparing_prices"),
    ("next_meeting", {}, "comparing_prices", {}, "plans_next_step_together"),
]


@pytest.mark.parametrize(
    ("name", "with_", "unknown", "without", "known"), MISSING, ids=[case[0] for case in MISSING]
)
def test_what_is_missing_is_said_until_it_is_known(
    name: str, with_: dict[str, bool], unknown: str, without: dict[str, bool], known: str
) -> None:
    assert name in {each.id for each in verdict(unknown, **with_).missing}
    assert name not in {each.id for each in verdict(known, **without).missing}


def test_every_missing_rule_of_the_playbook_is_a_case() -> None:
    assert {each.id for each in shipped().missing} == {case[0] for case in MISSING}


def test_an_input_without_a_customer_says_so() -> None:
    analysis = verdict("", need=False)
    assert analysis.category.id == "insufficient_evidence"
    assert "no_customer" in {each.id for each in analysis.warnings}


def test_words_of_unknown_speakers_are_marked() -> None:
    analysis = verdict("comparing_prices", role="unknown")
    assert "speakers_unattributed" in {each.id for each in analysis.warnings}


def test_traditional_input_gets_traditional_words() -> None:
    assert "價格" in verdict("comparing_prices", language="zh-Hant").next_action.text


def test_the_result_can_be_in_english_for_a_chinese_call() -> None:
    assert verdict("comparing_prices", lang="en").next_action.text.isascii()
