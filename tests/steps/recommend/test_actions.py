"""Every row of the action table, what competes with it, and when it is due."""

import pytest

from callsift.decision import decide, observed_in
from tests.builders import shipped, verdict

FOIL = "hands_out_tasks withholds_information senior_access_blocked"
ROWS = [
    ("nothing known", "ask_positioning_question", "", (), {}),
    ("early explorer", "nurture_relationship", "ideas_keep_changing no_internal_request", (), {}),
    (
        "early explorer who decides alone",
        "court_decision_maker",
        "ideas_keep_changing no_internal_request buyer_holds_decision_power",
        (),
        {},
    ),
    ("undecided researcher", "support_internal_case", "unsure_whether_to_buy", (), {}),
    ("guided buyer", "coach_purchase_process", "lacks_buying_know_how project_approved", (), {}),
    ("price comparer", "requalify_price", "comparing_prices", (), {}),
    ("reassurance seeker", "differentiate_in_meeting", "already_deep_with_other_vendors", (), {}),
    ("quality prospect", "co_develop", "key_professional_questions respects_our_view", (), {}),
    (
        "front runner at mid",
        "lock_next_step",
        "relies_on_us engaged_demo explicit_preference",
        ("demo done",),
        {},
    ),
    (
        "front runner late",
        "tie_price_to_risk",
        "price_tied_to_scope_and_risk asks_extra_commitments top_leader_appears",
        (),
        {},
    ),
    ("foil at early stage", "go_top_down", FOIL, (), {}),
    ("foil at mid stage", "go_top_down", FOIL, ("demo done",), {}),
    ("foil late", "slow_decision", FOIL, ("tender under_way",), {}),
    (
        "foil with a sudden objection",
        "slow_decision",
        f"{FOIL} sudden_objection",
        ("demo done",),
        {},
    ),
    (
        "foil early with everything taken",
        "walk_away",
        "has_answers_to_everything already_deep_with_other_vendors few_questions gives_little_time",
        (),
        {"worked_before": True},
    ),
    ("foil at mid, refused in person", "walk_away", FOIL, ("demo done",), {"leader_refused": True}),
    (
        "foil that cannot leave, refused",
        "accompany_minimally",
        FOIL,
        (),
        {"leader_refused": True, "cannot_leave": True},
    ),
    (
        "foil that cannot leave, two attempts failed",
        "accompany_minimally",
        FOIL,
        (),
        {"leader_attempts_failed": "2", "cannot_leave": True},
    ),
    ("small account", "explore_wallet_share", "repeat_orders buys_mostly_elsewhere", (), {}),
    (
        "ready to talk, else undecided",
        "differentiate_in_meeting",
        "unsure_whether_to_buy ready_to_talk_detail",
        (),
        {},
    ),
    (
        "ready to talk, else nothing known",
        "differentiate_in_meeting",
        "ready_to_talk_detail",
        (),
        {},
    ),
]


@pytest.mark.parametrize(
    ("action", "signals", "milestones", "facts"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_a_row_gives_its_action(
    action: str, signals: str, milestones: tuple[str, ...], facts: dict[str, str | bool]
) -> None:
    assert verdict(signals, milestones=milestones, facts=facts).next_action.id == action


def test_every_action_of_the_playbook_can_be_reached() -> None:
    assert {row[1] for row in ROWS} == set(shipped().actions)


def test_one_failed_attempt_is_not_out_of_reach() -> None:
    analysis = verdict(FOIL, facts={"leader_attempts_failed": "1", "cannot_leave": True})
    assert analysis.next_action.id == "go_top_down"


def test_what_competes_with_walking_away_is_named_beside_it() -> None:
    analysis = verdict(FOIL, milestones=("demo done",), facts={"leader_refused": True})
    assert analysis.next_action.also == ("go_top_down", "accompany_minimally")


def test_a_sudden_objection_puts_slowing_the_decision_beside_any_action_but_a_leaders() -> None:
    analysis = verdict("key_professional_questions respects_our_view sudden_objection")
    assert "slow_decision" in analysis.next_action.also


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("action", sorted(shipped().actions))
def test_every_action_has_words_to_say_questions_and_warnings(action: str, lang: str) -> None:
    entry = shipped().actions[action]
    assert getattr(entry.text, lang)
    assert getattr(entry.script, lang)
    assert entry.questions
    assert entry.avoid


LOST = ("contract done rival",)


@pytest.mark.parametrize(
    ("signals", "milestones", "put_otherwise"),
    [
        ("", (), False),
        ("explicit_preference", (), True),
        ("", ("contract under_way",), True),
        ("", ("demo done",), False),
        ("", LOST, True),
    ],
    ids=["nothing known", "chosen aloud", "a contract at hand", "a demo", "lost"],
)
def test_whoever_is_about_to_sign_is_not_asked_whether_he_collects_prices(
    signals: str, milestones: tuple[str, ...], put_otherwise: bool
) -> None:
    action = verdict(signals, milestones=milestones).next_action
    usual = shipped().actions["ask_positioning_question"]
    assert action.id == usual.id
    assert (action.script != usual.script.zh) is put_otherwise
    assert (action.name != usual.name) is put_otherwise


def test_what_is_signed_with_another_is_lost_whatever_else_is_late() -> None:
    def scripts(*milestones: str) -> set[str]:
        signals = ("", "explicit_preference", "already_deep_with_other_vendors")
        return {verdict(each, milestones=milestones).next_action.script for each in signals}

    assert len(scripts(*LOST)) == 1
    assert scripts(*LOST).isdisjoint(scripts("contract done"))


def test_of_a_lost_deal_nobody_asks_every_week_whether_it_is_settled() -> None:
    ids = {
        each.id
        for each in verdict(
            "already_deep_with_other_vendors", milestones=LOST
        ).next_action.modifiers
    }
    assert "weekly_personal_call" not in ids


@pytest.mark.parametrize(
    ("signals", "days", "due"),
    [
        ("comparing_prices", 7, "2026-05-18"),
        ("unsure_whether_to_buy", 14, "2026-05-25"),
        ("repeat_orders", 30, "2026-06-10"),
    ],
)
def test_without_an_agreed_step_the_cadence_sets_the_day(signals: str, days: int, due: str) -> None:
    action = verdict(signals, date="2026-05-11").next_action
    assert (action.cadence_days, action.due) == (days, due)


def test_without_a_date_nothing_is_due() -> None:
    assert verdict("comparing_prices").next_action.due is None


def test_walking_away_is_never_due() -> None:
    action = verdict(
        FOIL, milestones=("demo done",), facts={"leader_refused": True}, date="2026-05-11"
    ).next_action
    assert (action.cadence_days, action.due) == (None, None)


def test_an_agreed_step_sets_the_day() -> None:
    # 2026-05-11 is a Monday.
    action = verdict(
        "comparing_prices", date="2026-05-11", facts={"next_step": "周四上午十点带薪酬的人过会"}
    ).next_action
    assert action.due == "2026-05-14"


def test_of_two_agreed_steps_the_first_sets_the_day() -> None:
    observed = verdict("comparing_prices", date="2026-05-11", facts={"next_step": "周四过会"})
    told = observed.facts["next_step"]
    earlier = told[0].model_copy(update={"value": "周三之前把报价给我"})
    both = observed_in(observed).model_copy(
        update={"facts": {**observed.facts, "next_step": (*told, earlier)}}
    )
    assert decide(both, shipped()).next_action.due == "2026-05-13"


@pytest.mark.parametrize(
    ("decided", "due"),
    [("周四定", "2026-05-14"), ("下下周三定", "2026-05-18"), ("还没定", "2026-05-18")],
)
def test_nobody_comes_back_after_it_was_decided(decided: str, due: str) -> None:
    action = verdict(
        "comparing_prices", date="2026-05-11", facts={"decision_date": decided}
    ).next_action
    assert action.due == due


def test_a_decision_is_no_reason_to_call_whom_we_leave() -> None:
    action = verdict(
        FOIL,
        milestones=("demo done",),
        facts={"leader_refused": True, "decision_date": "周四定"},
        date="2026-05-11",
    ).next_action
    assert action.due is None


@pytest.mark.parametrize(
    ("party", "due"), [("us", "2026-05-12"), ("rival", "2026-05-18")], ids=["ours", "a rival's"]
)
def test_what_is_dated_with_us_is_due_on_its_day(party: str, due: str) -> None:
    observed = observed_in(verdict("comparing_prices", date="2026-05-11"))
    (event,) = verdict(milestones=(f"contract dated {party}",)).milestones
    quoted = event.evidence[0].model_copy(update={"quote": "明天来签合同"})
    signing = event.model_copy(update={"evidence": (quoted,)})
    dated = observed.model_copy(update={"milestones": (signing,)})
    assert decide(dated, shipped()).next_action.due == due
