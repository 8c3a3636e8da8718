"""Turns a table with one row a turn into Calls: one, or one for each value of a call column."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from callsift.domain.transcript import Call, Kind, NotUnderstood
from callsift.steps.read.cues import Cue, transcript_of
from callsift.steps.read.lines import without_unseen
from callsift.steps.read.names import is_side
from callsift.steps.read.stamps import TIME, Stamp, full_date, parse_stamp
from callsift.steps.read.tables.clocks import seconds_of
from callsift.steps.read.tables.table import LONGEST_CELL, Row, RowRefused, Table
from callsift.typography import folded

_CLOCK = re.compile(TIME)
# So much text is no single call, and what is read of one is held in memory.
_MOST_CHARACTERS = 20 * 1024 * 1024
_LONGEST_ROLE = 20


def calls_of_turns(table: Table) -> Iterator[Call | RowRefused]:
    """Yield the calls that the turns make up, in the order of the table.

    Neighbouring rows with the same value in the call column are one call.
    """
    key = table.place(table.columns.call)
    for value, group in groupby(table.rows, key=lambda row: row.cell(key)):
        rows: list[Row] = []
        size = 0
        for row in group:
            size += sum(map(len, row.cells))
            if size <= _MOST_CHARACTERS:
                rows.append(row)
        name = f"{table.name}#{rows[0].place}" if rows and value else table.name
        if size > _MOST_CHARACTERS or not rows:
            first = rows[0].number if rows else 1
            reason = "the turns from this row on are longer than any call"
            yield RowRefused(row=first, name=name, reason=reason)
        else:
            yield _call(table, rows, name)


def _call(table: Table, rows: Sequence[Row], name: str) -> Call | RowRefused:
    """Return the call of some rows, or a refusal where none of them has words."""
    listed = [*_above(table), *_without_words(table, rows)]
    spoken = [row for row in rows if _fault(table, row) is None]
    if not spoken:
        reason = "no row of this call has any words"
        return RowRefused(row=rows[0].number, name=name, reason=reason)
    stamps = _stamps(table, spoken)
    kind: Kind = "chat" if any(stamp.day for stamp in stamps) else "transcript"
    transcript = transcript_of(
        _cues(table, spoken), format=table.format, kind=kind, not_understood=listed
    )
    if not transcript.turns:
        reason = "nothing in the words of this call can be seen"
        return RowRefused(row=rows[0].number, name=name, reason=reason)
    data = "\n".join("\t".join(row.cells) for row in rows).encode("utf-8", "surrogatepass")
    return Call(
        name=name,
        transcript=transcript,
        sha256=hashlib.sha256(data).hexdigest(),
        date=_date(table, rows, stamps, kind),
        account=next(filter(None, _cells(rows, table.place(table.columns.account))), None),
    )


def _fault(table: Table, row: Row) -> str | None:
    """Return why a row is no turn, or None where it is one."""
    if row.fault:
        return row.fault
    words = row.cell(table.place(table.columns.text))
    if not words:
        return "a row without words"
    return "longer than a million characters" if len(words) > LONGEST_CELL else None


def _without_words(table: Table, rows: Iterable[Row]) -> Iterator[NotUnderstood]:
    for row in rows:
        reason = _fault(table, row)
        if reason is not None:
            shown = " | ".join(filter(None, map(str.strip, row.cells)))[:200]
            text = shown.encode("utf-8", "replace").decode("utf-8")
            yield NotUnderstood(line=row.number, text=text, reason=reason)


def _above(table: Table) -> Iterator[NotUnderstood]:
    for row in table.above:
        text = " | ".join(filter(None, map(str.strip, row.cells)))
        yield NotUnderstood(line=row.number, text=text, reason="above the header")


def _cues(table: Table, rows: Sequence[Row]) -> Iterator[Cue]:
    columns = table.columns
    text, speaker, role = map(table.place, (columns.text, columns.speaker, columns.role))
    times = _cells(rows, table.place(columns.time))
    ends = _cells(rows, table.place(columns.end))
    seconds = seconds_of(times, ends)
    for row, (start, end) in zip(rows, seconds, strict=True):
        label = _label(*(without_unseen(row.cell(at)).strip() for at in (speaker, role)))
        yield Cue(label, start, end, row.cell(text), line=row.number)


def _cells(rows: Iterable[Row], at: int | None) -> list[str]:
    return [row.cell(at) for row in rows]


def _label(speaker: str, role: str) -> str | None:
    """Return the label of a turn: the name, with the side where only another column says it."""
    if not speaker:
        return role or None
    if speaker.isdigit():
        speaker = f"Speaker {speaker}"
    is_new = len(role) <= _LONGEST_ROLE and is_side(folded(role).text) and role not in speaker
    return f"{role} {speaker}" if is_new else speaker


def _stamps(table: Table, rows: Iterable[Row]) -> list[Stamp]:
    at = table.place(table.columns.time)
    return [parse_stamp(cell) for row in rows if _CLOCK.search(cell := row.cell(at))]


def _date(table: Table, rows: Sequence[Row], stamps: Sequence[Stamp], kind: Kind) -> str | None:
    """Return the day of the call: of a chat the last one, else the first one written."""
    at = table.place(table.columns.date)
    written = chain(
        (row.cell(at) for row in rows),
        (stamp.day for stamp in stamps),
        (cell for row in table.above for cell in row.cells),
    )
    days = [day for each in written if (day := full_date(each)) is not None]
    if not days:
        return None
    return max(days) if kind == "chat" else days[0]
