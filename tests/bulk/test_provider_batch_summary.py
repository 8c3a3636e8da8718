"""What a run through batch files says of itself: who answered, what is not over, at which price."""

from pathlib import Path

import anyio
import pytest

from callsift.bulk.ledger import Ledger
from callsift.bulk.outcomes import summary_of
from callsift.bulk.packing import Limits
from callsift.bulk.report import summary_text
from callsift.bulk.summary import Batches
from callsift.costs import Price
from tests.bulk.provider_kills import is_look, kill_at
from tests.bulk.provider_runs import (
    Renamed,
    Run,
    Said,
    answering,
    at_first,
    batches_of,
    inputs,
    said_of,
    sees_price,
    states,
)
from tests.provider import completion
from tests.provider.batch_api import BatchApi

PRICE = Price(model="m", input=1.0, output=1.0, currency="USD", checked="2026-01-01")


def test_the_summary_says_who_answered(tmp_path: Path) -> None:
    unreadable = at_first(lambda request: completion("I cannot say.", request))
    with BatchApi(answering({1: unreadable})) as api:
        run = Run(tmp_path / "ledger", api.base_url)
        given = [Said(0), Renamed(0), *inputs(5)[1:]]
        entries = run.run(given, limits=Limits(requests=3))
        run.run(given)
    assert states(entries) == {"done": 6}
    assert batches_of(run) == Batches(jobs=2, open_jobs=0, inputs=5, directly=1)
    assert "2 batch jobs answered 5 inputs; 1 were asked about directly\n" in said_of(run) + "\n"


def test_an_input_that_took_the_reply_to_another_is_counted_with_neither(tmp_path: Path) -> None:
    with BatchApi(sees_price) as api:
        run = Run(tmp_path / "ledger", api.base_url)
        run.run([*inputs(2), Renamed(0)], limits=Limits(requests=1))
    assert batches_of(run) == Batches(jobs=2, open_jobs=0, inputs=2, directly=0)
    assert "0 were asked about directly; replies that were kept answered 1" in said_of(run)


def test_jobs_that_are_not_over_are_counted(tmp_path: Path) -> None:
    with BatchApi(sees_price, looks=9) as api:
        kill_at(api, tmp_path / "ledger", is_look, after=True)
        run = Run(tmp_path / "ledger", api.base_url)
    found = batches_of(run)
    assert (found.jobs, found.open_jobs, found.inputs) == (0, 1, 0)
    assert "1 batch jobs are not taken in" in said_of(run)


@pytest.mark.parametrize(("factor", "says"), [(None, True), (0.5, False)], ids=["unknown", "known"])
def test_an_unknown_price_of_batches_is_counted_in_full_and_said(
    tmp_path: Path, factor: float | None, says: bool
) -> None:
    price = PRICE.model_copy(update={"batch_factor": factor})
    with BatchApi(sees_price) as api:
        run = Run(tmp_path / "ledger", api.base_url)
        with Ledger(run.file) as ledger:
            run.batches(inputs(2), ledger)
            anyio.run(run.directly, inputs(2), ledger, run.settings)
            summary = summary_of(ledger, (), today="2026-03-10", price=price)
    assert summary.batches is not None
    assert summary.batches.factor == factor
    assert summary.usage.cost == pytest.approx(price.cost(summary.usage) * (factor or 1.0))
    assert ("counted at the full price" in summary_text(summary)) == says


def test_a_run_without_jobs_says_nothing_of_them(tmp_path: Path) -> None:
    with BatchApi(sees_price) as api:
        run = Run(tmp_path / "ledger", api.base_url)
        with Ledger(run.file) as ledger:
            anyio.run(run.directly, inputs(2), ledger, run.settings)
            summary = summary_of(ledger, (), today="2026-03-10")
    assert summary.batches is None
    assert "batch" not in summary_text(summary)
