"""What holds for any table whatever."""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callsift.domain.transcript import Call
from callsift.errors import InputError, UsageError
from callsift.steps.read import read_bytes
from callsift.steps.read.tables import RowRefused, TableColumns, calls_of, is_table, read_table
from tests.steps.read.documents.build import docx, paragraphs
from tests.steps.read.tables.build import workbook

SETTINGS = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"
    ),
    max_size=30,
)
CELLS = st.one_of(
    WORDS,
    st.sampled_from(["客户：多久？", '他说"行"', "一,二", "一\n二", "  ", "#REF!", "2026-03-05"]),
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8)
HEADER = ("日期", "客户", "跟进记录")


def written(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode()


def outcomes(data: bytes) -> list[Call | RowRefused]:
    return list(calls_of(read_table(data, name="t", columns=TableColumns(text=HEADER[2]))))


@SETTINGS
@given(ROWS)
def test_every_row_with_anything_in_it_has_an_outcome_and_keeps_its_words(
    rows: list[tuple[str, str, str]],
) -> None:
    filled = [(number, row) for number, row in enumerate(rows, 2) if any(map(str.strip, row))]
    found = outcomes(written(rows))
    assert [each.name for each in found] == [f"t#{number}" for number, _ in filled]
    for each, (_, row) in zip(found, filled, strict=True):
        if isinstance(each, Call):
            assert each.transcript.text == row[2].strip()
            assert all(
                t.text == each.transcript.text[t.start : t.end] for t in each.transcript.turns
            )
            assert each.account == (row[1].strip() or None)


@SETTINGS
@given(ROWS)
def test_reading_twice_is_the_same(rows: list[tuple[str, str, str]]) -> None:
    table = read_table(written(rows), name="t", columns=TableColumns(text=HEADER[2]))
    assert list(calls_of(table)) == list(calls_of(table))


@settings(SETTINGS, max_examples=40)
@given(ROWS)
def test_a_workbook_and_its_csv_say_the_same(rows: list[tuple[str, str, str]]) -> None:
    plain = [tuple(cell.lstrip("=") for cell in row) for row in rows]

    def gist(found: list[Call | RowRefused]) -> list[tuple[str, str, str | None]]:
        return [
            (each.name, each.transcript.text, each.account)
            if isinstance(each, Call)
            else (each.name, each.reason, None)
            for each in found
        ]

    assert gist(outcomes(workbook([HEADER, *plain]))) == gist(outcomes(written(plain)))


@SETTINGS
@given(st.lists(st.tuples(st.sampled_from(["段总", "孟辉", ""]), CELLS), min_size=1, max_size=8))
def test_no_word_of_a_turn_is_lost(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("说话人", "内容"), *rows])
    for call in calls_of(read_table(out.getvalue().encode(), name="t")):
        if isinstance(call, Call):
            kept = "".join(turn.text for turn in call.transcript.turns)
            assert "".join(kept.split()) == "".join("".join(words for _, words in rows).split())


@SETTINGS
@given(st.text(max_size=200))
def test_any_text_is_a_table_or_none_and_read_or_refused(text: str) -> None:
    data = text.encode("utf-8", "replace")
    is_table(text)
    with suppress(InputError, UsageError):
        read_bytes(data, name="x")
    with suppress(InputError, UsageError):
        list(calls_of(read_table(data, name="x")))


@SETTINGS
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_document_keeps_every_word(lines: list[str]) -> None:
    try:
        text = read_bytes(docx(paragraphs(*lines)), name="x").transcript.text
    except InputError:
        return
    assert "".join(text.split()) == "".join("".join(lines).split())
