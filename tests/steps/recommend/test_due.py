"""The day that an agreed step names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.steps.recommend.due import named_day

MONDAY = date(2026, 5, 11)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周四上午十点我过去", date(2026, 5, 14)),
        ("礼拜三带料过来", date(2026, 5, 13)),
        ("下周二下午三点", date(2026, 5, 19)),
        ("下下周一开会", date(2026, 5, 25)),
        ("這個禮拜五", date(2026, 5, 15)),
        ("明天一早", date(2026, 5, 12)),
        ("后天下午两点", date(2026, 5, 13)),
        ("大后天", date(2026, 5, 14)),
        ("27号去你们总部", date(2026, 5, 27)),
        ("5号之前给我", date(2026, 6, 5)),
        ("6月3日", date(2026, 6, 3)),
        ("3月2日再看", date(2027, 3, 2)),
        ("2026年7月1日验收", date(2026, 7, 1)),
        ("2026-07-01", date(2026, 7, 1)),
        ("Thursday at 10", date(2026, 5, 14)),
        ("20 mins booked Tues 24th", date(2026, 5, 12)),
        ("on 3 June", date(2026, 6, 3)),
        ("June 3 works", date(2026, 6, 3)),
        ("the 19th", date(2026, 5, 19)),
        ("tomorrow", date(2026, 5, 12)),
        ("後天下午", date(2026, 5, 13)),
        ("下個禮拜三", date(2026, 5, 20)),
        ("周三（20号）", date(2026, 5, 20)),
        ("20号，周三", date(2026, 5, 20)),
        ("Wednesday the 20th", date(2026, 5, 20)),
        ("next Tuesday", date(2026, 5, 19)),
        ("今天先这样，下周三你们来", date(2026, 5, 20)),
        ("今天周一，周三来", date(2026, 5, 13)),
        ("今天就发", MONDAY),
        ("上周三说过了，周五给你", date(2026, 5, 15)),
        ("last Thursday was bad, so Friday", date(2026, 5, 15)),
        ("十五号开会", date(2026, 5, 15)),
        ("六月二十三号", date(2026, 6, 23)),
        ("下个月五号", date(2026, 6, 5)),
        ("4月28号签的，6月2号验收", date(2026, 6, 2)),
        ("三天后给答复", date(2026, 5, 14)),
        ("三五天内", date(2026, 5, 16)),
        ("两个星期之后", date(2026, 5, 25)),
        ("五个工作日内", date(2026, 5, 18)),
        ("in two weeks", date(2026, 5, 25)),
        ("within a day", date(2026, 5, 12)),
        ("the day after tomorrow", date(2026, 5, 13)),
        ("Friday, June 5", date(2026, 6, 5)),
        ("6/3见", date(2026, 6, 3)),
        ("15/6 works", date(2026, 6, 15)),
        ("6/15 works", date(2026, 6, 15)),
        ("月底前定", date(2026, 5, 31)),
        ("by the end of next month", date(2026, 6, 30)),
    ],
)
def test_a_named_day_is_found(text: str, day: date) -> None:
    assert named_day(text, MONDAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "回头再说",
        "尽快",
        "whenever suits",
        "2月31日",
        "第19号线",
        "",
        "maybe next month",
        "3号机先停",
        "付1/3的款",
        "每周三例会",
        "上周五",
        "we sat down",
        "1/2 the price",
        "maybe 3 of us",
        "we decide 2 things",
        "send money",
        "friendly call",
        "昨天说的",
        "4月28号签的",
    ],
)
def test_where_no_day_is_named_there_is_none(text: str) -> None:
    assert named_day(text, MONDAY) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 28))
def test_a_day_of_the_month_lies_ahead_within_a_month(called: date, number: int) -> None:
    day = named_day(f"{number}号", called)
    assert day is not None
    assert day.day == number
    assert 0 < (day - called).days <= 31


@given(st.text(max_size=40), st.dates(date(1990, 1, 1), date(2990, 1, 1)))
def test_no_words_name_a_day_that_is_over(text: str, called: date) -> None:
    day = named_day(text, called)
    assert day is None or day >= called


def test_without_the_calls_date_only_a_full_date_counts() -> None:
    assert named_day("周四", None) is None
    assert named_day("2026年7月1日", None) == date(2026, 7, 1)
