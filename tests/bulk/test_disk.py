"""A disk that takes no more, and an output that cannot be written: what was done is kept and a sentence says so."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bulk.inputs import answers, chinese
from tests.bulk.running import Ended, but_usage, in_ledger, rows, run
from tests.provider import Provider, Request, Response, personalities

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="limits and folders differ there"),
    pytest.mark.long,
]

_COUNT = 40
# A disk of so many bytes a file: the ledger is full long before the last input.
_MOST_BYTES = 400_000
_LIMITED = (
    "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}));"
    "from callsift.cli.entry import run; run()"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(_COUNT):
        (folder / f"{number:02}.txt").write_text(chinese(number), encoding="utf-8")
    return folder


def model(provider: Provider) -> tuple[str, ...]:
    named = ("--engine", "llm", "--model", "m", "--base-url", provider.base_url)
    return (*named, "--no-cache", "--concurrency", "2")


def run_on_a_small_disk(*args: str | Path) -> Ended:
    ran = subprocess.run(
        [sys.executable, "-c", _LIMITED.format(_MOST_BYTES), "batch", *map(str, args)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return Ended(ran.returncode, ran.stdout, ran.stderr.decode())


def test_a_full_disk_ends_the_run_and_what_was_paid_for_is_kept(
    tmp_path: Path, folder: Path
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("an older result\n")
    with Provider(personalities.openai_like(answers)) as provider:
        ended = run_on_a_small_disk(folder, "--out", out, *model(provider))
        assert ended.code == 2
        said = ended.err.splitlines()[-1]
        assert "cannot be written any more" in said
        assert "again to go on" in said
        assert "Traceback" not in ended.err
        assert out.read_text() == "an older result\n"
        kept = in_ledger(tmp_path / "out.jsonl.ledger")
        assert 0 < kept.outcomes < _COUNT
        asked = len(provider.requests)
        assert asked < _COUNT
        again = run(folder, "--out", out, *model(provider))
        # A question whose answer found no room is put once more, no other.
        lost = asked - len(kept.replies)
        assert len(provider.requests) == _COUNT + lost
        assert lost <= 2
    assert again.code == 0
    assert len(rows(out)) == _COUNT


def test_a_full_disk_says_so_offline_too(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out.jsonl"
    flags = ("--engine", "offline", "--concurrency", "2")
    ended = run_on_a_small_disk(folder, "--out", out, *flags)
    assert ended.code == 2
    assert "cannot be written any more" in ended.err.splitlines()[-1]
    assert "Traceback" not in ended.err
    assert not out.exists()
    assert run(folder, "--out", out, *flags).code == 0
    assert len(rows(out)) == _COUNT


def _gone(out: Path) -> None:
    shutil.rmtree(out.parent)


def _a_folder(out: Path) -> None:
    out.unlink()
    (out / "full").mkdir(parents=True)


@pytest.mark.parametrize("spoil", [_gone, _a_folder], ids=["removed", "a folder meanwhile"])
def test_an_output_that_cannot_be_written_is_said_in_a_sentence(
    tmp_path: Path, folder: Path, spoil: Callable[[Path], None]
) -> None:
    out = tmp_path / "results" / "out.jsonl"
    out.parent.mkdir()
    out.write_text("an older result\n")

    def spoiling(request: Request) -> Response:
        if request.number == _COUNT // 2:
            spoil(out)
        return personalities.openai_like(answers)(request)

    with Provider(spoiling) as provider:
        ended = run(folder, "--out", out, *model(provider))
    assert ended.code == 2
    assert ended.out == b""
    assert "Traceback" not in ended.err
    assert "cannot be written" in ended.err.splitlines()[-1]
    assert str(out) in ended.err.splitlines()[-1]


def test_what_was_done_before_the_output_could_not_be_written_is_not_done_again(
    tmp_path: Path, folder: Path
) -> None:
    out, whole = tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    out.write_text("an older result\n")
    old = tmp_path / "old.jsonl"

    def spoiling(request: Request) -> Response:
        if request.number == 3:
            shutil.copy(out, old)
            _a_folder(out)
        return personalities.openai_like(answers)(request)

    with Provider(spoiling) as provider:
        assert run(folder, "--out", out, *model(provider)).code == 2
        asked = len(provider.requests)
        shutil.rmtree(out)
        old.rename(out)
        assert run(folder, "--out", out, *model(provider)).code == 0
        assert len(provider.requests) == asked == _COUNT
        assert run(folder, "--out", whole, *model(provider)).code == 0
    assert but_usage(out) == but_usage(whole)


def test_an_out_that_never_could_be_written_is_refused_before_anything_is_sent(
    tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "file").write_text("x")
    with Provider(personalities.openai_like(answers)) as provider:
        for out in (tmp_path / "file" / "out.jsonl", tmp_path / "file" / "folder", "/dev/null/x"):
            ended = run(folder, "--out", out, *model(provider))
            assert ended.code == 2, out
            assert "Traceback" not in ended.err
        assert not provider.requests
