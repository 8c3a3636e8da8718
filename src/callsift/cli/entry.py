"""The door of the command line, and the last line of defence against a traceback.

A plain `judge FILE` goes straight to its work: importing and running the option parser takes longer than deciding
again. Whatever is not plain goes to the parser, which alone knows help and complaints.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from callsift.cli.output import EXIT_INTERRUPTED, complain, use_utf8


class PlainJudge(NamedTuple):
    """The words of a `judge` command that needs no parser."""

    path: str
    report: bool = False
    playbook: str | None = None
    out: str | None = None


def run() -> None:
    """Run the command line; every failure becomes one sentence on stderr and an exit code."""
    use_utf8()
    _start_quickly()
    plain = plain_judge(sys.argv[1:])
    try:
        guarded(_parsed if plain is None else lambda: _judge(plain), debug="--debug" in sys.argv)
    finally:
        # A process that ends need not look for rubbish in all it has loaded: that took a tenth of a long call's time.
        gc.freeze()


def plain_judge(words: Sequence[str]) -> PlainJudge | None:
    """Return what a well-formed `judge` command says, or None for the parser to look at.

    Only the options as they are documented, each at most once, its value a word of its own.
    """
    if len(words) < 2 or words[0] != "judge":
        return None
    found: dict[str, str | bool] = {}
    rest = iter(words[1:])
    for word in rest:
        value: str | bool = word
        name = "path"
        if word in ("--report", "--debug"):
            name, value = word[2:], True
        elif word in ("--out", "--playbook"):
            name, value = word[2:], next(rest, "-")
        if name in found or (isinstance(value, str) and value.startswith("-")):
            return None
        found[name] = value
    found.pop("debug", None)
    return PlainJudge(**found) if "path" in found else None  # type: ignore[arg-type]  # by name


def guarded(work: Callable[[], None], *, debug: bool) -> None:
    """Do the work; end the process with a sentence and an exit code where it fails."""
    try:
        work()
    except KeyboardInterrupt:
        complain("interrupted.")
        sys.exit(EXIT_INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the last line of the command line
        sys.exit(_fail(error, debug=debug))


def _judge(plain: PlainJudge) -> None:
    from callsift.cli.again import decide_again  # noqa: PLC0415 - pydantic is only needed here

    decide_again(plain.path, report=plain.report, playbook=plain.playbook, out=plain.out)


def _parsed() -> None:
    from callsift.cli.main import app  # noqa: PLC0415 - the parser is only needed here

    app(standalone_mode=True)


def _start_quickly() -> None:
    """Spare what only costs a command that lives for a moment: `benchmarks/startup.py` measures it."""
    # Start-up makes a hundred thousand objects that stay; looking through them for rubbish finds none.
    gc.set_threshold(200_000, 20, 100)
    # Looking for pydantic plugins reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _fail(error: Exception, *, debug: bool) -> int:
    """Say what failed and return the exit code."""
    from callsift.errors import CallsiftError  # noqa: PLC0415 - only on failure

    if debug:
        import traceback  # noqa: PLC0415 - only on failure

        traceback.print_exc()
    if isinstance(error, CallsiftError):
        complain(str(error))
        return error.exit_code
    complain(
        f"something went wrong inside callsift ({type(error).__name__}). Run again with --debug to see where."
    )
    return 1
