"""Writes a file whole or not at all: a new one beside it takes its place at the end."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callsift.errors import UsageError


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Yield the path of a new, empty file that replaces `target` when the block ends well.

    When it does not, the old file stands as it was and the new one is gone.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        real = target.resolve()
        # Discovery leaves out what ends so.
        partial = real.with_name(f".{real.name}.{secrets.token_hex(4)}.part")
    except (OSError, RuntimeError) as error:
        raise _unwritable(target, error) from None
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        if real.exists():
            partial.chmod(real.stat().st_mode & 0o777)
        yield partial
        _sync(partial)
        partial.replace(real)
        _sync_folder(real.parent)
    except OSError as error:
        raise _unwritable(target, error) from None
    finally:
        partial.unlink(missing_ok=True)


def _unwritable(target: Path, error: OSError | RuntimeError) -> UsageError:
    said = error.strerror if isinstance(error, OSError) else None
    return UsageError(
        f"the results cannot be written ({said or error}).",
        where=str(target),
        do="Close the file where it is open, or give another place; no analysis is lost.",
    )


def _sync(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Make sure that the new name survives a power cut. Windows does not let folders be opened."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
