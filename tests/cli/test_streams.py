"""Pipes, code pages, signals: what a shell does to a command."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.bulk.running import wait_until
from tests.cli.conftest import CALL
from tests.cli.runs import PROGRAM, WAIT_S, run_apart

# An environment as a cron job or a bare container has it.
BARE = {
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONIOENCODING": "",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


@pytest.mark.parametrize(
    "env",
    [
        BARE,
        {**BARE, "PYTHONIOENCODING": "gbk"},
        {**BARE, "PYTHONIOENCODING": "cp1252"},
        {"NO_COLOR": "1"},
    ],
    ids=["LANG=C", "code page 936", "code page 1252", "NO_COLOR"],
)
def test_chinese_goes_through_a_pipe_whole(env: dict[str, str], call_file: Path) -> None:
    ran = run_apart("analyze", str(call_file), env=env)
    assert ran.returncode == 0, ran.stderr
    out = ran.stdout.decode("utf-8")
    assert "结论" in out
    assert "?" not in out.replace("  ? ", "")
    assert b"\x1b" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_stdin_may_be_in_any_usual_encoding(encoding: str) -> None:
    ran = run_apart("read", "-", "--json", stdin=CALL.encode(encoding), env=BARE)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["text"] == CALL


def test_a_chinese_file_name_is_said_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "录音整理.txt"
    file.write_text(CALL, encoding="utf-8")
    ran = run_apart("analyze", str(file), "--json")
    assert json.loads(ran.stdout)["source"]["name"] == "录音整理.txt"


def test_a_reader_that_goes_away_is_no_failure(call_file: Path) -> None:
    for args in (
        ("playbook", "list"),
        ("analyze", str(call_file), "--json"),
        ("schema", "analysis"),
    ):
        with subprocess.Popen(
            [*PROGRAM, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            err = process.stderr.read().decode()
            code = process.wait(WAIT_S)
        assert "Traceback" not in err
        assert "Broken" not in err
        assert "Exception ignored" not in err
        assert code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_interrupting_gives_130() -> None:
    process = subprocess.Popen(
        [*PROGRAM, "analyze", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    process.stdin.write("客户：".encode())
    process.stdin.flush()
    # Whoever has read that waits for more.
    pipe = process.stdin
    wait_until(lambda: _unread(pipe) == 0)
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 130
    assert (out, b"Traceback" in err) == (b"", False)


def _unread(pipe: IO[bytes]) -> int:
    """Return how many bytes lie in a pipe that its other end has not taken yet."""
    # Imported late: the modules are for Unix.
    import fcntl  # noqa: PLC0415
    import termios  # noqa: PLC0415

    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def test_the_model_library_is_not_imported() -> None:
    script = (
        "import sys; sys.argv = ['callsift', 'demo'];\n"
        "from callsift.cli.entry import run\n"
        "try: run()\n"
        "finally: print([n for n in ('openai', 'tenacity', 'httpx2', 'sklearn') if n in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=WAIT_S, check=True
    )
    assert ran.stderr.decode().splitlines()[-1] == "[]"


def test_help_imports_neither_the_playbook_nor_pydantic_models() -> None:
    script = (
        "import sys; sys.argv = ['callsift', '--help'];\n"
        "from callsift.cli.entry import run\n"
        "try: run()\n"
        "finally: print(sorted(n for n in sys.modules if n.startswith('callsift.') and 'cli' not in n), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=WAIT_S, check=True
    )
    assert ran.stderr.decode().splitlines()[-1] == "[]"


def test_the_clipboard_is_read_by_the_command_that_is_there(tmp_path: Path) -> None:
    tool = tmp_path / "xclip"
    saved = tmp_path / "words.txt"
    saved.write_text(CALL, encoding="utf-8")
    tool.write_text(f'#!/bin/sh\ncat "{saved}"\n', encoding="utf-8")
    tool.chmod(0o755)
    env = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "DISPLAY": ":99",
        "WAYLAND_DISPLAY": "",
        "XDG_SESSION_TYPE": "x11",
    }
    ran = run_apart("analyze", "--clipboard", "--json", env=env)
    assert ran.returncode == 0, ran.stderr
    source = json.loads(ran.stdout)["source"]
    assert (source["name"], source["chars"]) == ("clipboard", len(CALL))


def test_a_clipboard_that_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    ran = run_apart(
        "analyze", "--clipboard", env={"PATH": str(tmp_path), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    )
    assert ran.returncode == 3
    assert b"clipboard" in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_an_empty_clipboard_is_bad_input(tmp_path: Path) -> None:
    tool = tmp_path / "xclip"
    tool.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    tool.chmod(0o755)
    env = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "DISPLAY": ":99",
        "WAYLAND_DISPLAY": "",
    }
    ran = run_apart("analyze", "--clipboard", env=env)
    assert ran.returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_disk_behind_the_output_is_said(call_file: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*PROGRAM, "analyze", str(call_file), "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=WAIT_S,
            check=False,
        )
    assert ran.returncode == 2
    assert b"cannot write the result" in ran.stderr


def test_a_call_is_kept_though_nobody_reads_the_result(call_file: Path, tmp_path: Path) -> None:
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}
    gone, output = os.pipe()
    os.close(gone)
    words = ("analyze", str(call_file), "--json", "--save", "--account", "甲公司")
    with os.fdopen(output, "wb") as pipe:
        ran = subprocess.run([*PROGRAM, *words], stdout=pipe, env=env, timeout=WAIT_S, check=False)
    assert ran.returncode == 0
    listed = subprocess.run(
        [*PROGRAM, "account", "--list"], capture_output=True, env=env, timeout=WAIT_S, check=False
    )
    assert "甲公司" in listed.stdout.decode()


def test_a_batch_whose_summary_nobody_reads_ends_as_it_went(tmp_path: Path) -> None:
    calls = tmp_path / "in"
    calls.mkdir()
    (calls / "1.txt").write_text(CALL, encoding="utf-8")
    (calls / "2.txt").touch()
    gone, output = os.pipe()
    os.close(gone)
    words = ("batch", str(calls), "--out", str(tmp_path / "out.jsonl"), "--engine", "offline")
    with os.fdopen(output, "wb") as pipe:
        ran = subprocess.run([*PROGRAM, *words], stdout=pipe, timeout=WAIT_S, check=False)
    assert ran.returncode == 5
