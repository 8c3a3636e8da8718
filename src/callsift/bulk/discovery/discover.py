"""Turns what the user named (files, folders, patterns, a list on stdin) into inputs in a fixed order, one at a time."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from callsift.bulk.discovery.files import items_in_file
from callsift.bulk.discovery.item import (
    Found,
    Item,
    Skipped,
    TableFound,
    TableRefused,
    content_key,
    unreadable,
)
from callsift.bulk.discovery.listed import listed_in
from callsift.bulk.discovery.parts import MOST_TABLE_BYTES, TABLES
from callsift.bulk.discovery.patterns import files_meant, is_pattern
from callsift.bulk.discovery.seen import Seen
from callsift.bulk.discovery.walk import IsNew, walk
from callsift.errors import InputError, UsageError
from callsift.steps.read.file import load
from callsift.steps.read.tables import TableColumns, read_table
from callsift.typography import writable


def discover(
    paths: Sequence[str],
    *,
    columns: TableColumns | None = None,
    stdin: BinaryIO | None = None,
    account_from: Literal["folder"] | None = None,
    leave_out: frozenset[Path] = frozenset(),
) -> Iterator[Found]:
    """Return the inputs that some paths mean, each looked at only when it is asked for.

    Files come as given, folders with all below them in natural order. What holds several calls (a table, JSONL, an
    export) yields each of them, a table after a word on its columns. What cannot be read is an input whose `load` fails; what is no call is Skipped, and so
    is a file that came by before.

    Args:
        paths: files, folders, patterns that no shell expanded, and `-` for `stdin`.
        columns: what the columns of tables mean, where the user says so.
        stdin: JSONL, or a list of paths.
        account_from: `folder` takes the name of the folder in which a file lies for the account.
        leave_out: the resolved paths of the run's own files.

    Raises:
        UsageError: a table is all that is named, and it is not clear which of its columns holds the words; or there are
            tables, and none has the `columns` (what `stdin` lists is not looked at for that). Among other inputs such
            a table is one that fails.
    """
    if len(paths) == 1:
        _refuse_unclear_columns(Path(paths[0]), columns)
    choice = _Choice(columns, account_from == "folder", leave_out)
    if columns is not None and "-" not in paths:
        _refuse_unfit_columns(_discovered(paths, None, choice))
    return _discovered(paths, stdin, choice)


def _refuse_unfit_columns(found: Iterator[Found]) -> None:
    """Refuse columns that no table has, in the words of the first; one table that has them is enough."""
    refused: TableRefused | None = None
    for each in found:
        if isinstance(each, TableFound):
            return
        if isinstance(each, TableRefused):
            refused = refused or each
    if refused is not None:
        raise UsageError(refused.error.what, where=refused.path, do=refused.error.do) from None


def _refuse_unclear_columns(path: Path, columns: TableColumns | None) -> None:
    if path.suffix.lower() not in TABLES:
        return
    try:
        data = load(path, most=MOST_TABLE_BYTES)
        read_table(data, name=writable(str(path)), columns=columns, most_bytes=MOST_TABLE_BYTES)
    except InputError:
        # It is an input that fails, and listed as such.
        return
    except UsageError as error:
        raise UsageError(error.what, where=writable(str(path)), do=error.do) from None


class _Choice(NamedTuple):
    """What the user wants of what is found."""

    columns: TableColumns | None
    by_folder: bool
    leave_out: frozenset[Path]


def _discovered(paths: Sequence[str], stdin: BinaryIO | None, choice: _Choice) -> Iterator[Found]:
    with Seen() as seen:
        search = _Search(seen, choice)
        for path in paths:
            for found in search.listed(stdin) if path == "-" else search.named(path):
                yield _numbered(found, seen) if isinstance(found, Item) else found


class _Search:
    """One discovery: what is wanted, and what came by already."""

    def __init__(self, seen: Seen, choice: _Choice) -> None:
        self._seen = seen
        self._choice = choice
        self._walks = 0

    def listed(self, stream: BinaryIO | None) -> Iterator[Found]:
        """Yield the inputs on standard input, or those that are listed there."""
        if stream is None:
            yield _failing("-", "there is nothing on standard input.")
            return
        for each in listed_in(stream):
            if isinstance(each, Item):
                yield each
            else:
                yield from self._at(Path(each))

    def named(self, path: str) -> Iterator[Found]:
        """Yield the inputs that a path or a pattern means."""
        if not path or "\0" in path:
            yield _failing(path, "this is no path.")
        elif not is_pattern(path) or os.path.lexists(path):
            yield from self._at(Path(path))
        else:
            found = False
            for each in files_meant(path, self._new_walk()):
                found = True
                yield from self._taken(each)
            if not found:
                yield _failing(path, "no file fits this pattern.")

    def _at(self, path: Path) -> Iterator[Found]:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder may not be searched
            for each in walk(path, self._new_walk()):
                yield from self._taken(each)
        elif _is_pipe(path):
            what = "this is no ordinary file (a pipe, a socket or a device)."
            yield _failing(str(path), what, do="Name files, or pipe JSONL to `-`.")
        else:
            yield from self._taken(path)

    def _taken(self, found: Path | Skipped) -> Iterator[Found]:
        if isinstance(found, Skipped):
            yield found
            return
        real = _real(found)
        if real in self._choice.leave_out:
            yield Skipped(path=writable(str(found)), reason="it belongs to this run")
        elif self._seen.times(b"file\0" + os.fsencode(real)) > 1:
            reason = "it was named already, or is a link to such a file"
            yield Skipped(path=writable(str(found)), reason=reason)
        else:
            account = writable(real.parent.name) or None if self._choice.by_folder else None
            yield from items_in_file(found, columns=self._choice.columns, account=account)

    def _new_walk(self) -> IsNew:
        """Return what tells the folders of one walk apart; another walk may enter them again."""
        self._walks += 1
        number = self._walks
        return lambda folder: self._seen.times(b"%d %d %d" % (number, *folder)) == 1


def _failing(path: str, what: str, *, do: str = "Check the path.") -> Item:
    return unreadable(writable(path), InputError(what, where=writable(path), do=do))


def _is_pipe(path: Path) -> bool:
    """Tell whether reading would take what is there for good, or wait for ever."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _real(path: Path) -> Path:
    """Return where a file really lies; a link in a circle lies where it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _numbered(item: Item, seen: Seen) -> Item:
    """Return an input whose content came by before under a key of its own."""
    times = seen.times(item.key.encode())
    return item if times == 1 else replace(item, key=content_key(f"{item.key}\0{times}"))
