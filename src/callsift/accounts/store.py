"""Keeps saved analyses by account: SQLite in the user's data folder, for its owner alone. Knows nothing of verdicts."""

import os
import sqlite3
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, Self

from pydantic import ValidationError

from callsift.domain.analysis import Analysis
from callsift.domain.record import Record
from callsift.errors import CallsiftError, UsageError
from callsift.private_sqlite import files_of, open_private

ACCOUNTS_FILE = "accounts.sqlite3"
DATA_VARIABLE = "CALLSIFT_DATA"
_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS account (key TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS call (
    account TEXT NOT NULL, sha256 TEXT NOT NULL, date TEXT NOT NULL, name TEXT NOT NULL, analysis TEXT NOT NULL,
    PRIMARY KEY (account, sha256, date)
) WITHOUT ROWID;
"""


class KeptAccount(Record):
    """An account in the store: its name, how many calls, and the first and last of their days (ISO)."""

    name: str
    calls: int
    first: str | None = None
    last: str | None = None


def data_folder() -> Path:
    """Return where saved analyses lie: `CALLSIFT_DATA`, else the user's data folder for callsift."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named)
    # Imported late: only what is saved needs the folder.
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("callsift", appauthor=False)


def account_key(name: str) -> str:
    """Return a name as it is compared: width, case and blanks make no other account."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _say_nothing(_: str) -> None:
    """Say nothing."""


class AccountStore:
    """Saved analyses, one a call: the same text of the same day is kept once, its newest analysis."""

    def __init__(
        self, file: Path, connection: sqlite3.Connection, notice: Callable[[str], None]
    ) -> None:
        self.file = file
        self._connection = connection
        self._notice = notice

    @classmethod
    def open(
        cls, folder: Path | None = None, *, notice: Callable[[str], None] = _say_nothing
    ) -> Self:
        """Return the store in a folder; both are made where they are missing.

        A file that cannot be read any more is set aside under another name, never deleted, and a new one begun.

        Args:
            folder: where the file lies; `data_folder()` unless given.
            notice: told in a sentence what was set aside or left out.

        Raises:
            UsageError: nothing can be kept there, or a later version made the file.
        """
        file = (folder or data_folder()) / ACCOUNTS_FILE
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                return cls(file, _connected(file), notice)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                notice(
                    f"the saved calls in {file} could not be read; the file was set aside as {_set_aside(file).name}."
                )
                return cls(file, _connected(file), notice)
        except (OSError, sqlite3.Error) as error:
            _refuse(file, error)

    def save(self, analysis: Analysis, account: str) -> bool:
        """Keep an analysis; return whether it took the place of an earlier one of the same call.

        Raises:
            UsageError: the account has no name.
            CallsiftError: it could not be written.
        """
        key = account_key(account)
        if not key:
            raise UsageError("an account needs a name.", do="Give it with --account NAME.")
        name = " ".join(account.split())
        kept = analysis.model_copy(
            update={"source": analysis.source.model_copy(update={"account": name})}
        )
        source = kept.source
        place = (key, source.sha256, source.date or "")
        try:
            with self._connection as within:
                within.execute("INSERT OR IGNORE INTO account VALUES (?, ?)", (key, name))
                known = within.execute(
                    "SELECT 1 FROM call WHERE account = ? AND sha256 = ? AND date = ?", place
                ).fetchone()
                within.execute(
                    "INSERT OR REPLACE INTO call VALUES (?, ?, ?, ?, ?)",
                    (*place, source.name, kept.model_dump_json(by_alias=True)),
                )
        except sqlite3.Error as error:
            raise self._failed(error) from None
        return known is not None

    def calls(self, account: str) -> tuple[Analysis, ...]:
        """Return the saved analyses of an account by date, those without one last."""
        rows = self._rows(
            "SELECT analysis FROM call WHERE account = ? ORDER BY date = '', date, name, sha256",
            (account_key(account),),
        )
        found, lost = [], 0
        for (text,) in rows:
            try:
                found.append(Analysis.model_validate_json(text))
            except ValidationError:
                lost += 1
        if lost:
            self._notice(
                f"{lost} saved call(s) of {account} have another version's form and are left out."
            )
        return tuple(found)

    def accounts(self) -> tuple[KeptAccount, ...]:
        """Return every account by name, with how many calls of it are kept."""
        rows = self._rows(
            "SELECT account.name, count(*), min(nullif(date, '')), max(nullif(date, '')) "
            "FROM call JOIN account ON account.key = call.account GROUP BY account.key "
            "ORDER BY account.name",
            (),
        )
        return tuple(KeptAccount(name=n, calls=c, first=f, last=last) for n, c, f, last in rows)

    def forget(self, account: str) -> int:
        """Delete every call of an account, from the disk too; return how many there were.

        Raises:
            CallsiftError: it could not be written.
        """
        key = (account_key(account),)
        try:
            with self._connection as within:
                gone = within.execute("DELETE FROM call WHERE account = ?", key).rowcount
                within.execute("DELETE FROM account WHERE key = ?", key)
            if gone:
                # The quotes are a customer's words: neither free pages nor the log may go on holding them.
                self._connection.execute("VACUUM")
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise self._failed(error) from None
        return gone

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, query: str, values: tuple[str, ...]) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._failed(error) from None

    def _failed(self, error: sqlite3.Error) -> CallsiftError:
        return CallsiftError(
            f"the saved calls cannot be reached ({error}).",
            where=str(self.file),
            do="Try again when no other run uses them and the disk has room.",
        )


def _connected(file: Path) -> sqlite3.Connection:
    return open_private(file, _prepare)


def _prepare(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > _VERSION:
        raise sqlite3.OperationalError("a later version of callsift made it")
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("it is damaged")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(_TABLES)
    connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.commit()


def _set_aside(file: Path) -> Path:
    """Move a damaged file, and what lies beside it, to a name that is free; return that of the file."""
    number = 1
    while (free := file.with_name(f"{file.name}.damaged-{number}")).exists():
        number += 1
    for each in files_of(file):
        each.replace(free.with_name(free.name + each.name.removeprefix(file.name)))
    return free


def _refuse(file: Path, error: Exception) -> NoReturn:
    raise UsageError(
        f"saved calls cannot be kept here ({error}).",
        where=str(file),
        do=f"Set {DATA_VARIABLE} to a folder that you can write.",
    ) from None
