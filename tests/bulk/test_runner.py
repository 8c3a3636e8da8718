"""How a run goes through its inputs: in order, so many at once, and when it stops."""

import random
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from callsift.bulk.runner import Plan, run_inputs
from callsift.errors import (
    CallsiftError,
    CostLimitReached,
    ModelRefused,
    ModelReplyUnusable,
    ModelUnreachable,
    PromptTooLong,
    UsageError,
)
from tests.bulk.fakes import Engine, Plain, ledger_in, run_all, states


def failing(number: int, error: Exception) -> Callable[[int], Exception | None]:
    """Return what fails for one input."""
    return lambda each: error if each == number else None


@pytest.mark.parametrize("at_once", [1, 2, 7, 64])
def test_the_order_is_that_of_the_input_at_any_concurrency(tmp_path: Path, at_once: int) -> None:
    chance = random.Random(at_once)
    engine = Engine(turns=lambda _: chance.randrange(9))
    with ledger_in(tmp_path) as ledger:
        stopped, told = run_all(ledger, engine, 80, at_once=at_once)
        assert stopped is None
        assert [each.name for each in ledger.entries()] == list(map(str, range(80)))
        assert states(ledger)["done"] == list(range(80))
    assert engine.most_at_once <= at_once
    assert sorted(each.number for each in told) == list(range(80))
    if at_once > 2:
        assert engine.most_at_once > 1
        assert [each.number for each in told] != list(range(80))


def test_what_was_done_is_told_and_not_done_again(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as ledger:
        run_all(ledger, Engine(), 5)
    engine = Engine()
    with ledger_in(tmp_path) as ledger:
        _, told = run_all(ledger, engine, 8)
        assert len(list(ledger.entries())) == 8
    assert engine.begun == [5, 6, 7]
    assert [each.number for each in told[:5]] == [0, 1, 2, 3, 4]


def test_another_fingerprint_is_another_outcome(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as ledger:
        run_all(ledger, Engine(), 3)
    engine = Engine()
    with ledger_in(tmp_path) as ledger:
        run_all(ledger, engine, 3, fingerprint="other")
        assert len(list(ledger.entries())) == 3
        assert ledger.left_from_before() == 3
    assert engine.begun == [0, 1, 2]


def test_a_limit_takes_only_the_first(tmp_path: Path) -> None:
    engine = Engine()
    with ledger_in(tmp_path) as ledger:
        stopped, _ = run_all(ledger, engine, 50, limit=7)
        assert (stopped, ledger.is_finished) == (None, True)
        assert states(ledger)["done"] == list(range(7))
    assert engine.begun == list(range(7))


@pytest.mark.parametrize(
    "error",
    [
        ModelReplyUnusable("nonsense."),
        PromptTooLong("too long."),
        ModelUnreachable("nobody."),
        CallsiftError("odd."),
        ValueError("a defect"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_one_failure_hurts_no_other(tmp_path: Path, error: Exception) -> None:
    with ledger_in(tmp_path) as ledger:
        stopped, _ = run_all(ledger, Engine(error=failing(3, error)), 9)
        assert stopped is None
        assert states(ledger) == {"done": [0, 1, 2, 4, 5, 6, 7, 8], "failed": [3], "pending": []}
        kept = [each.error for each in ledger.entries() if each.status == "failed"]
        assert all(each and "defect" not in each for each in kept)


@pytest.mark.parametrize("at_once", [1, 4, 16])
def test_a_refusal_stops_the_run_within_one_window(tmp_path: Path, at_once: int) -> None:
    engine = Engine(error=lambda each: ModelRefused("401.") if each >= 20 else None)
    with ledger_in(tmp_path) as ledger:
        stopped, _ = run_all(ledger, engine, 100, at_once=at_once)
        assert isinstance(stopped, ModelRefused)
        assert not ledger.is_finished
        found = states(ledger)
        assert (found["done"], found["failed"]) == (list(range(20)), [])
    assert len(engine.begun) <= 20 + at_once


def test_an_endpoint_that_is_gone_stops_the_run(tmp_path: Path) -> None:
    engine = Engine(error=lambda _: ModelUnreachable("nobody."))
    with ledger_in(tmp_path) as ledger:
        stopped, _ = run_all(ledger, engine, 100)
        assert isinstance(stopped, ModelUnreachable)
        assert states(ledger)["failed"] == list(range(5))
    assert len(engine.begun) <= 5 + 4


def test_an_endpoint_that_is_there_now_and_then_does_not(tmp_path: Path) -> None:
    engine = Engine(error=lambda each: ModelUnreachable("nobody.") if each % 3 else None)
    with ledger_in(tmp_path) as ledger:
        stopped, _ = run_all(ledger, engine, 60, at_once=1)
        assert stopped is None
        assert len(states(ledger)["failed"]) == 40


def test_at_the_cost_limit_what_is_under_way_is_kept(tmp_path: Path) -> None:
    # The one that finds the money gone is first back; the others were sent and are paid for.
    engine = Engine(
        turns=lambda each: 1 if each == 9 else 6, error=failing(9, CostLimitReached("spent."))
    )
    with ledger_in(tmp_path) as ledger:
        stopped, _ = run_all(ledger, engine, 100)
        assert isinstance(stopped, CostLimitReached)
        assert engine.begun == engine.begun[: len(engine.ended)]
        found = states(ledger)
        assert found["failed"] == []
        assert set(found["done"]) == set(engine.begun) - {9}
    assert sorted(engine.ended) == sorted(engine.begun)
    assert len(engine.begun) <= 9 + 4


def test_fail_fast_stops_at_the_first_failure(tmp_path: Path) -> None:
    engine = Engine(error=failing(6, ModelReplyUnusable("nonsense.")))
    with ledger_in(tmp_path) as ledger:
        stopped, _ = run_all(ledger, engine, 100, fail_fast=True)
        assert stopped is not None
        assert "6 failed" in str(stopped)
        assert states(ledger)["failed"] == [6]
    assert len(engine.begun) <= 7 + 4


def test_what_no_input_can_help_ends_the_run_as_one_error(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as ledger:
        stopped, _ = run_all(ledger, Engine(error=failing(2, UsageError("no such thing."))), 50)
        assert isinstance(stopped, UsageError)
        assert states(ledger)["failed"] == []


def test_a_ledger_that_is_gone_ends_the_run_as_one_error(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as ledger:

        def close(number: int) -> None:
            if number == 3:
                ledger.close()

        stopped, _ = run_all(ledger, Engine(error=close), 50)
        assert isinstance(stopped, UsageError)
        assert "ledger" in str(stopped)


def test_inputs_are_looked_at_as_they_are_needed(tmp_path: Path) -> None:
    looked_at = 0
    engine = Engine(turns=lambda _: 3)

    def endless() -> object:
        nonlocal looked_at
        while True:
            yield Plain(looked_at)
            looked_at += 1

    def watch(_: object) -> None:
        assert looked_at <= len(engine.ended) + 4 + 2

    async def run(ledger: object) -> None:
        plan = Plan(fingerprint="f", at_once=4, limit=200)
        await run_inputs(endless(), ledger, engine, plan, watch)  # type: ignore[arg-type]

    with ledger_in(tmp_path) as ledger:
        anyio.run(run, ledger)
    assert len(engine.ended) == 200
