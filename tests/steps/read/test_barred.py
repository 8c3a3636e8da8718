"""A table of Markdown is read as turns where its header says so; any other stays as it is."""

import pytest

from callsift.steps.read import read_text

_ZH = """# 通话记录 2026-03-05

| 时间 | 发言人 | 内容 |
|:---|:---:|---:|
| 00:03 | 李明 | 王总您好，**标准版**还是 A\\|B 版？ |
| 00:10 | 王总 | 报价多少？<br>要含税的。 |
| 00:15 | 李明 | 三万八。 |
| 00:20 | 王总 | 行。 |
"""
_EN = """Speaker | Text
--- | ---
Rep | Hi, this is Dana.
Buyer | What does it cost?
Rep | 12k a year.
"""


def test_a_table_of_turns_has_its_speakers_times_and_words() -> None:
    call = read_text(_ZH)
    assert call.date == "2026-03-05"
    assert [(turn.start_s, turn.speaker, turn.text) for turn in call.transcript.turns] == [
        (3, "李明", "王总您好，标准版还是 A|B 版？"),
        (10, "王总", "报价多少？ 要含税的。"),
        (15, "李明", "三万八。"),
        (20, "王总", "行。"),
    ]


def test_bars_at_the_ends_of_the_rows_may_be_missing() -> None:
    turns = read_text(_EN).transcript.turns
    assert [turn.speaker for turn in turns] == ["Rep", "Buyer", "Rep"]


def test_a_line_below_the_table_keeps_its_number() -> None:
    transcript = read_text(_ZH + "\n---\n").transcript
    assert [each.line for each in transcript.not_understood] == [1, 10]


@pytest.mark.parametrize(
    "table",
    [
        "| 项目 | 内容 |\n| --- | --- |\n| 预算 | 三万 |\n| 决策人 | 王总 |",
        "| 姓名 | 内容 |\n| --- | --- |\n| 王总 | 负责采购 |\n| 李工 | 负责技术 |",
        "| Name | Notes |\n|---|---|\n| Tom | Owns the budget |\n| Ann | Signs |",
    ],
)
def test_a_table_of_something_else_stays_as_it_is(table: str) -> None:
    text = f"# 拜访记录\n\n{table}\n\n下一步：周三报价。"
    assert read_text(text).transcript.text == text
