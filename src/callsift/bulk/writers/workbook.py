"""Writes results as a workbook for people: verdicts, the evidence behind them, and what failed.

XlsxWriter in constant-memory mode keeps one row at a time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from callsift.bulk.rows import Row
from callsift.bulk.writers.book import Book
from callsift.bulk.writers.days import day_in
from callsift.bulk.writers.replacing import replacing
from callsift.bulk.writers.sheets import Cell, Column, Looks, Table
from callsift.bulk.writers.verdicts import Verdict, Wording, verdict_of
from callsift.bulk.writers.words import COLUMNS, SHEETS
from callsift.domain.transcript import Kind
from callsift.render.clock import since_start
from callsift.wording import say

# By this discovery knows the file again.
SUBJECT = "callsift results"
_WIDTHS = {
    "name": 32, "account": 18, "date": 11, "status": 10, "category": 24, "confidence": 10, "stage": 9,
    "standing": 13, "next_action": 26, "due": 11, "call_today": 10, "quote_1": 44, "quote_2": 44,
    "quote_3": 44, "missing": 40, "warnings": 32, "error": 48, "signal": 28, "signal_name": 24,
    "sign": 7, "quote": 60, "speaker": 16, "turn": 8, "time": 10,
}  # fmt: skip
_EVIDENCE = ("name", "account", "signal", "signal_name", "sign", "quote", "speaker", "turn", "time")
_FAILURES = ("name", "account", "date", "status", "error")
_DAYS = ("date", "due")
# What to make of a category at a glance: go after it, bring it along, be wary of it.
_GROUPS = {
    "front_runner": "good",
    "quality_prospect": "good",
    "guided_buyer": "good",
    "early_explorer": "open",
    "undecided_researcher": "open",
    "small_account_upside": "open",
    "reassurance_seeker": "wary",
    "price_comparer": "wary",
    "benchmark_foil": "wary",
    "insufficient_evidence": "unknown",
}
_COLOURS = {"good": "#D9EAD3", "open": "#FFF2CC", "wary": "#F4CCCC", "unknown": "#EDEDED"}
# The same results make the same bytes.
_CREATED = datetime(2000, 1, 1)


def write_xlsx(rows: Iterable[Row], target: Path, wording: Wording) -> None:
    """Write three sheets: a verdict a row, a quote a row, a failure a row, each in the order of the rows.

    Raises:
        UsageError: the file cannot be written; the old one stands.
    """
    with replacing(target) as partial, _workbook(partial) as book:
        tables = _Tables(book, wording)
        for row in rows:
            tables.add(row)
        tables.end()


@contextmanager
def _workbook(file: Path) -> Iterator[Book]:
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where a workbook is written
    from xlsxwriter.exceptions import XlsxFileError  # noqa: PLC0415 - as above

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        book = cast("Book", Workbook(str(file), {"constant_memory": True, "tmpdir": folder}))
        book.set_properties({"created": _CREATED, "subject": SUBJECT})
        book.use_zip64()
        try:
            yield book
            book.close()
        except XlsxFileError as error:
            raise OSError(str(error)) from None
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


class _Tables:
    """The three tables of a workbook."""

    def __init__(self, book: Book, wording: Wording) -> None:
        self._wording = wording
        looks = _looks(book)

        def table(sheet: str, fields: Iterable[str]) -> Table:
            columns = [Column(say(COLUMNS[each], wording.lang), _WIDTHS[each]) for each in fields]
            return Table(book, looks, say(SHEETS[sheet], wording.lang), columns)

        self._verdicts = table("verdicts", Verdict._fields)
        self._evidence = table("evidence", _EVIDENCE)
        self._failures = table("failures", _FAILURES)

    def add(self, row: Row) -> None:
        """Write a row into each table that it belongs to."""
        verdict = verdict_of(row, self._wording)
        colours = {} if row.analysis is None else _colours(row.analysis.category.id)
        self._verdicts.add(_typed(verdict, Verdict._fields), colours)
        for cells in _evidence(row, self._wording):
            self._evidence.add(cells)
        if row.status in ("failed", "outcome_unknown"):
            self._failures.add(_typed(verdict, _FAILURES))

    def end(self) -> None:
        """Finish every table."""
        for each in (self._verdicts, self._evidence, self._failures):
            each.end()


def _looks(book: Book) -> Looks:
    top = {"valign": "top"}
    wrapped = {**top, "text_wrap": True}
    return Looks(
        header=book.add_format({**wrapped, "bold": True, "bottom": 1, "bg_color": "#D9D9D9"}),
        text=book.add_format(wrapped),
        day=book.add_format({**top, "num_format": "yyyy-mm-dd"}),
        share=book.add_format({**top, "num_format": "0%"}),
        number=book.add_format({**top, "num_format": "0"}),
        colours={
            name: book.add_format({**wrapped, "bg_color": each}) for name, each in _COLOURS.items()
        },
    )


def _colours(category: str) -> dict[int, str]:
    group = _GROUPS.get(category)
    return {} if group is None else {Verdict._fields.index("category"): group}


def _typed(verdict: Verdict, fields: Iterable[str]) -> list[Cell]:
    """Return some fields of a verdict as cells: days as days, and nothing where there is nothing."""
    values = verdict._asdict()
    cells = (_day(values[each]) if each in _DAYS else values[each] for each in fields)
    return [None if each == "" else each for each in cells]


def _day(text: str) -> date | str:
    """Return an ISO day as one that can be sorted; what is none, or too early for a workbook, as it is written."""
    found = day_in(text)
    return text if found is None or found.year < 1900 else found


def _evidence(row: Row, wording: Wording) -> Iterator[list[Cell]]:
    if row.analysis is None:
        return
    kind = row.analysis.source.kind
    for signal in row.analysis.signals:
        known = wording.playbook.signals.get(signal.id)
        name = signal.id if known is None else say(known.name, wording.lang)
        for each in signal.evidence:
            yield [
                *(row.name, row.account, signal.id, name, signal.sign, each.quote, each.speaker),
                *(each.turn + 1, _clock(each.start_s, kind)),
            ]


def _clock(seconds: float | None, kind: Kind) -> str | None:
    """Return the time since the start of a recording in a form that sorts; a chat has none."""
    whole = since_start(seconds, kind)
    if whole is None:
        return None
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
