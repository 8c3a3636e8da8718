"""Gets a call from where the user has it: a file, stdin, the clipboard or a paste."""

import sys
from pathlib import Path

from callsift.domain.transcript import Call
from callsift.errors import InputError, UsageError
from callsift.steps.read import read_bytes, read_path
from callsift.steps.read.file import MOST_BYTES


def get_call(path: str | None, *, clipboard: bool) -> Call:
    """Return the call at `path` (`-`: stdin; None: a paste on a terminal, else stdin).

    Raises:
        InputError: it cannot be read as a call.
        UsageError: both a path and the clipboard are asked for.
    """
    if clipboard:
        if path is not None:
            raise UsageError("give either a path or --clipboard, not both.")
        return read_bytes(_clipboard().encode("utf-8"), name="clipboard")
    if path is not None and path != "-":
        return read_path(Path(path))
    if path is None and sys.stdin.isatty():
        from callsift.cli.paste import ask_for_paste  # noqa: PLC0415 - only on a terminal

        return read_bytes(ask_for_paste().encode("utf-8", "surrogatepass"), name="paste")
    return read_bytes(_stdin(), name="stdin")


def _stdin() -> bytes:
    """Return what comes on stdin; one byte over the limit is enough to refuse it."""
    return sys.stdin.buffer.read(MOST_BYTES + 1)


def _clipboard() -> str:
    import pyperclip  # noqa: PLC0415 - only for --clipboard

    try:
        return str(pyperclip.paste())
    except pyperclip.PyperclipException:
        raise InputError(
            "the clipboard cannot be read here.",
            do="On Linux install xclip, xsel or wl-clipboard; or paste into `callsift analyze`.",
        ) from None
