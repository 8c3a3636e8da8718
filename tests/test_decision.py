"""What was observed is decided again; what no rule can use is refused in a sentence or listed."""

import pytest

import callsift
from callsift import InputError
from callsift.decision import decide, observed_in
from callsift.domain.analysis import Observed, Override, Signal
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
