"""Where words go: results to stdout, talk to stderr. Always UTF-8 where the stream allows it."""

import os
import sys

EXIT_INTERRUPTED = 130


def use_utf8() -> None:
    """Make the standard streams able to print Chinese, also through a pipe on Windows (code page 936)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            # A console keeps its own encoding; what it cannot show is replaced instead of failing.
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="surrogateescape")


def complain(sentence: str) -> None:
    """Say a sentence on stderr."""
    sys.stderr.write(f"callsift: {sentence}\n")


def write_result(text: str, out: str | None) -> None:
    """Write a result to stdout, or replace the file `out` with it.

    Raises:
        UsageError: the file cannot be written.
    """
    if out is None:
        _print_whole(text)
        return
    from pathlib import Path  # noqa: PLC0415 - rarely needed

    from callsift.errors import UsageError  # noqa: PLC0415 - rarely needed

    target = Path(out).resolve()
    partial = target.with_name(target.name + ".part")
    try:
        if target.exists() and not target.is_file():
            # A pipe or a device is written to, never replaced.
            with target.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            return
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(target)
    except OSError as error:
        raise UsageError(f"cannot write the result: {error.strerror}.", where=out) from None


def _print_whole(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`| head`), which is its right: nothing is left to say, now or at the interpreter's end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
