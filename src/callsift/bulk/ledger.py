"""The one truth of a run: every input, every paid call, every outcome, in SQLite beside the output.

What is committed here stays, whatever kills the process: no reply is paid for twice, no input is lost or doubled. Output
files are built from it and can be built again. One process at a time works on a ledger.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, TypeAlias

from callsift.bulk.item_replies import ItemReplies
from callsift.bulk.ledger_file import lost, opened, unusable
from callsift.cache import KeptReply
from callsift.domain.observation import Usage

Status: TypeAlias = Literal["pending", "done", "failed"]
Values: TypeAlias = tuple[object, ...]
# A statement, and the values of each time that it is done.
Change: TypeAlias = tuple[str, Iterable[Values]]


class Entry(NamedTuple):
    """One input as the ledger has it. `number` is its place in the input, from 0."""

    key: str
    number: int
    name: str
    account: str | None
    date: str | None
    status: Status
    error: str | None
    kind: str | None
    analysis: str | None


class Ways(NamedTuple):
    """How many inputs that are done were answered by batch jobs alone, and how many at least in part directly."""

    in_jobs: int
    directly: int


class Ledger:
    """An open ledger. Every method that changes it has committed when it returns."""

    def __init__(self, file: Path, *, durable: bool = True) -> None:
        """Open a ledger, or begin one.

        Args:
            file: where it lies; its folder is there already.
            durable: wait for the disk at each commit, so that not even a power cut takes a paid reply.

        Raises:
            UsageError: it is no ledger, another process works on it, or it cannot be written.
        """
        self.file = file
        try:
            self._connection = opened(file, durable=durable)
            self.run = self._begun()
        except (sqlite3.Error, OSError) as error:
            raise unusable(file, error) from None

    def _begun(self) -> int:
        """Return the number of this run; calls that an earlier one left under way end as unknown."""
        with self._connection:
            last = self._value(
                "SELECT max(run) FROM (SELECT run FROM item UNION SELECT run FROM call)"
            )
            self._connection.execute(
                "UPDATE call SET status = 'outcome_unknown' WHERE status = 'in_flight'"
            )
        return int(last or 0) + 1

    def enter(
        self, key: str, number: int, name: str, account: str | None, date: str | None
    ) -> Entry:
        """Take an input into this run and return what is known of it; an earlier outcome stands."""
        with self._kept():
            self._connection.execute(
                "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, 'pending', NULL, NULL, NULL) "
                "ON CONFLICT (key) DO UPDATE SET run = excluded.run, number = excluded.number, "
                "name = excluded.name, account = excluded.account, date = excluded.date",
                (key, self.run, number, name, account, date),
            )
        return self.entry(key)

    def entry(self, key: str) -> Entry:
        """Return what is known of an input of this run."""
        with self._kept():
            row = self._connection.execute(f"{_ENTRY} WHERE key = ?", (key,)).fetchone()
        return Entry(*row)

    def done(self, key: str, analysis: str) -> None:
        """Keep the analysis of an input."""
        self.change(
            "UPDATE item SET status = 'done', analysis = ?, error = NULL, kind = NULL WHERE key = ?",
            (analysis, key),
        )

    def failed(self, key: str, error: str, kind: str) -> None:
        """Keep why an input failed: a sentence for people, and the error's name."""
        self.change(
            "UPDATE item SET status = 'failed', error = ?, kind = ? WHERE key = ?",
            (error, kind, key),
        )

    def reopen_failures(self) -> int:
        """Make every failed input a pending one; return how many there were."""
        return self.change(
            "UPDATE item SET status = 'pending', error = NULL, kind = NULL WHERE status = 'failed'",
            (),
        )

    def finish(self) -> None:
        """Write down that this run has looked at all its inputs."""
        self.change("INSERT OR IGNORE INTO finished VALUES (?)", (self.run,))

    def wrote(self, name: str) -> None:
        """Write down that a file beside the ledger was built from it."""
        self.change("INSERT OR IGNORE INTO written VALUES (?)", (name,))

    def has_written(self, name: str) -> bool:
        """Tell whether a file beside the ledger was built from it, by this run or an earlier one."""
        return bool(self._value("SELECT count(*) FROM written WHERE name = ?", (name,)))

    @property
    def is_finished(self) -> bool:
        """Tell whether this run has looked at all its inputs."""
        return bool(self._value("SELECT count(*) FROM finished WHERE run = ?", (self.run,)))

    def entries(self) -> Iterator[Entry]:
        """Yield the inputs in their order.

        A run that was stopped has not looked at what stands behind its last input; from there on the inputs of the
        runs before it are yielded, back to the last that was not stopped.
        """
        query = f"{_ENTRY} WHERE {self._listed} ORDER BY number"
        with self._kept():
            for row in self._connection.execute(query, {"run": self.run}):
                yield Entry(*row)

    @property
    def _listed(self) -> str:
        return "run = :run" if self.is_finished else f"run = :run OR ({_BEHIND})"

    def ways(self) -> Ways:
        """Return how the inputs were answered that `entries` yields; what cost no answer is in neither number."""
        query = f"{_WAYS} AND ({self._listed}) GROUP BY key)"
        with self._kept():
            row = self._connection.execute(query, {"run": self.run}).fetchone()
        return Ways(*map(int, row))

    def left_from_before(self) -> int:
        """Return how many outcomes of earlier runs are no input of this one; they stay in the ledger."""
        query = "SELECT count(*) FROM item WHERE run < ? AND status = 'done'"
        return int(self._value(query, (self.run,)))

    def unknown_calls(self) -> list[str]:
        """Return the names of inputs with a call that a run left under way: nobody knows whether it was paid.

        For when this run is over too.
        """
        query = (
            "SELECT DISTINCT item.name FROM call JOIN item ON item.key = call.item "
            "WHERE call.status IN ('outcome_unknown', 'in_flight') ORDER BY item.number"
        )
        return [row[0] for row in self.rows(query)]

    def usage(self, *, this_run: bool = False, in_jobs: bool = False) -> Usage:
        """Return what was used for all inputs, in this run or ever, in all or in batch jobs only."""
        (row,) = self.rows(
            "SELECT count(*), total(prompt_tokens), total(completion_tokens), total(cached_tokens) "
            "FROM call WHERE status IN ('in_job', ?) AND run >= ?",
            ("in_job" if in_jobs else "answered", self.run if this_run else 0),
        )
        return Usage(
            calls=row[0],
            prompt_tokens=int(row[1]),
            completion_tokens=int(row[2]),
            cached_tokens=int(row[3]),
        )

    def replies_for(self, item: str) -> ItemReplies:
        """Return where the replies to one input's questions are kept."""
        return ItemReplies(self, item)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _value(self, query: str, values: Values = ()) -> Any:
        return self.rows(query, values)[0][0]

    def rows(self, query: str, values: Values = ()) -> list[Any]:
        """Return what a query finds.

        Raises:
            UsageError: the ledger cannot be read any more.
        """
        with self._kept():
            return self._connection.execute(query, values).fetchall()

    def change(self, query: str, values: Values) -> int:
        """Make a change and commit it; return how many rows it bore on.

        Raises:
            UsageError: the ledger cannot be written any more.
        """
        with self._kept():
            return self._connection.execute(query, values).rowcount

    def change_together(self, changes: Iterable[Change]) -> None:
        """Make several changes and commit them, all or none.

        Raises:
            UsageError: the ledger cannot be written any more.
        """
        with self._kept():
            for query, rows in changes:
                self._connection.executemany(query, rows)

    def reply(self, key: str) -> KeptReply | None:
        """Return a kept reply, or None."""
        found = self.rows("SELECT reply FROM reply WHERE key = ?", (key,))
        return KeptReply.model_validate_json(found[0][0]) if found else None

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Commit what the block does, or none of it."""
        try:
            with self._connection:
                yield
        except sqlite3.Error as error:
            raise lost(self.file, error) from None


_ENTRY = "SELECT key, number, name, account, date, status, error, kind, analysis FROM item"
_WAYS = (
    "SELECT total(in_job AND NOT directly), total(directly) FROM ("
    "SELECT max(paid.status = 'answered') AS directly, "
    "max(paid.status IN ('in_job', 'shared')) AS in_job "
    "FROM item JOIN (SELECT item, status FROM call) AS paid ON paid.item = item.key "
    "WHERE item.status = 'done'"
)
_BEHIND = (
    "run >= ifnull((SELECT max(run) FROM finished), 0) "
    "AND run < :run AND number > ifnull((SELECT max(number) FROM item WHERE run = :run), -1)"
)
