"""The file of a ledger: where it lies, its tables, one process at a time. Knows nothing of what is written into it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callsift.errors import UsageError

_VERSION = 1
# Only a run that is ending lets go of the lock so soon; any other is to be told of.
_BUSY_S = 1.0
_TABLES = """
CREATE TABLE IF NOT EXISTS item (
    key TEXT PRIMARY KEY, run INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
    account TEXT, date TEXT, status TEXT NOT NULL, error TEXT, kind TEXT, analysis TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS item_order ON item (run, number);
CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, reply TEXT NOT NULL) WITHOUT ROWID;
-- status of a call: in_flight, answered (directly), in_job (answered in a batch job), shared (likewise, with the tokens at
-- another input), failed, outcome_unknown
CREATE TABLE IF NOT EXISTS call (
    id INTEGER PRIMARY KEY, item TEXT NOT NULL, key TEXT NOT NULL, run INTEGER NOT NULL, status TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL DEFAULT 0, completion_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS call_item ON call (item);
CREATE TABLE IF NOT EXISTS written (name TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS finished (run INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, run INTEGER NOT NULL, status TEXT NOT NULL, detail TEXT);
"""


def ledger_file(out: Path) -> Path:
    """Return where the ledger of an output lies: beside a file, inside a folder."""
    return out / "callsift.ledger" if out.is_dir() else out.with_name(out.name + ".ledger")


def set_aside(file: Path) -> None:
    """Give a ledger another name, with all that was committed in it, also by a run that was killed.

    Raises:
        UsageError: another process works on it.
    """
    try:
        connection = sqlite3.connect(file, timeout=_BUSY_S)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            # What a killed run committed stands in a file beside it, which a new ledger would take for its own.
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if _is_locked(error):
            raise unusable(file, error) from None
    free = _free_name(file)
    try:
        for end in ("-wal", "-shm", ""):
            beside = file.with_name(file.name + end)
            if beside.exists():
                beside.replace(free.with_name(free.name + end))
    except OSError as error:
        raise unusable(file, error) from None


@contextmanager
def kept_beside(target: Path, *, unless: bool) -> Iterator[Path | None]:
    """Yield where the content of a file is kept that is about to be replaced; None where there is none to keep.

    Raises:
        UsageError: it cannot be kept; nothing is replaced then.
    """
    if unless or not target.is_file() or not target.stat().st_size:
        yield None
        return
    kept = _free_name(target)
    try:
        shutil.copy2(target, kept)
    except OSError as error:
        raise UsageError(
            f"what it holds cannot be kept ({error.strerror}).", where=str(target)
        ) from None
    try:
        yield kept
    except BaseException:
        kept.unlink(missing_ok=True)
        raise


def _free_name(file: Path) -> Path:
    number = 1
    while (free := file.with_name(f"{file.name}.old{number}")).exists():
        number += 1
    return free


def opened(file: Path, *, durable: bool) -> sqlite3.Connection:
    """Return a connection to a ledger, which is begun if it is missing; nobody else can use it until it is closed.

    Raises:
        sqlite3.Error, OSError: it is none, another process works on it, or it cannot be written.
    """
    if not file.exists():
        # Analyses and replies quote the calls: for the owner alone.
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(file, timeout=_BUSY_S, check_same_thread=False)
    try:
        _prepare(connection, durable=durable)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, *, durable: bool) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    # A second writer would pay for the same calls: the lock is held until the ledger is closed.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found not in (0, _VERSION):
        raise sqlite3.DatabaseError("made by another version")
    connection.executescript(_TABLES)
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.commit()


def _is_locked(error: Exception) -> bool:
    return "locked" in str(error)


def unusable(file: Path, error: sqlite3.Error | OSError) -> UsageError:
    """Return what is said of a ledger that cannot be opened."""
    if _is_locked(error):
        return UsageError(
            "another run is working on this output.",
            where=str(file),
            do="Wait for it, or give another --out.",
        )
    said = error.strerror if isinstance(error, OSError) else error
    return UsageError(
        f"the ledger of this output cannot be used ({said}).",
        where=str(file),
        do="Give another --out, or move the file away to begin anew (what was paid for is in it).",
    )


def lost(file: Path, error: sqlite3.Error) -> UsageError:
    """Return what is said of a ledger that fails while it is used."""
    return UsageError(
        f"the ledger cannot be written any more ({error}), so the run ends here; what it holds is kept.",
        where=str(file),
        do="See that the disk has room and the folder is there, then run the same command again to go on.",
    )
