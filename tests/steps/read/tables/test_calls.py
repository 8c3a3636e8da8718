"""Tables with one row a call."""

import io
import time
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from callsift.domain.transcript import Call
from callsift.errors import InputError, UsageError
from callsift.steps.read import read_bytes, read_path
from callsift.steps.read.tables import RowRefused, Table, TableColumns, calls_of, read_table
from callsift.steps.read.tables.calls import day_of
from tests.steps.read.tables.build import Rows, workbook

FIXTURES = Path(__file__).parents[4] / "fixtures" / "formats" / "csv"
ROWS: Rows = (
    ("日期", "客户名称", "跟进记录", "负责人"),
    (date(2026, 3, 5), "甲山机械", "客户说预算还没批，下周再约。", "孟辉"),
    (date(2026, 3, 6), "乙水电器", "段总：多久能上线？\n孟辉：六周左右。", "孟辉"),
)


def csv_of(rows: Rows, delimiter: str = ",") -> str:
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)


def table_of(data: bytes, columns: TableColumns | None = None) -> Table:
    return read_table(data, name="book.xlsx", columns=columns)


def calls_in(table: Table) -> list[Call]:
    return [each for each in calls_of(table) if isinstance(each, Call)]


def refused_in(table: Table) -> list[RowRefused]:
    return [each for each in calls_of(table) if isinstance(each, RowRefused)]


SOURCES = {
    "xlsx": workbook(ROWS),
    "csv": csv_of(ROWS).encode(),
    "csv with a mark": csv_of(ROWS).encode("utf-8-sig"),
    "csv in GB18030": csv_of(ROWS).encode("gb18030"),
    "semicolons": csv_of(ROWS, ";").encode(),
    "tabs": csv_of(ROWS, "\t").encode(),
    "tabs in UTF-16": csv_of(ROWS, "\t").encode("utf-16"),
    "bars": csv_of(ROWS, "|").encode(),
    "under a title": csv_of((("三月跟进表",), (), *ROWS)).encode(),
}


@pytest.mark.parametrize("first", [0, 1], ids=["in the first row", "in a later row"])
@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "unquoted"])
def test_a_call_longer_than_what_is_looked_at_first_is_one_row(first: int, quoted: bool) -> None:
    words = ("段总：多久能上线？" + ("\n" if quoted else " ")) * 9_000
    rows = [list(map(str, row)) for row in ROWS]
    rows.insert(1 + first, ["2026-03-04", "丙火重工", words, "孟辉"])
    data = csv_of(rows) if quoted else "".join(",".join(row) + "\n" for row in rows[:3])
    with pytest.raises(InputError, match=f"a table with {3 if quoted else 2} calls"):
        read_bytes(data.encode(), name="t.csv")
    found = calls_in(table_of(data.encode()))
    assert found[first].transcript.text == words.strip()
    assert found[first].account == "丙火重工"


@pytest.mark.parametrize("data", SOURCES.values(), ids=SOURCES.keys())
def test_each_row_is_a_call_with_its_day_and_account(data: bytes) -> None:
    table = table_of(data)
    assert table.shape == "calls"
    assert table.columns == TableColumns(text="跟进记录", date="日期", account="客户名称")
    first, second = calls_in(table)
    assert (first.date, first.account) == ("2026-03-05", "甲山机械")
    assert (second.date, second.account) == ("2026-03-06", "乙水电器")
    assert first.transcript.text == "客户说预算还没批，下周再约。"
    assert [turn.speaker for turn in second.transcript.turns] == ["段总", "孟辉"]
    for call in (first, second):
        assert all(
            turn.text == call.transcript.text[turn.start : turn.end]
            for turn in call.transcript.turns
        )


def test_a_call_is_named_by_the_row_that_people_see() -> None:
    assert [call.name for call in calls_in(table_of(SOURCES["xlsx"]))] == [
        "book.xlsx#2",
        "book.xlsx#3",
    ]
    assert calls_in(table_of(SOURCES["under a title"]))[0].name == "book.xlsx#4"


def test_the_same_words_in_two_rows_are_two_inputs() -> None:
    data = csv_of((ROWS[0], ROWS[1], ROWS[1])).encode()
    first, second = calls_in(table_of(data))
    assert first.sha256 != second.sha256
    assert [call.sha256 for call in calls_in(table_of(data))] == [first.sha256, second.sha256]


def test_a_row_that_is_no_call_says_why_and_stops_nothing() -> None:
    rows = [
        *ROWS[:2],
        ("2026-03-07", "丙", "  ", ""),
        ("2026-03-08", "丁", "#REF!", ""),
        ("2026-03-09", "戊", "a" * 1_000_001, ""),
        ROWS[2],
    ]
    table = table_of(csv_of(rows).encode())
    assert len(calls_in(table)) == 2
    assert [(each.row, each.name) for each in refused_in(table)] == [
        (3, "book.xlsx#3"),
        (4, "book.xlsx#4"),
        (5, "book.xlsx#5"),
    ]
    reasons = [each.reason for each in refused_in(table)]
    assert "empty" in reasons[0]
    assert "error" in reasons[1]
    assert "million" in reasons[2]


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row() -> None:
    data = csv_of(ROWS).encode() + '2026-03-07,丙,"没有关上,孟辉\r\n'.encode()
    assert "quotation" in refused_in(table_of(data))[0].reason
    assert len(calls_in(table_of(data))) == 2


def test_a_wrong_byte_spoils_its_own_row() -> None:
    filler = [ROWS[1]] * 2_000
    data = (
        csv_of((ROWS[0], *filler)).encode()
        + b"2026-03-07,x,\xff\xfe\x81,y\r\n"
        + csv_of((ROWS[2],)).encode()
    )
    (refused,) = refused_in(table_of(data))
    assert refused.row == 2_002
    assert "encoding" in refused.reason
    assert len(calls_in(table_of(data))) == 2_001


def test_chinese_that_comes_late_does_not_mislead_the_encoding() -> None:
    ascii_rows = [
        ("2026-03-05", "Orr Ltd", f"They asked for a quote {n}.", "Ben") for n in range(3_000)
    ]
    header = (("date", "account", "notes", "owner"),)
    data = csv_of((*header, *ascii_rows, ROWS[1])).encode("gb18030")
    assert calls_in(table_of(data))[-1].account == "甲山机械"


def test_rows_are_read_when_they_are_asked_for() -> None:
    line = csv_of(ROWS[1:2])
    data = (csv_of(ROWS[:1]) + line * 300_000).encode()
    started = time.process_time()
    table = read_table(data, name="long.csv", most_bytes=len(data))
    assert next(iter(calls_of(table)))
    first = time.process_time() - started
    started = time.process_time()
    assert sum(1 for _ in table.rows) == 300_000
    assert first < time.process_time() - started


def test_a_table_is_limited_as_a_call_unless_more_is_allowed() -> None:
    data = (csv_of(ROWS[:1]) + csv_of(ROWS[1:2]) * 400_000).encode()
    with pytest.raises(InputError, match="20 MB"):
        table_of(data)
    assert read_table(data, name="x", most_bytes=len(data)).shape == "calls"


class TestWorkbooks:
    def test_cells_are_what_people_read(self) -> None:
        rows: Rows = (
            ("日期", "客户名称", "跟进记录"),
            (datetime(2026, 3, 5, 14, 30), 10086, "客户说预算还没批。"),
            ("2026年3月6日", True, "=1+1"),
            (20260307, 1.5, 42),
        )
        calls = list(calls_of(table_of(workbook(rows))))
        first, formula, number = calls
        assert isinstance(first, Call)
        assert (first.date, first.account) == ("2026-03-05", "10086")
        assert isinstance(formula, RowRefused)
        assert isinstance(number, Call)
        assert (number.date, number.account, number.transcript.text) == ("2026-03-07", "1.5", "42")

    def test_a_merged_cell_holds_for_each_of_its_rows(self) -> None:
        rows = [*ROWS, (date(2026, 3, 7), None, "客户问了价格。", None)]
        table = table_of(workbook(rows, merged=["B3:B4"]))
        assert [call.account for call in calls_in(table)] == ["甲山机械", "乙水电器", "乙水电器"]

    def test_sheets_with_one_header_are_one_table(self) -> None:
        table = table_of(workbook({"三月": ROWS, "四月": ROWS, "说明": [("请按日填写",)]}))
        assert [call.name for call in calls_in(table)] == [
            "book.xlsx#三月!2",
            "book.xlsx#三月!3",
            "book.xlsx#四月!2",
            "book.xlsx#四月!3",
        ]
        assert table.ignored == ("说明",)

    def test_several_tables_are_asked_about(self) -> None:
        other: Rows = (
            ("date", "account", "call notes"),
            ("2026-03-05", "Orr", "They asked for a quote."),
        )
        with pytest.raises(UsageError, match="several sheets"):
            table_of(workbook({"a": ROWS, "b": other}))

    def test_a_hidden_sheet_is_not_read(self) -> None:
        table = table_of(workbook({"a": ROWS, "b": ROWS}, hidden="b"))
        assert len(calls_in(table)) == 2

    def test_two_cells_at_opposite_corners_cost_little(self) -> None:
        book = load_workbook(io.BytesIO(workbook(ROWS)))
        book.worksheets[0]["XFD1048576"] = "x"
        out = io.BytesIO()
        book.save(out)
        started = time.process_time()
        assert len(calls_in(table_of(out.getvalue()))) == 2
        assert time.process_time() - started < 10


def test_a_given_column_comes_before_a_guess() -> None:
    table = table_of(SOURCES["csv"], TableColumns(text="负责人"))
    assert [call.transcript.text for call in calls_in(table)] == ["孟辉", "孟辉"]
    assert table.columns.date == "日期"


def test_a_column_goes_by_its_letter_too() -> None:
    assert table_of(SOURCES["csv"], TableColumns(text="c")).columns.text == "跟进记录"


def test_a_table_without_a_header_goes_by_letters() -> None:
    data = csv_of(ROWS[1:]).encode()
    table = table_of(data, TableColumns(text="C", account="B"))
    assert [(call.name, call.account) for call in calls_in(table)] == [
        ("book.xlsx#1", "甲山机械"),
        ("book.xlsx#2", "乙水电器"),
    ]


def test_a_column_that_is_not_there_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="A `日期`, B `客户名称`"):
        table_of(SOURCES["csv"], TableColumns(text="笔记"))


AMBIGUOUS = {
    "two columns of words": (
        ("日期", "客户", "跟进记录", "会议纪要"),
        ("2026-03-05", "甲", "客户问价。", "客户问期。"),
    ),
    "no column of words": (("编号", "金额", "数量"), ("1", "2", "3")),
    "a remark beside unnamed prose": (
        ("日期", "客户", "备注", "情况一"),
        (
            "2026-03-05",
            "甲",
            "无",
            "客户说他们的老系统用了八年，今年一定要换，预算在走流程，希望我们下周过去。" * 2,
        ),
        (
            "2026-03-06",
            "乙",
            "客户说他们的老系统用了八年，今年一定要换，预算在走流程，希望我们下周过去。",
            "无",
        ),
    ),
}


@pytest.mark.parametrize("rows", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_what_is_not_obvious_is_asked(rows: Rows) -> None:
    with pytest.raises(UsageError, match="--text-column") as caught:
        table_of(workbook(rows))
    assert str(rows[0][-1]) in str(caught.value)


def test_a_long_column_without_a_known_name_is_obvious() -> None:
    rows: Rows = (
        ("日期", "客户", "编号", "详述栏"),
        (
            "2026-03-05",
            "甲",
            "1",
            "客户说他们的老系统用了八年，今年一定要换，预算在走流程，希望我们下周过去。",
        ),
    )
    assert table_of(workbook(rows)).columns.text == "详述栏"


ENDLESS = {
    "columns": b"," * 3_000_000 + b"\n" + b"," * 3_000_000,
    "rows of columns": (b"x," * 500 + b"\n") * 5_000,
    "a cell": b'date,notes\n2026-03-05,"' + b"x" * 15_000_000,
    "quotation marks": b"date,notes\n" + b'2026-03-05,"x"y\n' * 20_000,
}


@pytest.mark.parametrize("data", ENDLESS.values(), ids=ENDLESS.keys())
def test_endless_tables_end(data: bytes) -> None:
    started = time.process_time()
    with suppress(InputError, UsageError):
        read_bytes(data, name="x")
    with suppress(InputError, UsageError):
        assert list(calls_of(read_table(data, name="x", columns=TableColumns(text="B"))))
    assert time.process_time() - started < 20


def test_merged_cells_without_end_do_not_stop_the_reading() -> None:
    sheet = workbook(ROWS)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet)) as book, zipfile.ZipFile(out, "w") as copy:
        for name in book.namelist():
            tail = b"<mergeCell " * 500_000 if name.endswith("sheet1.xml") else b""
            copy.writestr(name, book.read(name) + tail)
    started = time.process_time()
    with suppress(InputError):
        table_of(out.getvalue())
    assert time.process_time() - started < 5


def test_a_lone_column_of_words_is_a_table_where_one_is_asked_for() -> None:
    data = "跟进记录\n客户问了价格。\n\n客户说年中定。\n".encode()
    assert [call.name for call in calls_in(table_of(data))] == ["book.xlsx#2", "book.xlsx#4"]


@pytest.mark.parametrize("data", [b"", b"hello there", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        table_of(data)
    assert caught.value.do


def test_the_guess_can_be_told() -> None:
    assert (
        table_of(SOURCES["csv"]).columns.described()
        == "text: 跟进记录, date: 日期, account: 客户名称"
    )


class TestReadAsOneCall:
    def test_a_table_with_many_calls_is_sent_to_batch(self) -> None:
        with pytest.raises(InputError, match=r"2 calls .*text: 跟进记录.*`callsift batch FILE"):
            read_bytes(SOURCES["xlsx"], name="book.xlsx")

    def test_very_many_calls_are_not_counted_to_the_end(self) -> None:
        data = (csv_of(ROWS[:1]) + csv_of(ROWS[1:2]) * 2_000).encode()
        with pytest.raises(InputError, match="more than 1000 calls"):
            read_bytes(data, name="long.csv")

    @pytest.mark.parametrize("name", ["call.txt", "call.xls", "call.docx"])
    def test_the_only_call_is_read_whatever_the_file_is_called(self, name: str) -> None:
        call = read_bytes(workbook(ROWS[:2]), name=name)
        assert (call.name, call.account, call.transcript.format) == (name, "甲山机械", "xlsx")

    def test_a_csv_that_is_called_a_workbook_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        path.write_text(csv_of(ROWS[:2]), encoding="utf-8")
        assert read_path(path).transcript.format == "csv"

    def test_a_table_without_words_has_no_text(self) -> None:
        with pytest.raises(InputError, match="no text in it"):
            read_bytes(workbook([ROWS[0], ("2026-03-05", "甲", "", "")]), name="book.xlsx")
        with pytest.raises(InputError, match="no text in it"):
            read_bytes(workbook([]), name="book.xlsx")

    def test_a_wide_grid_of_unknown_columns_is_not_read_as_a_text(self) -> None:
        rows = "编号,金额,数量\n" + "".join(f"{n},2,3\n" for n in range(9))
        with pytest.raises(UsageError, match="--text-column"):
            read_bytes(rows.encode(), name="list.csv")


TEXTS = {
    "a dialogue": "客户：多久能上线, 多少钱\n销售：六周, 十万\n客户：行, 好\n",
    "minutes": "时间：3月5日, 地点：线上\n内容：谈价格, 谈期限\n",
    "a chat of Zoom": "10:02:11\tFrom Ben to Amy:\thello\n10:02:15\tFrom Amy to Ben:\thi, content\n",
    "a table of Markdown": "| 说话人 | 时间 | 内容 |\n|---|---|---|\n| 段总 | 00:01 | 多久 |\n",
    "English prose": "Well, yes, sure\nThen we talked, a bit, about text, content\nand that, more or less, was it\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_with_commas_is_no_table(text: str) -> None:
    assert read_bytes(text.encode(), name="x").transcript.format not in ("csv", "xlsx")


DAYS = {
    "2026-03-05": "2026-03-05",
    "2026/3/5 14:02": "2026-03-05",
    "2026年3月5日": "2026-03-05",
    "20260305": "2026-03-05",
    "Mar 5, 2026": "2026-03-05",
    "25/3/2026": "2026-03-25",
    "3/25/2026": "2026-03-25",
    "3/3/2026": "2026-03-03",
    "3/4/2026": None,
    "上周三": None,
    "": None,
}


@pytest.mark.parametrize(("cell", "day"), DAYS.items(), ids=DAYS.keys())
def test_a_day_is_known_or_not_guessed(cell: str, day: str | None) -> None:
    assert day_of(cell) == day


@pytest.mark.parametrize("file", sorted(FIXTURES.glob("calls_*")), ids=lambda path: path.name)
def test_samples_of_tables_with_one_row_a_call_are_read(file: Path) -> None:
    table = read_table(file.read_bytes(), name=file.name)
    calls = calls_in(table)
    assert len(calls) == 3
    assert all(call.date and call.account for call in calls)
