"""A run over a cluster of two nodes, joined by its address; one node is killed on the way."""

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.scaling_nodes import Node, first_node, further_node

from tests.bulk.inputs import answers, write_inputs
from tests.bulk.ray.commands import ended, start_on_ray, wait_long
from tests.bulk.running import but_usage, rows, run
from tests.cli.batches import COUNT, OFFLINE, model, write_calls
from tests.provider import Provider, Request, Response, personalities

pytestmark = [
    pytest.mark.ray,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
AT_ONCE = 9


@pytest.fixture(scope="module")
def first(needs_ray: None) -> Iterator[Node]:  # noqa: ARG001 - skips
    with first_node(2) as node:
        yield node


def test_a_node_is_killed_and_nothing_is_lost_or_paid_for_twice(
    tmp_path: Path, first: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = write_inputs(tmp_path / "in", 90, unusable=0)
    out, whole = tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    for name, value in first.env.items():
        monkeypatch.setenv(name, value)
    killing = threading.Lock()
    with (
        further_node(first, 1) as second,
        Provider(personalities.openai_like(answers), latency_s=0.3) as provider,
    ):
        answer = provider.answer

        def deadly(request: Request) -> Response:
            if request.number >= 20 and killing.acquire(blocking=False):
                second.kill()
            return answer(request)

        provider.answer = deadly
        asking = model(provider, "--address", first.address, at_once=AT_ONCE)
        ran = ended(start_on_ray(inputs.folder, "--out", out, *asking))
        asked = Counter(each.raw for each in provider.requests)
        again = run(inputs.folder, "--out", out, *model(provider))
        assert len(provider.requests) == sum(asked.values()), "nothing is asked again"
        # A run that nobody disturbed, and that finds nothing kept.
        run(inputs.folder, "--out", whole, *model(provider, at_once=AT_ONCE))
    assert killing.locked()
    # Three files cannot be read; everything else is done, each once.
    assert (ran.code, again.code) == (5, 5), ran.err
    assert "3 workers of a Ray cluster" in ran.err
    assert (ran.summary["done"], ran.summary["failed"]) == (87, 3)
    assert (len(asked), ran.summary["usage"]["calls"]) == (87, 87)
    unknown = ran.summary["outcome_unknown"]
    assert 1 <= len(unknown) <= AT_ONCE, "the killed node was at work"
    assert sum(asked.values()) - 87 <= len(unknown)
    assert max(asked.values()) <= 2
    assert len(rows(out)) == 90
    assert but_usage(out) == but_usage(whole)


def test_a_cluster_with_another_token_is_named_as_such(tmp_path: Path, first: Node) -> None:
    folder = write_calls(tmp_path / "in")
    out = tmp_path / "out.jsonl"
    refused = ended(
        start_on_ray(folder, "--out", out, *OFFLINE, "--address", first.address),
    )
    assert (refused.code, refused.out) == (2, b"")
    assert "asks for a token" in refused.err
    assert "Traceback" not in refused.err


def test_a_cluster_that_is_lost_ends_the_run_with_a_sentence(
    tmp_path: Path,
    needs_ray: None,  # noqa: ARG001 - skips
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, out = write_calls(tmp_path / "in"), tmp_path / "out.jsonl"
    with first_node(2) as only, Provider(personalities.openai_like(answers)) as provider:
        for name, value in only.env.items():
            monkeypatch.setenv(name, value)
        provider.latency_s = 0.3
        asking = model(provider, at_once=4)
        process = start_on_ray(folder, "--out", out, *asking, "--address", only.address)
        wait_long(lambda: len(provider.requests) >= 10)
        only.kill()
        lost = ended(process)
        assert (lost.code, lost.out) == (2, b"")
        assert "the Ray cluster was lost" in lost.err
        assert "Traceback" not in lost.err
        assert "again to go on" in lost.err.splitlines()[-1]
        # One machine goes on, and asks for nothing that was answered.
        assert run(folder, "--out", out, *model(provider)).code == 0
        asked = Counter(each.raw for each in provider.requests)
    assert len(rows(out)) == len(asked) == COUNT
    assert sum(asked.values()) - COUNT <= 4, "no more than was under way"
