"""What was observed is decided again; what no rule can use is refused in a sentence or listed."""

import pytest

import callsift
from callsift import InputError
from callsift.decision import decide, observed_in
from callsift.domain.analysis import Analysis, CallWarning, Caution, Observed, Override, Signal
from callsift.render import plain_page, report_page
from tests.builders import observed, shipped, signal, verdict


def dated(date: str) -> Observed:
    return observed("comparing_prices", date=date)


def corrected(field: str, value: str) -> Observed:
    override = Override.model_validate({"field": field, "value": value})
    return observed("comparing_prices").model_copy(update={"overrides": (override,)})


def renamed(name: str, *, of: str) -> Signal:
    return signal(of).model_copy(update={"id": name})


@pytest.mark.parametrize("date", ["2026-99-99", "tomorrow", "2026-03-04T10:00", "9999-12-31"])
def test_a_date_that_is_no_day_is_refused_and_said_how_to_write(date: str) -> None:
    with pytest.raises(InputError) as caught:
        callsift.judge(dated(date))
    assert caught.value.where == "call"
    assert caught.value.do is not None
    assert "source.date as YYYY-MM-DD" in caught.value.do


@pytest.mark.parametrize("date", [None, "2026-03-04", "20260304"])
def test_a_call_of_any_day_or_none_is_decided(date: str | None) -> None:
    assert decide(observed("comparing_prices", date=date), shipped()).source.date == date


@pytest.mark.parametrize(
    ("field", "value"),
    [("stage", "nonsense"), ("stage", ""), ("leads", "loads"), ("lang", "fr"), ("lang", "zh-Hant")],
)
def test_a_correction_that_means_nothing_is_refused_with_what_may_stand_there(
    field: str, value: str
) -> None:
    with pytest.raises(InputError) as caught:
        callsift.judge(corrected(field, value))
    assert f"{field}: {value!r}" in caught.value.what
    assert "one of " in str(caught.value.do)


@pytest.mark.parametrize(
    ("field", "value"),
    [("stage", "unknown"), ("stage", "late"), ("leads", "many"), ("lang", "en"), ("lang", "zh")],
)
def test_every_choice_of_the_command_line_is_taken(field: str, value: str) -> None:
    given = corrected(field, value)
    assert decide(given, shipped()).overrides == given.overrides


def test_a_signal_that_the_playbook_does_not_know_is_listed_and_takes_no_part() -> None:
    known = observed("comparing_prices")
    strange = renamed("no_such_signal", of="comparing_prices")
    given = known.model_copy(update={"signals": (strange, *known.signals)})
    decided = decide(given, shipped())
    assert decided.signals == known.signals
    assert [(each.signal, each.quote, each.reason) for each in decided.dropped] == [
        ("no_such_signal", strange.evidence[0].quote, "unknown_id")
    ]
    assert decided.category == verdict("comparing_prices").category


def test_conduct_that_the_playbook_does_not_know_is_listed_too() -> None:
    strange = renamed("no_such_conduct", of="waits_passively")
    decided = decide(observed().model_copy(update={"conduct": (strange,)}), shipped())
    assert decided.coaching == ()
    assert [each.signal for each in decided.dropped] == ["no_such_conduct"]


def test_what_was_listed_once_is_not_listed_again() -> None:
    strange = renamed("no_such_signal", of="comparing_prices")
    decided = decide(observed().model_copy(update={"signals": (strange,)}), shipped())
    assert decide(observed_in(decided), shipped()) == decided


def again(analysis: Analysis, *overrides: Override, kind: str = "transcript") -> Analysis:
    """Decide a saved analysis again with other corrections, as `callsift judge` does."""
    source = analysis.source.model_copy(update={"kind": kind})
    mended = analysis.model_copy(update={"overrides": overrides, "source": source})
    saved = Analysis.model_validate_json(mended.model_dump_json(by_alias=True))
    return decide(observed_in(saved), shipped())


def warned(analysis: Analysis) -> dict[str, str]:
    return {each.id: each.text for each in analysis.warnings}


NOT_COMPARING = Override(field="not", value="comparing_prices")
NOT_WAITING = Override(field="not", value="waits_passively")


def test_a_warning_that_was_derived_is_derived_again_and_never_taken_over() -> None:
    given = observed("comparing_prices", role="unknown")
    notes = given.model_copy(
        update={
            "source": given.source.model_copy(update={"kind": "notes"}),
            "overrides": (NOT_COMPARING,),
        }
    )
    first = decide(notes, shipped())
    derived = {"second_hand", "speakers_unattributed", "signals_excluded"}
    assert set(warned(first)) == derived
    back = again(first)
    assert set(warned(back)) == {"speakers_unattributed"}
    assert set(warned(again(back, NOT_COMPARING, kind="notes"))) == derived


def test_a_warning_of_the_run_stays_and_is_said_in_the_language_of_the_result() -> None:
    flagged = Caution(id="turns_flagged", values={"turns": ("2", "5")})
    given = observed("comparing_prices").model_copy(update={"warnings": (flagged,)})
    first = decide(given, shipped())
    assert warned(first)["turns_flagged"].startswith("第 2、5 段")
    english = again(first, Override(field="lang", value="en"))
    assert warned(english)["turns_flagged"].startswith("Orders to a machine")
    assert "2, 5" in warned(english)["turns_flagged"]
    assert again(english) == first


def test_warnings_of_an_analysis_can_be_given_as_they_are() -> None:
    warnings = (CallWarning(id="their_own", text="Mind the gap"),)
    fields = observed("comparing_prices").model_dump(by_alias=True)
    given = Observed.model_validate({**fields, "warnings": warnings})
    assert warnings[0] in callsift.judge(given).warnings


def test_conduct_that_was_excluded_comes_back_when_that_is_taken_back() -> None:
    first = verdict("comparing_prices waits_passively")
    excluded = again(first, NOT_WAITING)
    assert warned(excluded) == {"signals_excluded": shipped().warnings["signals_excluded"].zh}
    assert again(excluded) == first


def test_conduct_that_was_excluded_is_not_shown() -> None:
    name = shipped().signals["waits_passively"].name.zh
    first = verdict("comparing_prices waits_passively")
    assert f"- {name}" in plain_page(report_page(first, shipped(), "zh"))
    assert f"- {name}" not in plain_page(report_page(again(first, NOT_WAITING), shipped(), "zh"))


@pytest.mark.parametrize(
    ("fact", "value", "missing", "is_missing"),
    [
        ("person", "leader: 张总拍板", "decider", False),
        ("person", "Cleaderis, technical", "decider", True),
        ("person", "Dana, owner, in favour", "decider", False),
        ("person", "小刘, technical", "decider", True),
        ("rival", "另外两家", "rivals", False),
        ("decision_date", "月底要定", "decision_date", False),
    ],
)
def test_what_the_call_tells_is_not_called_missing(
    fact: str, value: str, missing: str, is_missing: bool
) -> None:
    def unknown(facts: dict[str, str | bool]) -> set[str]:
        return {each.id for each in decide(observed(facts=facts), shipped()).missing}

    assert missing in unknown({})
    assert (missing in unknown({fact: value})) is is_missing


def test_who_turned_us_down_is_not_called_every_week() -> None:
    plain = decide(observed(date="2026-03-02"), shipped())
    refused = decide(observed(facts={"turned_down": True}, date="2026-03-02"), shipped())
    assert plain.next_action.id == refused.next_action.id
    assert (plain.next_action.due, refused.next_action.due) == ("2026-03-09", "2026-05-31")
    assert refused.next_action.text != plain.next_action.text
    assert "weekly_personal_call" in {each.id for each in plain.next_action.modifiers}
    assert refused.next_action.modifiers == ()


def test_a_situation_that_changes_the_words_is_named_beside_the_rule() -> None:
    plain = decide(observed(), shipped()).next_action
    refused = decide(observed(facts={"turned_down": True}), shipped()).next_action
    assert (plain.situation, refused.situation) == (None, "turned_down")
    assert [each.rule for each in refused.because] == [
        *[each.rule for each in plain.because],
        "situation.turned_down",
    ]


def test_who_is_ready_to_sign_with_us_hears_nothing_of_another_vendor() -> None:
    wanting = decide(observed("ready_to_talk_detail"), shipped()).next_action
    signing = decide(observed("ready_to_talk_detail explicit_preference"), shipped()).next_action
    assert wanting.id == signing.id
    assert (wanting.situation, signing.situation) == (None, "about_to_close")


def test_a_preference_is_no_closing_where_a_rival_is_ahead() -> None:
    preferred = observed("explicit_preference")
    rival = observed("explicit_preference", milestones=("contract under_way rival",))
    assert decide(preferred, shipped()).next_action.situation == "about_to_close"
    assert decide(rival, shipped()).next_action.situation is None


@pytest.mark.parametrize("signals", ["", "explicit_preference", "ready_to_talk_detail"])
def test_who_has_signed_with_us_is_not_asked_when_he_signs(signals: str) -> None:
    signed = decide(observed(signals, milestones=("contract done us",)), shipped()).next_action
    assert signed.situation == "signed"
    assert "weekly_personal_call" not in {each.id for each in signed.modifiers}


def test_nothing_is_signed_where_a_rival_holds_a_contract_too() -> None:
    both = observed("", milestones=("contract done us", "negotiation under_way rival"))
    assert decide(both, shipped()).next_action.situation is None


def test_who_says_no_and_goes_on_talking_business_has_not_turned_us_down() -> None:
    facts: dict[str, str | bool] = {"turned_down": True}
    told, plain = (
        decide(observed("accepts_meeting_or_group", facts=each), shipped()) for each in (facts, {})
    )
    assert told.next_action == plain.next_action


def test_a_model_is_not_asked_what_patterns_tell() -> None:
    assert "turned_down" in shipped().facts
    assert "turned_down" not in shipped().asked_facts
