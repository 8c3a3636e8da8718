"""A run through batch files that is stopped at any point goes on there, and nothing is sent or paid for twice."""

from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from callsift.bulk.jobs import Jobs
from callsift.bulk.ledger import Ledger
from callsift.errors import ModelError, ModelUnreachable
from tests.bulk.provider_kills import (
    COUNT,
    is_creation,
    is_download,
    is_look,
    is_upload,
    kill_at,
)
from tests.bulk.provider_runs import Run, inputs, sees_price, states
from tests.provider.batch_api import BatchApi
from tests.provider.batch_jobs import DASHSCOPE, OPENAI, Manners
from tests.provider.batch_wire import LOST, Seen
from tests.provider.server import Response

# Keeps no entry of a job's metadata: only its file says whose it is.
FORGETFUL = Manners(keeps=())


def looks_before_creation(api: BatchApi) -> Callable[[Seen], bool]:
    return lambda seen: bool(api.files) and seen.path.startswith("/v1/batches?")


POINTS: dict[str, tuple[Callable[[Seen], bool] | None, bool]] = {
    "the file has arrived and nobody was told": (is_upload, True),
    "between upload and creation": (None, False),
    "the job was made and nobody was told": (is_creation, True),
    "while it is looked at": (is_look, True),
    "while the results come down": (is_download, False),
}


@pytest.mark.parametrize(
    "manners", [OPENAI, DASHSCOPE, FORGETFUL], ids=["openai", "dashscope", "without metadata"]
)
@pytest.mark.parametrize(("point", "after"), POINTS.values(), ids=POINTS)
def test_a_run_that_was_killed_goes_on_where_it_was(
    tmp_path: Path, manners: Manners, point: Callable[[Seen], bool] | None, after: bool
) -> None:
    ledger = tmp_path / "ledger"
    with BatchApi(sees_price, manners=manners, looks=2) as api:
        kill_at(api, ledger, point or looks_before_creation(api), after=after)
        with Ledger(ledger) as kept:
            (job,) = Jobs(kept).unended()
        run = Run(ledger, api.base_url)
        entries = run.run(inputs(COUNT))
    assert len(job.asked) == COUNT
    assert states(entries) == {"done": COUNT}
    assert (len(api.files), len(api.jobs), len(api.direct)) == (1, 1, 0)
    assert run.used.calls == COUNT
    assert (run.used.calls, run.used.prompt_tokens, run.used.completion_tokens) == api.counted


def test_an_answer_that_is_lost_on_the_way_makes_no_second_job(tmp_path: Path) -> None:
    lost: list[str] = []

    def lose_first(seen: Seen) -> Response | None:
        is_new = seen.method == "POST" and seen.path not in lost
        lost.extend([seen.path] if is_new else ())
        return LOST if is_new else None

    with BatchApi(sees_price) as api:
        api.after = lose_first
        entries = Run(tmp_path / "ledger", api.base_url).run(inputs(3))
    assert lost == ["/v1/files", "/v1/batches"]
    assert states(entries) == {"done": 3}
    assert (len(api.files), len(api.jobs)) == (1, 1)


def test_a_job_that_is_listed_late_is_waited_for(tmp_path: Path) -> None:
    creations: list[Seen] = []
    looked: list[Seen] = []

    def late(seen: Seen) -> Response | None:
        if is_creation(seen):
            creations.append(seen)
            return LOST
        if creations and not looked and seen.path.startswith("/v1/batches?"):
            looked.append(seen)
            return Response(200, {"object": "list", "data": [], "has_more": False})
        return None

    with BatchApi(sees_price) as api:
        api.after = late
        run = Run(tmp_path / "ledger", api.base_url)
        entries = run.run(inputs(3))
    assert states(entries) == {"done": 3}
    assert (len(looked), len(api.jobs)) == (1, 1)
    assert 15.0 in run.waits.seconds


def test_of_a_job_that_may_be_there_nobody_guesses(tmp_path: Path) -> None:
    with BatchApi(sees_price, manners=Manners(lists=False)) as api:
        run = Run(tmp_path / "ledger", api.base_url)
        api.after = lambda seen: LOST if is_creation(seen) else None
        with pytest.raises(ModelError, match="nobody can say"):
            run.run(inputs(3))
        api.after = lambda _: None
        with pytest.raises(ModelError, match="--retry-failed"):
            run.run(inputs(3))
        assert (len(api.files), len(api.jobs), len(api.direct)) == (1, 1, 0)
        entries = run.run(inputs(3), retry=True)
    assert states(entries) == {"done": 3}
    assert (len(api.files), len(api.jobs)) == (1, 2)


def test_without_its_ledger_a_run_finds_the_job_with_the_same_questions(tmp_path: Path) -> None:
    with BatchApi(sees_price, looks=2) as api:
        kill_at(api, tmp_path / "first", is_look, after=True)
        run = Run(tmp_path / "second", api.base_url)
        entries = run.run(inputs(COUNT))
    assert states(entries) == {"done": COUNT}
    assert (len(api.files), len(api.jobs)) == (1, 1)
    assert any("nothing is sent again" in each for each in run.told)


def test_an_input_that_comes_later_gets_a_job_of_its_own(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    with BatchApi(sees_price, looks=3) as api:
        kill_at(api, ledger, is_look, after=True)
        entries = Run(ledger, api.base_url).run(inputs(COUNT + 2))
    assert states(entries) == {"done": COUNT + 2}
    assert [len(each) for each in api.uploads] == [COUNT, 2]


def test_who_interrupts_is_told_that_the_jobs_go_on(tmp_path: Path) -> None:
    with BatchApi(sees_price, looks=100) as api:
        run = Run(tmp_path / "ledger", api.base_url)

        async def interrupted() -> None:
            with anyio.CancelScope() as scope, Ledger(run.file) as ledger:
                api.before = lambda seen: scope.cancel() if is_look(seen) else None
                await run.asked(inputs(3), ledger, {})

        anyio.run(interrupted)
        assert "batch_0" in run.told[-1]
        assert "same command again" in run.told[-1]
        api.before = lambda _: None
        next(iter(api.jobs.values())).left = 0
        entries = run.run(inputs(3))
    assert states(entries) == {"done": 3}
    assert len(api.files) == 1


def test_waits_grow_up_to_five_minutes(tmp_path: Path) -> None:
    with BatchApi(sees_price, looks=12) as api:
        run = Run(tmp_path / "ledger", api.base_url)
        run.run(inputs(1))
    waits = run.waits.seconds
    assert waits[:3] == [10.0, 15.0, 22.5]
    assert waits == sorted(waits)
    assert waits[-1] == 300.0
    assert len([each for each in run.told if "looking again" in each]) == 1


def test_an_hour_without_the_endpoint_is_waited_out(tmp_path: Path) -> None:
    looks: list[Seen] = []

    def gone(seen: Seen) -> Response | None:
        looks.extend([seen] if is_look(seen) else ())
        return LOST if is_look(seen) and len(looks) < 40 else None

    with BatchApi(sees_price) as api:
        api.after = gone
        entries = Run(tmp_path / "ledger", api.base_url).run(inputs(2))
    assert states(entries) == {"done": 2}


def test_an_endpoint_that_stays_away_ends_the_run_and_the_job_stays(tmp_path: Path) -> None:
    with BatchApi(sees_price) as api:
        api.after = lambda seen: LOST if is_look(seen) else None
        run = Run(tmp_path / "ledger", api.base_url)
        with pytest.raises(ModelUnreachable):
            run.run(inputs(2))
        api.after = lambda _: None
        assert states(run.run(inputs(2))) == {"done": 2}
    assert (len(api.files), len(api.direct)) == (1, 0)


def test_a_job_that_the_endpoint_lost_is_asked_anew_on_request(tmp_path: Path) -> None:
    with BatchApi(sees_price, looks=2) as api:
        ledger = tmp_path / "ledger"
        kill_at(api, ledger, is_look, after=True)
        api.jobs.clear()
        run = Run(ledger, api.base_url)
        with pytest.raises(ModelError, match="--retry-failed"):
            run.run(inputs(COUNT))
        entries = run.run(inputs(COUNT), retry=True)
    assert states(entries) == {"done": COUNT}


def test_a_job_of_another_model_is_left_alone(tmp_path: Path) -> None:
    with BatchApi(sees_price, looks=2) as api:
        kill_at(api, tmp_path / "ledger", is_look, after=True)
        run = Run(tmp_path / "ledger", api.base_url, model="other")
        entries = run.run(inputs(2))
    assert states(entries) == {"done": 2}
    assert any("left alone" in each for each in run.told)
    assert [each[0]["body"]["model"] for each in api.uploads] == ["m", "other"]
