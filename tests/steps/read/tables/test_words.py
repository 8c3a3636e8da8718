"""The words of a header."""

import pytest

from callsift.steps.read.tables.words import Meaning, ranks_of

MEANT: dict[str, Meaning] = {
    "跟进记录": "text",
    "跟進記錄": "text",
    "* 沟通内容（必填）": "text",
    "本次跟进记录": "text",
    "Call Notes": "text",
    "Speaker Name": "speaker",
    "发言人": "speaker",
    "Account Name": "account",
    "客户名称": "account",
    "Call Date": "date",
    "实际拜访日期": "date",
    "Timestamp": "time",
    "call_id": "call",
    "开始": "time",
    "开始(s)": "time",
    "StrTime": "time",
    "结束": "end",
    "识别结果": "text",
    "StrContent": "text",
}


@pytest.mark.parametrize(("header", "meaning"), MEANT.items(), ids=MEANT.keys())
def test_a_header_is_known_by_its_words(header: str, meaning: Meaning) -> None:
    ranks = ranks_of(header)
    assert max(ranks, key=lambda each: ranks[each]) == meaning


@pytest.mark.parametrize(
    "cell",
    ["", "段总", "你们多久能上线？", "跟进记录" * 20, "2026-03-05", "下次跟进日期", "Close date"],
)
def test_other_cells_mean_nothing(cell: str) -> None:
    assert ranks_of(cell) == {}
