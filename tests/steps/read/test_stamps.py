"""Times beside a speaker."""

import pytest

from callsift.steps.read import read_text
from callsift.steps.read.stamps import full_date, slashed_dates


def starts(text: str) -> list[float | None]:
    return [turn.start_s for turn in read_text(text).transcript.turns]


def test_minutes_may_exceed_an_hour() -> None:
    assert starts("张三 00:12\n喂\n\n李四 61:07\n在") == [12, 3667]


def test_hours_appear_after_the_first_hour() -> None:
    assert starts("Dana  59:58\nso?\n\nBob  1:00:04\nyes\n\nDana  1:00:09\nok") == [
        3598,
        3604,
        3609,
    ]


def test_clock_times_count_from_the_first() -> None:
    assert starts("[Colin] 10:02:11\nhi\n\n[Ann] 10:02:15\nhello") == [0, 4]


def test_fractions_are_kept() -> None:
    assert starts("说话人 1 00:00:03.210\n喂\n\n说话人 2 00:00:06.540\n在") == [3.21, 6.54]


def test_days_of_a_chat_are_counted_where_they_are_written() -> None:
    text = "—— 2026-04-06 ——\n王姐  23:59\n在吗\n\n—— 2026-04-07 ——\n我  00:01\n在"
    assert starts(text) == [0, 120]


def test_time_that_runs_back_without_a_date_is_not_guessed() -> None:
    assert starts("王姐  16:21\n在吗\n\n我  09:22\n在\n\n王姐  09:30\n好") == [0, None, None]


def test_an_afternoon_is_understood() -> None:
    assert starts("王姐 上午 11:50\n在吗\n\n我 下午 1:20\n在") == [0, 5400]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-05", "2026-03-05"),
        ("日期：2026年3月5日 10:00", "2026-03-05"),
        ("2026/4/2", "2026-04-02"),
        ("March 5th, 2026", "2026-03-05"),
        ("5 Mar 2026", "2026-03-05"),
        ("3月5日", None),
        ("2026-13-40", None),
        ("12026-03-051", None),
    ],
)
def test_a_date_counts_only_with_its_year(text: str, expected: str | None) -> None:
    assert full_date(text) == expected


def test_a_log_is_of_the_day_of_its_last_entry() -> None:
    text = "2026-02-18 初访，说再看\n2026-03-09 电话，合同 2027-12-31 到期\n2026-03-02 催了没回"
    assert read_text(text).date == "2026-03-09"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("05/06/2026,", "31/05/2026,"), ["2026-06-05", "2026-05-31"]),
        (("5/31/26", "6/1/26"), ["2026-05-31", "2026-06-01"]),
        (("05/06/2026", "06/06/2026"), []),
        (("13/05/2026", "05/13/2026"), []),
    ],
    ids=["days first", "months first", "nobody knows", "they disagree"],
)
def test_dates_with_slashes_are_told_by_a_day_beyond_twelve(
    texts: tuple[str, ...], expected: list[str]
) -> None:
    assert slashed_dates(texts) == expected
