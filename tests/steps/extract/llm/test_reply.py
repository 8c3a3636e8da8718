"""Items are read one by one; what is kept and what is dropped add up to what was returned."""

import json
from typing import Any

import pytest

from callsift.playbook import Playbook
from callsift.steps.extract.llm.reply import Reading, Unreadable, read_reply
from callsift.steps.extract.llm.shape import reply_schema
from tests.provider import reply_json, signal

GOOD = signal("price_out_of_range", "太贵了", 1)


def _read(text: str, playbook: Playbook) -> Reading:
    reading = read_reply(text, playbook)
    assert isinstance(reading, Reading)
    return reading


BAD_SIGNALS: dict[str, Any] = {
    "unknown id": signal("no_such_signal", "太贵了"),
    "no id": {"quote": "太贵了", "turn": 1, "confidence": 1},
    "no quote": {"id": "price_out_of_range", "turn": 1, "confidence": 1},
    "quote of another type": {**GOOD, "quote": ["太贵了"]},
    "confidence beyond the scale": {**GOOD, "confidence": 700},
    "confidence in words": {**GOOD, "confidence": "high"},
    "id of another type": {**GOOD, "id": 7},
    "no object": "price_out_of_range",
    "null": None,
    "a list": [GOOD],
    "half a surrogate pair": {**GOOD, "quote": "太\ud83d"},
}


@pytest.mark.parametrize("bad", BAD_SIGNALS.values(), ids=BAD_SIGNALS.keys())
@pytest.mark.parametrize("place", [0, 2, 4])
def test_one_bad_item_loses_no_other(bad: Any, place: int, playbook: Playbook) -> None:
    items = [GOOD] * 4
    items.insert(place, bad)
    reading = _read(json.dumps({"signals": items}), playbook)
    assert [each.quote for each in reading.candidates] == ["太贵了"] * 4
    assert len(reading.dropped) == 1
    assert reading.dropped[0].reason in ("invalid", "unknown_id")
    reading.model_dump_json()


def test_kept_and_dropped_add_up_to_what_was_returned(playbook: Playbook) -> None:
    lists: dict[str, list[Any]] = {
        "milestones": [
            {"kind": "demo", "status": "done", "with": "us", "quote": "演示过了", "turn": 1},
            {"kind": "party", "status": "done", "with": "us", "quote": "吃过饭", "turn": 1},
            {"kind": "demo", "status": "done", "quote": "演示过了", "turn": 1},
        ],
        "facts": [
            {"name": "product", "value": "喷码机", "quote": "喷码机", "turn": 1},
            {"name": "weather", "value": "好", "quote": "天气好", "turn": 1},
            {"name": "worked_before", "value": "perhaps", "quote": "好", "turn": 1},
            {"name": "product", "value": None, "quote": "喷码机", "turn": 1},
        ],
        "roles": [{"speaker": "王工", "role": "buyer"}, {"speaker": "李工", "role": "boss"}],
    }
    reading = _read(reply_json(GOOD, *(each for each in BAD_SIGNALS.values()), **lists), playbook)
    assert reading.kept + len(reading.dropped) == 1 + len(BAD_SIGNALS) + 3 + 4 + 2
    assert reading.kept == 1 + 1 + 1 + 1
    listed = {each.signal for each in reading.dropped}
    assert {"milestone:party", "fact:weather", "role:李工", "no_such_signal"} <= listed


@pytest.mark.parametrize(
    ("written", "turn"),
    [
        (3, 3),
        ("3", 3),
        ("[3]", 3),
        (3.0, 3),
        (None, None),
        ("third", None),
        (True, None),
        ([3], None),
    ],
)
def test_a_turn_is_only_a_hint(written: object, turn: int | None, playbook: Playbook) -> None:
    reading = _read(reply_json({**GOOD, "turn": written}), playbook)
    assert [each.turn for each in reading.candidates] == [turn]


@pytest.mark.parametrize(
    ("written", "confidence"), [(0.5, 0.5), ("0.5", 0.5), (85, 0.85), (None, 1)]
)
def test_a_confidence_is_read_as_a_share(
    written: object, confidence: float, playbook: Playbook
) -> None:
    reading = _read(reply_json({**GOOD, "confidence": written}), playbook)
    assert [each.confidence for each in reading.candidates] == [confidence]


@pytest.mark.parametrize(
    ("written", "value"), [(True, True), ("true", True), ("No", False), ("否", False)]
)
def test_a_truth_is_true_or_false(written: object, value: bool, playbook: Playbook) -> None:
    fact = {"name": "worked_before", "value": written, "quote": "上次演示", "turn": 1}
    assert [each.value for each in _read(reply_json(facts=[fact]), playbook).facts] == [value]


def test_a_number_is_kept_as_words(playbook: Playbook) -> None:
    fact = {"name": "leader_attempts_failed", "value": 2, "quote": "两次都没见着", "turn": 1}
    assert [each.value for each in _read(reply_json(facts=[fact]), playbook).facts] == ["2"]


def test_a_fact_that_does_not_hold_needs_no_quote(playbook: Playbook) -> None:
    fact = {"name": "worked_before", "value": False}
    assert [each.quote for each in _read(reply_json(facts=[fact]), playbook).facts] == [None]


def test_a_slip_or_two_are_listed_and_not_asked_about(playbook: Playbook) -> None:
    reading = _read(reply_json(signal("invented", "太贵了")), playbook)
    assert (reading.kept, len(reading.dropped)) == (0, 1)


def test_an_empty_list_is_an_answer(playbook: Playbook) -> None:
    assert _read(reply_json(), playbook).kept == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("  \n", "empty"),
        ("I cannot help with that.", "no json object"),
        ('{"findings": []}', "no json object"),
        ('{"signals": [', "broke off"),
        (reply_json(*(signal(f"invented_{n}", "x") for n in range(50))), "50 with an id"),
    ],
    ids=["blank", "prose", "another shape", "cut at once", "nothing usable"],
)
def test_what_says_nothing_is_unreadable_with_its_fault(
    text: str, fault: str, playbook: Playbook
) -> None:
    reading = read_reply(text, playbook)
    assert isinstance(reading, Unreadable)
    assert fault in " ".join(reading.faults)


def test_the_schema_is_closed_and_names_every_id(playbook: Playbook) -> None:
    schema = reply_schema(playbook)
    assert _objects_are_strict(schema)
    lists = schema["properties"]
    assert lists["signals"]["items"]["properties"]["id"]["enum"] == sorted(playbook.signals)
    assert lists["facts"]["items"]["properties"]["name"]["enum"] == sorted(playbook.asked_facts)
    assert "with" in lists["milestones"]["items"]["required"]
    assert "$" not in json.dumps(schema)


def _objects_are_strict(node: Any) -> bool:
    if isinstance(node, list):
        return all(_objects_are_strict(each) for each in node)
    if not isinstance(node, dict):
        return True
    closed = node.get("type") != "object" or (
        node["additionalProperties"] is False and node["required"] == list(node["properties"])
    )
    return closed and all(_objects_are_strict(each) for each in node.values())
