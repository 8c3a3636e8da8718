"""When the messages of a chat were sent: the day of the call, and seconds since the first one."""

import json
from typing import Any

import pytest

from callsift.domain.transcript import Call
from callsift.steps.read import read_text
from callsift.steps.read.exports.moments import moment_of

_SAID = ("多少钱？", "三万八。", "贵了。")


def chat(key: str, *times: object, **beside: Any) -> Call:
    messages = [
        {"sender": name, key: time, "text": words}
        for name, time, words in zip(("王总", "李明", "王总"), times, _SAID, strict=True)
    ]
    return read_text(json.dumps({"messages": messages} | beside))


@pytest.mark.parametrize(
    ("key", "times"),
    [
        (
            "time",
            ("2026-03-05T10:00:03+08:00", "2026-03-05T10:01:03+08:00", "2026-03-06T09:00:03+08:00"),
        ),
        ("timestamp", (1_772_676_003, 1_772_676_063, 1_772_758_803)),
        ("ts", (1_772_676_003_000, 1_772_676_063_000, 1_772_758_803_000)),
        ("ts", ("1772676003.000200", "1772676063.000200", "1772758803.000200")),
        ("created_at", ("2026-03-05 02:00:03", "2026-03-05 02:01:03", "2026-03-06 01:00:03")),
    ],
    ids=["ISO with a zone", "seconds", "milliseconds", "written seconds", "ISO with a blank"],
)
def test_a_chat_has_the_day_of_its_last_message(key: str, times: tuple[object, ...]) -> None:
    call = chat(key, *times)
    assert (call.date, call.transcript.kind) == ("2026-03-06", "chat")
    assert [turn.start_s for turn in call.transcript.turns] == [0, 60, 82_800]


def test_messages_that_come_last_first_are_read_in_the_order_in_which_they_were_sent() -> None:
    call = chat("ts", 1_772_758_803, 1_772_676_063, 1_772_676_003)
    assert [turn.text for turn in call.transcript.turns] == [*reversed(_SAID)]


def test_seconds_of_a_recording_are_no_date() -> None:
    call = chat("start", 0.5, 2.5, 70)
    assert (call.date, call.transcript.kind) == (None, "transcript")
    assert [turn.start_s for turn in call.transcript.turns] == [0.5, 2.5, 70]


@pytest.mark.parametrize(
    "beside",
    [
        {"date": "2026-03-05"},
        {"created_at": "2026-04-01T00:00:00Z", "meta": {"startTime": "2026-03-05T02:00:00Z"}},
        {"会议时间": "2026年3月5日 10:00"},
        {"start_time": 1_772_676_003_000},
    ],
    ids=["day", "start before creation", "zh", "milliseconds"],
)
def test_a_day_beside_the_list_is_the_day_of_the_call(beside: dict[str, Any]) -> None:
    assert chat("start", 0.5, 2.5, 70, **beside).date == "2026-03-05"


@pytest.mark.parametrize("value", [True, 12, "12:00", "2026-13-45T10:00", "", None, float("inf")])
def test_what_is_no_moment_is_none(value: object) -> None:
    assert moment_of(value) is None


def test_messages_that_have_a_day_alone_have_no_seconds() -> None:
    call = chat("date", "2026-03-05", "2026-03-05", "2026-03-06")
    assert call.date == "2026-03-06"
    assert [turn.start_s for turn in call.transcript.turns] == [None] * len(_SAID)
