"""A run over a cluster of its own that is killed: the cluster ends too, and another run goes on."""

import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.bulk.inputs import answers
from tests.bulk.ray.commands import Killed, ended, own_folder, start_on_ray, wait_long
from tests.bulk.running import rows, run
from tests.cli.batches import COUNT, model, write_calls
from tests.provider import Provider, personalities

pytestmark = [
    pytest.mark.ray,
    pytest.mark.usefixtures("needs_ray"),
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


def test_a_run_that_is_killed_takes_its_cluster_with_it(
    tmp_path: Path, end_in_time: Killed
) -> None:
    folder, out = write_calls(tmp_path / "in"), tmp_path / "out.jsonl"
    with Provider(personalities.openai_like(answers), latency_s=0.3) as provider:
        process = start_on_ray(folder, "--out", out, *model(provider, at_once=4))
        wait_long(lambda: len(provider.requests) >= 6)
        files = own_folder(process)
        assert files is not None
        process.kill()
        assert ended(process).code == -signal.SIGKILL
        end_in_time.append((process, files))
        assert run(folder, "--out", out, *model(provider)).code == 0
        asked = Counter(each.raw for each in provider.requests)
        assert (len(rows(out)), len(asked)) == (COUNT, COUNT)
        assert sum(asked.values()) - COUNT <= 4
