"""Opens an SQLite file for its owner alone, also when two processes begin it at once. Knows nothing of its tables."""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

_BUSY_S = 10.0
_TRIES, _BETWEEN_TRIES_S = 40, 0.05


def open_private(
    file: Path, prepare: Callable[[sqlite3.Connection], None], *, any_thread: bool = False
) -> sqlite3.Connection:
    """Return a connection to a file, which is begun if it is missing; `prepare` makes or checks what is in it.

    What is deleted from it is overwritten. Two processes that begin it at the same moment lock each other out for an
    instant, whatever the timeout: it is tried again then.

    Raises:
        sqlite3.Error, OSError: it cannot be opened, or `prepare` refuses it.
    """
    for _ in range(_TRIES):
        try:
            return _opened(file, prepare, any_thread)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(_BETWEEN_TRIES_S)
    return _opened(file, prepare, any_thread)


def files_of(file: Path) -> list[Path]:
    """Return the file and those that SQLite keeps beside it, as far as they are there."""
    beside = (file.with_name(file.name + end) for end in ("-wal", "-shm"))
    return [each for each in (file, *beside) if each.exists()]


def _opened(
    file: Path, prepare: Callable[[sqlite3.Connection], None], any_thread: bool
) -> sqlite3.Connection:
    # Made before SQLite opens it: at no moment may others read it.
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(file, timeout=_BUSY_S, check_same_thread=not any_thread)
    try:
        prepare(connection)
        connection.execute("PRAGMA secure_delete = ON")
    except sqlite3.Error:
        connection.close()
        raise
    for each in files_of(file):
        each.chmod(0o600)
    return connection
