"""The one truth of a run: every input, every paid call, every outcome, in SQLite beside the output.

What is committed here stays, whatever kills the process: no reply is paid for twice, no input is lost or doubled. Output
files are built from it and can be built again. One process at a time works on a ledger.
"""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, TypeAlias

from callsift.cache import KeptReply
from callsift.domain.observation import Usage
from callsift.errors import UsageError

Status: TypeAlias = Literal["pending", "done", "failed"]

_VERSION = 1
_BUSY_S = 5.0
_TABLES = """
CREATE TABLE IF NOT EXISTS item (
    key TEXT PRIMARY KEY, run INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
    account TEXT, date TEXT, status TEXT NOT NULL, error TEXT, kind TEXT, analysis TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS item_order ON item (run, number);
CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, reply TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS call (
    id INTEGER PRIMARY KEY, item TEXT NOT NULL, key TEXT NOT NULL, run INTEGER NOT NULL, status TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL DEFAULT 0, completion_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS call_item ON call (item);
CREATE TABLE IF NOT EXISTS job (id TEXT PRIMARY KEY, run INTEGER NOT NULL, status TEXT NOT NULL, detail TEXT);
"""


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
            self._connection = self._connected(durable)
            self.run = self._begun()
        except sqlite3.DatabaseError as error:
            raise _unusable(file, error) from None

    def _connected(self, durable: bool) -> sqlite3.Connection:
        if not self.file.exists():
            # Analyses and replies quote the calls: for the owner alone.
            os.close(os.open(self.file, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(self.file, timeout=_BUSY_S, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        # A second writer would pay for the same calls: the lock is held until the ledger is closed.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, _VERSION):
            connection.close()
            raise sqlite3.DatabaseError("made by another version")
        connection.executescript(_TABLES)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.commit()
        return connection

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
        with self._connection:
            self._connection.execute(
                "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, 'pending', NULL, NULL, NULL) "
                "ON CONFLICT (key) DO UPDATE SET run = excluded.run, number = excluded.number, "
                "name = excluded.name",
                (key, self.run, number, name, account, date),
            )
        return self.entry(key)

    def entry(self, key: str) -> Entry:
        """Return what is known of an input of this run."""
        row = self._connection.execute(f"{_ENTRY} WHERE key = ?", (key,)).fetchone()
        return Entry(*row)

    def done(self, key: str, analysis: str) -> None:
        """Keep the analysis of an input."""
        self._change(
            "UPDATE item SET status = 'done', analysis = ?, error = NULL, kind = NULL WHERE key = ?",
            (analysis, key),
        )

    def failed(self, key: str, error: str, kind: str) -> None:
        """Keep why an input failed: a sentence for people, and the error's name."""
        self._change(
            "UPDATE item SET status = 'failed', error = ?, kind = ? WHERE key = ?",
            (error, kind, key),
        )

    def reopen_failures(self) -> int:
        """Make every failed input a pending one; return how many there were."""
        return self._change("UPDATE item SET status = 'pending' WHERE status = 'failed'", ())

    def entries(self) -> Iterator[Entry]:
        """Yield the inputs of this run in their order."""
        query = f"{_ENTRY} WHERE run = ? ORDER BY number"
        for row in self._connection.execute(query, (self.run,)):
            yield Entry(*row)

    def left_from_before(self) -> int:
        """Return how many outcomes of earlier runs are no input of this one; they stay in the ledger."""
        query = "SELECT count(*) FROM item WHERE run < ? AND status = 'done'"
        return int(self._value(query, (self.run,)))

    def unknown_calls(self) -> list[str]:
        """Return the names of inputs with a call that an earlier run left under way: nobody knows whether it was paid."""
        query = (
            "SELECT DISTINCT item.name FROM call JOIN item ON item.key = call.item "
            "WHERE call.status = 'outcome_unknown' ORDER BY item.number"
        )
        return [row[0] for row in self._connection.execute(query)]

    def usage(self, *, this_run: bool = False) -> Usage:
        """Return what was used for all inputs, in this run or ever."""
        row = self._connection.execute(
            "SELECT count(*), total(prompt_tokens), total(completion_tokens), total(cached_tokens) "
            "FROM call WHERE status = 'answered' AND run >= ?",
            (self.run if this_run else 0,),
        ).fetchone()
        return Usage(
            calls=row[0],
            prompt_tokens=int(row[1]),
            completion_tokens=int(row[2]),
            cached_tokens=int(row[3]),
        )

    def replies_for(self, item: str) -> "ItemReplies":
        """Return where the replies to one input's questions are kept."""
        return ItemReplies(self, item)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _value(self, query: str, values: tuple[object, ...] = ()) -> Any:
        row = self._connection.execute(query, values).fetchone()
        return row[0]

    def _change(self, query: str, values: tuple[object, ...]) -> int:
        with self._connection:
            return self._connection.execute(query, values).rowcount

    def _reply(self, key: str) -> KeptReply | None:
        row = self._connection.execute("SELECT reply FROM reply WHERE key = ?", (key,)).fetchone()
        return None if row is None else KeptReply.model_validate_json(row[0])


_ENTRY = "SELECT key, number, name, account, date, status, error, kind, analysis FROM item"


class ItemReplies:
    """The replies to one input's questions. A call is written down before it is sent."""

    def __init__(self, ledger: Ledger, item: str) -> None:
        self._ledger = ledger
        self._item = item

    def get(self, key: str) -> KeptReply | None:
        """Return the reply to a question that was answered before, or None."""
        return self._ledger._reply(key)

    def asking(self, key: str) -> None:
        """Write down that a call is about to be sent."""
        self._ledger._change(
            "INSERT INTO call (item, key, run, status) VALUES (?, ?, ?, 'in_flight')",
            (self._item, key, self._ledger.run),
        )

    def spent(self, key: str, usage: Usage) -> None:
        """Write down what an answer used; a further answer to the same question is a call of its own."""
        tokens = (usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens)
        changed = self._ledger._change(
            "UPDATE call SET status = 'answered', prompt_tokens = ?, completion_tokens = ?, cached_tokens = ? "
            "WHERE id = (SELECT max(id) FROM call WHERE item = ? AND key = ? AND run = ? AND status = 'in_flight')",
            (*tokens, self._item, key, self._ledger.run),
        )
        if not changed:
            self._ledger._change(
                "INSERT INTO call (item, key, run, status, prompt_tokens, completion_tokens, cached_tokens) "
                "VALUES (?, ?, ?, 'answered', ?, ?, ?)",
                (self._item, key, self._ledger.run, *tokens),
            )

    def put(self, key: str, reply: KeptReply) -> None:
        """Keep a reply."""
        self._ledger._change(
            "INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, reply.model_dump_json())
        )

    def settle(self) -> None:
        """Write down that no call of this input is under way any more: those without an answer failed."""
        self._ledger._change(
            "UPDATE call SET status = 'failed' WHERE item = ? AND run = ? AND status = 'in_flight'",
            (self._item, self._ledger.run),
        )


def ledger_file(out: Path) -> Path:
    """Return where the ledger of an output lies: beside a file, inside a folder."""
    return out / "callsift.ledger" if out.is_dir() else out.with_name(out.name + ".ledger")


def _unusable(file: Path, error: sqlite3.DatabaseError) -> UsageError:
    if "locked" in str(error):
        return UsageError(
            "another run is working on this output.",
            where=str(file),
            do="Wait for it, or give another --out.",
        )
    return UsageError(
        f"the ledger of this output cannot be used ({error}).",
        where=str(file),
        do="Give another --out, or move the file away to begin anew (what was paid for is in it).",
    )
