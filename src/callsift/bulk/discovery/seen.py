"""Counts how often something came by, in memory that does not grow: the counts lie in a temporary file."""

import sqlite3
from typing import Self


class Seen:
    """Counts of keys. Use it as a context manager: leaving it forgets them."""

    def __init__(self) -> None:
        # A database without a name is a temporary file that nobody else sees.
        self._connection = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute(
            "CREATE TABLE seen (key BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID"
        )

    def times(self, key: bytes) -> int:
        """Return how often this key came by, this time included."""
        found = self._connection.execute("SELECT times FROM seen WHERE key = ?", (key,)).fetchone()
        times: int = found[0] + 1 if found else 1
        self._connection.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (key, times))
        return times

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
