"""The library as a Python developer calls it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

import callsift
from callsift import CallOptions, Settings
from callsift.steps.read import read_text
from tests.cli.conftest import CALL

OFFLINE = Settings(engine="offline")


def test_a_text_a_path_and_a_transcript_give_the_same_verdict(tmp_path: Path) -> None:
    file = tmp_path / "call.txt"
    file.write_text(CALL, encoding="utf-8")
    transcript = read_text(CALL).transcript
    given = [callsift.analyze(source, settings=OFFLINE) for source in (CALL, file, transcript)]
    assert len({each.category.id for each in given}) == 1
    assert given[0].signals == given[1].signals == given[2].signals
    assert [each.source.name for each in given] == ["text", "call.txt", "transcript"]


def test_it_works_inside_a_running_event_loop() -> None:
    async def cell() -> callsift.Analysis:
        return callsift.analyze(CALL, settings=OFFLINE)

    assert asyncio.run(cell()).signals


def test_the_async_face_gives_the_same() -> None:
    assert asyncio.run(callsift.aanalyze(CALL, settings=OFFLINE)) == callsift.analyze(
        CALL, settings=OFFLINE
    )


def test_many_yields_an_outcome_each_in_order(tmp_path: Path) -> None:
    missing = tmp_path / "none.txt"
    outcomes = list(callsift.analyze_many([CALL, missing, "  ", CALL], settings=OFFLINE))
    assert [each.name for each in outcomes] == ["input 1", str(missing), "input 3", "input 4"]
    assert [each.analysis is not None for each in outcomes] == [True, False, False, True]
    assert [each.error is not None for each in outcomes] == [False, True, True, False]
    assert isinstance(outcomes[1].error, callsift.InputError)


def test_many_begins_before_its_inputs_end() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield CALL

    assert next(iter(callsift.analyze_many(endless(), settings=OFFLINE))).analysis


@pytest.mark.parametrize(
    "options",
    [{"date": "yesterday"}, {"lang": "fr"}, {"leads": "some"}, {"stage": "soon"}, {"unknown": 1}],
    ids=lambda each: next(iter(each)),
)
def test_options_are_validated(options: dict[str, object]) -> None:
    with pytest.raises(callsift.UsageError, match=next(iter(options))):
        CallOptions.model_validate(options)
    with pytest.raises(callsift.UsageError):
        CallOptions(**options)


def test_a_date_that_is_no_day_is_said_how_to_write() -> None:
    with pytest.raises(callsift.UsageError, match="'tomorrow' is no day"):
        CallOptions(date="tomorrow")


@pytest.mark.parametrize(
    "settings",
    [
        Settings(engine="llm"),
        Settings(model="m", base_url="nowhere"),
        Settings(model="nobody-sells-this", max_cost=1.0),
    ],
    ids=["no model", "no endpoint", "no price"],
)
def test_many_refuses_settings_at_once_and_takes_no_input(settings: Settings) -> None:
    def untouched() -> Iterator[str]:
        pytest.fail("an input was taken")
        yield CALL

    with pytest.raises(callsift.UsageError):
        callsift.analyze_many(untouched(), settings=settings)


def test_options_are_in_the_result() -> None:
    options = CallOptions(
        date="2026-03-02", account="某厂", exclude=("comparing_prices",), stage="early"
    )
    analysis = callsift.analyze(CALL, options=options, settings=OFFLINE)
    assert (analysis.source.date, analysis.source.account) == ("2026-03-02", "某厂")
    assert [(each.field, each.value) for each in analysis.overrides] == [
        ("stage", "early"),
        ("not", "comparing_prices"),
    ]


def test_what_is_no_signal_cannot_be_excluded() -> None:
    options = CallOptions(exclude=("comparing_prices", "no_such_signal"))
    with pytest.raises(callsift.UsageError, match="no_such_signal: there is no such signal"):
        callsift.analyze(CALL, options=options, settings=OFFLINE)
    with pytest.raises(callsift.UsageError, match="no_such_signal: there is no such signal"):
        next(iter(callsift.analyze_many([CALL], options=options, settings=OFFLINE)))


def test_no_date_is_made_up() -> None:
    assert callsift.analyze(CALL, settings=OFFLINE).source.date is None


def test_judging_a_result_again_gives_the_same() -> None:
    analysis = callsift.analyze(CALL, settings=OFFLINE)
    assert callsift.judge(analysis) == analysis
    again = callsift.Analysis.model_validate_json(analysis.model_dump_json(by_alias=True))
    assert callsift.judge(again) == analysis


def test_the_model_engine_needs_a_model() -> None:
    with pytest.raises(callsift.UsageError, match="--model NAME"):
        callsift.analyze(CALL, settings=Settings(engine="llm"))


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(callsift.InputError):
        callsift.analyze(tmp_path / "none.txt", settings=OFFLINE)


def test_results_cannot_be_changed() -> None:
    analysis = callsift.analyze(CALL, settings=OFFLINE)
    with pytest.raises(ValidationError):
        analysis.category = analysis.category  # type: ignore[misc]


@pytest.mark.parametrize("source", [None, b"text", 5], ids=["nothing", "bytes", "a number"])
def test_what_is_no_call_is_an_input_error(source: object) -> None:
    with pytest.raises(callsift.InputError, match=type(source).__name__):
        callsift.analyze(source, settings=OFFLINE)  # type: ignore[arg-type]  # as a table's blank cell
    outcomes = list(callsift.analyze_many([source, CALL], settings=OFFLINE))  # type: ignore[list-item]
    assert [each.analysis is not None for each in outcomes] == [False, True]


def test_nobody_is_on_both_sides() -> None:
    with pytest.raises(callsift.UsageError, match="both sides"):
        CallOptions(sellers=("王磊",), buyers=("张总", "王 磊"))
