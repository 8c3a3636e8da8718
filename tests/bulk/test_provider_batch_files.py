"""Files of batch jobs hold calls and answers: none is left at the provider when what they brought is in the ledger."""

from collections.abc import Callable
from pathlib import Path

import pytest

from callsift.bulk.jobs import Jobs
from callsift.bulk.ledger import Ledger
from callsift.bulk.packing import Limits
from tests.bulk.provider_kills import COUNT, is_deletion, is_look, kill_at
from tests.bulk.provider_runs import (
    Run,
    answering,
    at_first,
    batches_of,
    inputs,
    said_of,
    sees_price,
    states,
)
from tests.provider import refusal
from tests.provider.batch_api import BatchApi
from tests.provider.batch_jobs import DASHSCOPE, OPENAI, Manners
from tests.provider.batch_wire import LOST, Seen
from tests.provider.server import Response


def refuse_the_first(api: BatchApi, response: Response) -> None:
    """Answer so to the first deletion, which does not happen, and as usual to the others."""
    refused: list[Seen] = []

    def after(seen: Seen) -> Response | None:
        if refused or not is_deletion(seen):
            return None
        refused.append(seen)
        api.deleted.pop()
        return response

    api.after = after


@pytest.mark.parametrize("manners", [OPENAI, DASHSCOPE], ids=["openai", "dashscope"])
def test_questions_answers_and_errors_are_deleted(tmp_path: Path, manners: Manners) -> None:
    with BatchApi(answering({1: lambda _: refusal(400, "no")}), manners=manners) as api:
        run = Run(tmp_path / "ledger", api.base_url)
        entries = run.run(inputs(5), limits=Limits(requests=3))
    assert states(entries) == {"done": 4, "failed": 1}
    # Two files of questions, two of answers, one of errors.
    assert (api.left, len(api.deleted)) == ([], 5)
    assert batches_of(run).files_left == 0
    assert "provider still" not in said_of(run)


def test_nothing_is_deleted_before_its_answers_are_in_the_ledger(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    kept: list[int] = []
    with BatchApi(sees_price) as api:

        def look_into(seen: Seen) -> None:
            # The run holds the lock of its ledger: a copy says what was committed.
            if is_deletion(seen):
                copy = tmp_path / "copy"
                for end in ("", "-wal"):
                    data = ledger.with_name(ledger.name + end).read_bytes()
                    copy.with_name(copy.name + end).write_bytes(data)
                with Ledger(copy) as opened:
                    kept.append(opened.usage().calls)

        api.before = look_into
        Run(ledger, api.base_url).run(inputs(3))
    assert kept == [3, 3]


ENDS: dict[str, Callable[[Manners], BatchApi]] = {
    "it ran out of time": lambda _: BatchApi(sees_price, expires=1),
    "it ran out of time at once": lambda _: BatchApi(sees_price, expires=0),
    "it was not taken": lambda _: BatchApi(sees_price, manners=Manners(most_requests=2)),
}


@pytest.mark.parametrize("begun", ENDS.values(), ids=ENDS)
def test_a_job_that_brings_little_leaves_nothing_behind(
    tmp_path: Path, begun: Callable[[Manners], BatchApi]
) -> None:
    with begun(OPENAI) as api:
        entries = Run(tmp_path / "ledger", api.base_url).run(inputs(3))
    assert states(entries)["failed"] >= 2
    assert api.deleted
    assert api.left == []


def test_a_job_that_was_cancelled_leaves_nothing_behind(tmp_path: Path) -> None:
    with BatchApi(sees_price, looks=1) as api:

        def cancel(seen: Seen) -> Response | None:
            if is_look(seen):
                (job,) = api.jobs.values()
                job.left, job.wire["status"] = -1, "cancelled"
            return None

        api.after = cancel
        run = Run(tmp_path / "ledger", api.base_url)
        assert states(run.run(inputs(2))) == {"failed": 2}
    assert (len(api.deleted), api.left) == (1, [])


@pytest.mark.parametrize("after", [False, True], ids=["before it is deleted", "after"])
def test_a_run_that_was_killed_before_its_files_were_deleted_deletes_them_next_time(
    tmp_path: Path, after: bool
) -> None:
    ledger = tmp_path / "ledger"
    with BatchApi(sees_price) as api:
        kill_at(api, ledger, is_deletion, after=after)
        assert api.left
        run = Run(ledger, api.base_url)
        assert batches_of(run).files_left == 2
        seen = len(api.seen)
        assert states(run.run(inputs(COUNT))) == {"done": COUNT}
        assert {each.method for each in api.seen[seen:]} <= {"DELETE", "GET"}
    assert (api.left, batches_of(run).files_left, len(api.direct)) == ([], 0, 0)


FAULTS: dict[str, tuple[Response, int]] = {
    "refused": (refusal(403, "no"), 1),
    "not done": (Response(200, {"id": "x", "object": "file", "deleted": False}), 1),
    "not offered": (refusal(405, "no such method"), 1),
    "not known": (refusal(404, "no such path"), 1),
    # No use to go on with the others.
    "in trouble": (refusal(500, "oops"), 2),
}


@pytest.mark.parametrize(("fault", "left"), FAULTS.values(), ids=FAULTS)
def test_a_file_that_cannot_be_deleted_is_told_once_and_tried_again(
    tmp_path: Path, fault: Response, left: int
) -> None:
    with BatchApi(sees_price) as api:
        refuse_the_first(api, fault)
        run = Run(tmp_path / "ledger", api.base_url, max_attempts=1)
        assert states(run.run(inputs(2))) == {"done": 2}
        assert batches_of(run).files_left == len(api.left) == left
        assert f"{left} files with calls or answers lie at the provider still" in said_of(run)
        assert not any("delete" in each for each in run.told)
        with Ledger(run.file) as ledger:
            (job,) = Jobs(ledger).uncleared()
        assert job.left == tuple(api.left)
        api.after = lambda _: None
        run.run(inputs(2))
    assert (api.left, batches_of(run).files_left) == ([], 0)


def test_an_endpoint_that_goes_away_while_files_are_deleted_costs_no_answer(tmp_path: Path) -> None:
    with BatchApi(sees_price) as api:
        api.after = lambda seen: LOST if is_deletion(seen) else None
        # Nothing is deleted for as long as nobody hears of it.
        api.manners = Manners(deletes=False)
        run = Run(tmp_path / "ledger", api.base_url, max_attempts=1)
        assert states(run.run(inputs(2))) == {"done": 2}
        assert len([each for each in api.seen if is_deletion(each)]) == 1
        assert batches_of(run).files_left == 2


def test_an_endpoint_that_deletes_nothing_is_not_believed(tmp_path: Path) -> None:
    with BatchApi(sees_price, manners=Manners(deletes=False)) as api:
        run = Run(tmp_path / "ledger", api.base_url)
        assert states(run.run(inputs(2))) == {"done": 2}
        assert batches_of(run).files_left == len(api.left) == 2


def test_files_of_another_endpoint_are_left_to_it(tmp_path: Path) -> None:
    with BatchApi(sees_price, manners=Manners(deletes=False)) as api:
        Run(tmp_path / "ledger", api.base_url).run(inputs(2))
    with BatchApi(sees_price) as other:
        run = Run(tmp_path / "ledger", other.base_url)
        run.run(inputs(2))
        assert not any(is_deletion(each) for each in other.seen)
    assert batches_of(run).files_left == 2


def test_a_job_whose_results_another_run_took_in_is_made_anew(tmp_path: Path) -> None:
    with BatchApi(sees_price) as api:
        Run(tmp_path / "first", api.base_url).run(inputs(3))
        run = Run(tmp_path / "second", api.base_url)
        assert states(run.run(inputs(3))) == {"done": 3}
    tokens = [each.wire["metadata"]["callsift"][-2:] for each in api.jobs.values()]
    assert tokens == ["-1", "-2"]
    assert (api.left, run.used.calls) == ([], 3)


@pytest.mark.parametrize("kind", ["output", "error"])
def test_a_job_of_whose_results_a_part_is_left_is_made_anew(tmp_path: Path, kind: str) -> None:
    refused = at_first(lambda _: refusal(400, "no"))
    with BatchApi(answering({1: refused}), manners=Manners(deletes=False)) as api:
        Run(tmp_path / "first", api.base_url).run(inputs(3))
        api.deleted.append(f"file-{kind}-batch_0")
        assert states(Run(tmp_path / "second", api.base_url).run(inputs(3))) == {"done": 3}
    assert len(api.jobs) == 2


def test_a_job_that_ended_without_results_is_made_anew(tmp_path: Path) -> None:
    with BatchApi(sees_price, looks=1) as api:
        kill_at(api, tmp_path / "first", is_look, after=True)
        (job,) = api.jobs.values()
        job.left, job.wire["status"] = -1, "cancelled"
        assert states(Run(tmp_path / "second", api.base_url).run(inputs(COUNT))) == {"done": COUNT}
    assert len(api.jobs) == 2


def test_results_that_are_deleted_under_a_runs_eyes_fail_and_are_asked_for_again(
    tmp_path: Path,
) -> None:
    with BatchApi(sees_price) as api:

        def take_away(seen: Seen) -> None:
            if seen.path.endswith("/content"):
                api.deleted.append(seen.path.split("/")[-2])

        api.before = take_away
        run = Run(tmp_path / "ledger", api.base_url)
        assert states(run.run(inputs(2))) == {"failed": 2}
        api.before = lambda _: None
        assert states(run.run(inputs(2), retry=True)) == {"done": 2}
    assert api.left == []


def test_the_file_of_a_job_that_the_endpoint_lost_is_deleted(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    with BatchApi(sees_price, looks=2) as api:
        kill_at(api, ledger, is_look, after=True)
        api.jobs.clear()
        run = Run(ledger, api.base_url)
        assert states(run.run(inputs(COUNT), retry=True)) == {"done": COUNT}
        assert len(api.files) == 2
    assert (api.left, batches_of(run).jobs) == ([], 1)
