"""Where words go: results to stdout, talk to stderr. Always UTF-8 where the stream allows it."""

import os
import sys
from errno import EACCES, EISDIR
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from callsift.errors import UsageError

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
    """Say a sentence on stderr; a file's name in it steers no terminal."""
    from callsift.printable import lines_for_terminal  # noqa: PLC0415 - `--help` says nothing

    sys.stderr.write(f"callsift: {lines_for_terminal(sentence)}\n")


def write_result(text: str, out: str | None) -> None:
    """Write a result to stdout, or replace the file `out` with it.

    Raises:
        UsageError: the file cannot be written.
    """
    if out is None:
        _print_whole(text)
        return
    from pathlib import Path  # noqa: PLC0415 - rarely needed

    target = Path(out).resolve()
    try:
        if target.exists() and not target.is_file():
            # A pipe or a device is written to, never replaced.
            with target.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        else:
            _replace(target, text)
    except OSError as error:
        raise _cannot_write(out, error) from None


def write_line(text: str) -> None:
    """Write a line to stdout, if anybody still listens.

    Raises:
        UsageError: the line cannot be written.
    """
    _print_whole(text + "\n")


def check_writable(out: str | None, *, made_of: str | None = None) -> None:
    """Refuse a file that cannot be written, before anything is done or paid for.

    Args:
        out: the file to write; None is stdout.
        made_of: the file that is read for it, if it is one.

    Raises:
        UsageError: there is no such folder, nothing may be written there, or it is the file that is read: a call must
            not be lost to what is said of it.
    """
    if out is None:
        return
    from pathlib import Path  # noqa: PLC0415 - rarely needed

    target = Path(out).resolve()
    if made_of is not None and target.is_file() and is_one_file(target, made_of):
        from callsift.errors import UsageError  # noqa: PLC0415 - rarely needed

        raise UsageError("this is the file that is read.", where=out, do="Name another with --out.")
    try:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        if target.is_file() or not target.exists():
            # A file is replaced by one that is written beside it.
            _beside(target, "").unlink()
    except OSError as error:
        raise _cannot_write(out, error) from None


def is_one_file(target: "Path", other: str) -> bool:
    """Tell whether two names are of one file that is there."""
    try:
        return target.samefile(other)
    except OSError:
        return False


def _replace(target: "Path", text: str) -> None:
    """Put a file in the place of `target`, whole or not at all, for the eyes of those for whom that one was."""
    partial = _beside(target, text)
    try:
        if target.exists():
            partial.chmod(target.stat().st_mode)
        partial.replace(target)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def _beside(target: "Path", text: str) -> "Path":
    """Return a new file in the folder of `target` that holds the text; nobody else's file is touched."""
    from pathlib import Path  # noqa: PLC0415 - rarely needed
    from tempfile import mkstemp  # noqa: PLC0415 - rarely needed

    handle, name = mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(0o666 & ~_umask())
    except OSError:
        Path(name).unlink()
        raise
    return Path(name)


def _umask() -> int:
    """Return what the user lets nobody do with new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(out: str, error: OSError) -> "UsageError":
    from callsift.errors import UsageError  # noqa: PLC0415 - rarely needed

    return UsageError(f"cannot write the result: {error.strerror}.", where=out)


def _print_whole(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`| head`), which is its right: what is left to say, now or at the interpreter's end, is
        # said to nobody, and the exit code is that of the work.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise _cannot_write("standard output", error) from None
