"""Runs the command line: inside this process where that is enough, else as a process of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import NamedTuple

import pytest

from callsift.cli.entry import run as run_main

PROGRAM = (sys.executable, "-c", "from callsift.cli.entry import run; run()")
WAIT_S = 60


class Run(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


def run_here(monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], stdin: bytes = b"") -> Run:
    """Run the command line in this process, with streams of its own."""
    out, err = io.BytesIO(), io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["callsift", *args])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8"))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8"))
        patch.setenv("PYDANTIC_DISABLE_PLUGINS", "__all__")
        code = 0
        try:
            run_main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        sys.stdout.flush()
        sys.stderr.flush()
        return Run(code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))


def run_apart(
    *args: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own, bytes in and out."""
    return subprocess.run(
        [*PROGRAM, *args],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        timeout=WAIT_S,
        check=False,
    )
