"""The cache's file: SQLite in the user's cache folder, for its owner alone. A damaged one is set aside, not fatal."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from callsift.cache.endpoints import Learned
from callsift.cache.replies import KeptReply
from callsift.domain.observation import Usage
from callsift.domain.record import Record
from callsift.private_sqlite import files_of, open_private

CACHE_FILE = "replies.sqlite3"
# A reply that nobody asked for again in this time is let go: it quotes a customer's call.
KEPT_DAYS = 90
_DAY_S = 86_400
_VERSION = 1
_DAMAGED = ".damaged"
_TABLES = """
CREATE TABLE IF NOT EXISTS reply (
    key TEXT PRIMARY KEY, reply TEXT NOT NULL, used_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS endpoint (
    name TEXT NOT NULL, model TEXT NOT NULL, learned TEXT NOT NULL, PRIMARY KEY (name, model)
) WITHOUT ROWID;
"""


class CacheReport(Record):
    """What the cache holds: how many replies, how many endpoints it knows, and how large the file is."""

    file: str
    replies: int
    endpoints: int
    size_bytes: int


class Store:
    """Replies and endpoints in one file. Used by one thread; other processes may use the same file."""

    def __init__(self, file: Path, connection: sqlite3.Connection) -> None:
        self.file = file
        self._connection = connection

    def get(self, key: str) -> KeptReply | None:
        """Return a kept reply, or None; asking for it keeps it longer."""
        row = self._first("SELECT reply FROM reply WHERE key = ?", (key,))
        if row is None:
            return None
        # What another version wrote is no reply of this one's.
        with suppress(ValueError):
            reply = KeptReply.model_validate_json(row[0])
            self._write("UPDATE reply SET used_at = ? WHERE key = ?", (int(time.time()), key))
            return reply
        return None

    def asking(self, key: str) -> None:
        """Do nothing: what is under way is of no use to a later run."""

    def spent(self, key: str, usage: Usage) -> None:
        """Do nothing: what a run used is told in its result."""

    def put(self, key: str, reply: KeptReply) -> None:
        """Keep a reply."""
        row = (key, reply.model_dump_json(), int(time.time()))
        self._write("INSERT OR REPLACE INTO reply VALUES (?, ?, ?)", row)

    def recall(self, endpoint: str, model: str) -> Learned:
        """Return what is known of an endpoint and model; nothing at first."""
        row = self._first(
            "SELECT learned FROM endpoint WHERE name = ? AND model = ?", (endpoint, model)
        )
        # What another version wrote is no knowledge of this one's.
        with suppress(ValueError):
            return Learned() if row is None else Learned.model_validate_json(row[0])
        return Learned()

    def remember(self, endpoint: str, model: str, learned: Learned) -> None:
        """Keep what is known of an endpoint and model."""
        row = (endpoint, model, learned.model_dump_json())
        self._write("INSERT OR REPLACE INTO endpoint VALUES (?, ?, ?)", row)

    def _first(self, query: str, values: tuple[object, ...]) -> tuple[Any, ...] | None:
        # A cache that fails while it is used (full disk, locked for long) costs a call, never a result.
        with suppress(sqlite3.Error):
            row: tuple[Any, ...] | None = self._connection.execute(query, values).fetchone()
            return row
        return None

    def _write(self, query: str, values: tuple[object, ...]) -> None:
        with suppress(sqlite3.Error), self._connection:
            self._connection.execute(query, values)

    def report(self) -> CacheReport:
        """Return what the cache holds."""
        replies = self._connection.execute("SELECT count(*) FROM reply").fetchone()[0]
        endpoints = self._connection.execute("SELECT count(*) FROM endpoint").fetchone()[0]
        size = sum(each.stat().st_size for each in files_of(self.file))
        return CacheReport(
            file=str(self.file), replies=replies, endpoints=endpoints, size_bytes=size
        )

    def clear(self) -> None:
        """Forget every reply and endpoint, also of a damaged file, and give the room on disk back."""
        self.file.with_suffix(_DAMAGED).unlink(missing_ok=True)
        with self._connection:
            self._connection.execute("DELETE FROM reply")
            self._connection.execute("DELETE FROM endpoint")
        self._connection.execute("VACUUM")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def cache_folder() -> Path:
    """Return the user's cache folder for callsift."""
    # Imported late: the offline engine keeps nothing.
    from platformdirs import user_cache_path  # noqa: PLC0415

    return user_cache_path("callsift", appauthor=False)


def open_store(folder: Path) -> Store | None:
    """Return the store in a folder, which is made if it is missing; None where nothing can be kept there.

    A file that is no cache any more is set aside under another name, and a new one begun.
    """
    file = folder / CACHE_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            return Store(file, _connected(file))
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            _set_aside(file)
            return Store(file, _connected(file))
    except (OSError, sqlite3.Error):
        # A read-only home, a full disk: then this run keeps nothing, and is not the worse for it.
        return None


def _set_aside(file: Path) -> None:
    """Move a damaged file out of the way; what SQLite keeps beside it would spoil the new one."""
    file.replace(file.with_suffix(_DAMAGED))
    for each in files_of(file):
        each.unlink()


def _connected(file: Path) -> sqlite3.Connection:
    return open_private(file, _prepare, any_thread=True)


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(_TABLES)
    with connection:
        since = int(time.time()) - KEPT_DAYS * _DAY_S
        connection.execute("DELETE FROM reply WHERE used_at < ?", (since,))
        connection.execute(f"PRAGMA user_version = {_VERSION}")
