"""The day that an agreed step names."""

from datetime import date

import pytest

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
    ],
)
def test_a_named_day_is_found(text: str, day: date) -> None:
    assert named_day(text, MONDAY) == day


@pytest.mark.parametrize("text", ["回头再说", "尽快", "whenever suits", "2月31日", "第19号线", ""])
def test_where_no_day_is_named_there_is_none(text: str) -> None:
    assert named_day(text, MONDAY) is None


def test_without_the_calls_date_only_a_full_date_counts() -> None:
    assert named_day("周四", None) is None
    assert named_day("2026年7月1日", None) == date(2026, 7, 1)
