"""What discovery yields: an input that is read when its turn comes, or something left out and why."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from callsift.domain.record import Record
from callsift.domain.transcript import Call
from callsift.errors import CallsiftError, InputError, UsageError
from callsift.steps.read.tables import TableColumns


class Skipped(Record):
    """A file or folder that is no input, and why."""

    path: str
    reason: str


class TableFound(Record):
    """A table, told before its calls, and what its columns were taken for. `is_one_call`: of its turns."""

    path: str
    columns: TableColumns
    is_one_call: bool = False


@dataclass(frozen=True)
class TableRefused:
    """A table whose columns cannot be used, and why; told before the input that fails for it."""

    path: str
    error: UsageError


@dataclass(frozen=True)
class Item:
    """One call to be read. `key` is of its content, so that a file that moved is still the same input.

    `account` and `date` (ISO) are what the input says beside the call's own words, as columns do.
    """

    key: str
    name: str
    read: Callable[[], Call] = field(repr=False)
    account: str | None = None
    date: str | None = None

    def load(self) -> Call:
        """Return the call.

        Raises:
            InputError: it cannot be read as one.
        """
        try:
            call = self.read()
        except InputError:
            raise
        except CallsiftError as error:
            raise InputError(error.what, where=error.where, do=error.do) from None
        return call.model_copy(
            update={"account": self.account or call.account, "date": self.date or call.date}
        )


Found: TypeAlias = Item | Skipped | TableFound | TableRefused


def content_key(content: bytes | str, *about: str | None) -> str:
    """Return the key of some content and of what else is known of it. Of bytes alone it is their SHA-256."""
    data = content if isinstance(content, bytes) else _bytes_of(content)
    digest = hashlib.sha256(data)
    for number, each in enumerate(about):
        if each is not None:
            digest.update(b"\0%d\0" % number + _bytes_of(each))
    return digest.hexdigest()


def unreadable(
    name: str, error: CallsiftError, *, account: str | None = None, date: str | None = None
) -> Item:
    """Return an input that is known to fail, so that it is listed with the others, and under whose name."""

    def refuse() -> Call:
        raise InputError(error.what, where=error.where, do=error.do)

    key = content_key(f"unreadable\0{name}\0{error.what}", account)
    return Item(key=key, name=name, read=refuse, account=account, date=date)


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
