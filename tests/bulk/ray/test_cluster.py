"""A run over a real cluster of three workers on this machine, one of them killed on the way."""

import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import pytest

from callsift.api import silent
from callsift.bulk.batch import BatchOrder, open_ledger, run_batch, write_outputs
from callsift.bulk.ledger import Ledger
from callsift.bulk.ray import Cluster, joined
from callsift.errors import CallsiftError, ModelRefused, UsageError
from callsift.options import CallOptions
from callsift.playbook import Playbook
from callsift.settings import Settings
from tests.builders import shipped
from tests.bulk.inputs import answers, write_inputs
from tests.bulk.ray.conftest import kill_sender
from tests.bulk.running import but_usage
from tests.provider import Provider, Request, Response, personalities, refusal
from tests.provider.limited import Bucket

pytestmark = [
    pytest.mark.ray,
    pytest.mark.usefixtures("cluster"),
]
OFFLINE = Settings(engine="offline")


class Ran(NamedTuple):
    """How a run ended."""

    stopped: CallsiftError | None
    states: Counter[str]
    unknown: list[str]
    calls: int
    said: list[str]


def order(folder: Path, out: Path, **changes: Any) -> BatchOrder:
    return BatchOrder((str(folder),), out, **{"runner": "ray", "at_once": 9, **changes})


def run(wanted: BatchOrder, settings: Settings, playbook: Playbook | None = None) -> Ran:
    said: list[str] = []

    async def work(ledger: Ledger) -> CallsiftError | None:
        return await run_batch(
            wanted,
            ledger,
            settings=settings,
            playbook=playbook or shipped(),
            watch=lambda _: None,
            notice=said.append,
        )

    with open_ledger(wanted, settings) as ledger:
        stopped = anyio.run(work, ledger)
        write_outputs(wanted, ledger, shipped(), notice=silent)
        states = Counter[str](each.status for each in ledger.entries())
        return Ran(stopped, states, ledger.unknown_calls(), ledger.usage().calls, said)


def model(provider: Provider) -> Settings:
    return Settings(engine="llm", model="m", base_url=provider.base_url, api_key="k", cache=False)


def test_the_result_is_that_of_one_machine(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path / "in", 60)
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    local = run(order(inputs.folder, here, runner="local", at_once=1), OFFLINE)
    ran = run(order(inputs.folder, there), OFFLINE)
    assert (ran.stopped, ran.states) == (None, local.states)
    assert there.read_bytes() == here.read_bytes()
    assert any("3 workers" in each for each in ran.said)


def test_a_cluster_of_one_machine_is_reached_by_nobody_else(cluster: Cluster) -> None:
    import ray  # noqa: PLC0415 - an extra

    assert cluster.processors == 3
    nodes = ray.nodes()
    assert {each["NodeManagerAddress"] for each in nodes} == {"127.0.0.1"}


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_worker_is_killed_and_nothing_is_lost_or_paid_for_twice(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path / "in", 90, unusable=0)
    killing = threading.Lock()
    with Provider(personalities.openai_like(answers), latency_s=0.3) as provider:
        answer = provider.answer

        def deadly(request: Request) -> Response:
            if request.number >= 20 and killing.acquire(blocking=False):
                kill_sender(request.port)
            return answer(request)

        provider.answer = deadly
        out = tmp_path / "out.jsonl"
        ran = run(order(inputs.folder, out), model(provider))
        asked = Counter(each.raw for each in provider.requests)
        again = run(order(inputs.folder, out, runner="local"), model(provider))
        # A run that nobody disturbed, and that finds nothing kept.
        whole = tmp_path / "whole.jsonl"
        run(order(inputs.folder, whole, runner="local"), model(provider))
    assert killing.locked()
    assert ran.stopped is None
    assert ran.states == {"done": 87, "failed": 3}
    twice = [each for each, times in asked.items() if times > 1]
    assert 1 <= len(ran.unknown) <= 3, "a third of what is under way at once"
    assert len(twice) <= len(ran.unknown)
    assert max(asked.values()) <= 2
    assert (len(asked), ran.calls) == (87, 87)
    assert but_usage(out) == but_usage(whole)
    assert again.states == ran.states
    assert again.calls == 87, "nothing is asked again"


def test_a_limit_for_one_holds_for_all(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path / "in", 60, unusable=0)
    limit = Bucket(rate=25, burst=10)
    lock = threading.Lock()
    refused = 0
    with Provider(personalities.openai_like(answers), latency_s=0.02) as provider:
        answer = provider.answer

        def limited(request: Request) -> Response:
            nonlocal refused
            with lock:
                if limit.refused_for(time.monotonic()) is None:
                    return answer(request)
                refused += 1
            return Response(429, {"error": {"message": "rate limit reached"}}, {"Retry-After": "1"})

        provider.answer = limited
        ran = run(order(inputs.folder, tmp_path / "out.jsonl", at_once=30), model(provider))
    assert ran.states == {"done": 57, "failed": 3}
    assert ran.calls == 57
    assert 0 < refused < 57, "the limit was met, and not by everyone on their own"


def test_a_refused_key_stops_the_run_within_what_was_under_way(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path / "in", 60, unusable=0)
    with Provider(lambda _: refusal(401, "no such key")) as provider:
        ran = run(order(inputs.folder, tmp_path / "out.jsonl"), model(provider))
        assert isinstance(ran.stopped, ModelRefused)
        assert len(provider.requests) <= 9
    assert ran.states["done"] == 0


def test_options_and_playbook_reach_the_workers(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("客户：预算批了，合同发我。\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    options = CallOptions(account="某厂", date="2026-03-02", lang="en")
    run(order(tmp_path / "in", out, options=options), OFFLINE)
    text = out.read_text(encoding="utf-8")
    assert '"account":"某厂"' in text
    assert '"date":"2026-03-02"' in text


def test_workers_with_another_playbook_than_this_process_are_refused(tmp_path: Path) -> None:
    inputs = write_inputs(tmp_path / "in", 60)
    another = shipped().model_copy(update={"hash": "of another"})
    with pytest.raises(UsageError, match="its playbook differs"):
        run(order(inputs.folder, tmp_path / "out.jsonl"), OFFLINE, another)


@pytest.mark.parametrize("address", ["ray://127.0.0.1:10001", "http://x"])
def test_an_address_that_is_no_cluster_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    import ray  # noqa: PLC0415 - an extra

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    with pytest.raises(UsageError, match="Ray Client"), joined(address):
        pass
