"""A text inside JSON whose lines open with start, end and speaker is read line by line."""

import json

import pytest

from callsift.errors import InputError
from callsift.steps.read import read_text


def answer(text: str) -> str:
    return json.dumps({"Response": {"Data": {"Status": 2, "Result": text}}}, ensure_ascii=False)


def test_each_line_is_a_turn_with_its_time_and_its_speaker() -> None:
    text = "[0:3.000,0:4.500,0]  您好。\n[1:11.000,1:12.500,1]  先说价格吧。\n还有呢\n"
    transcript = read_text(answer(text)).transcript
    assert [(t.speaker, t.start_s, t.end_s, t.text) for t in transcript.turns] == [
        ("Speaker 0", 3.0, 4.5, "您好。"),
        ("Speaker 1", 71.0, 72.5, "先说价格吧。"),
    ]
    assert [(each.line, each.text) for each in transcript.not_understood] == [(3, "还有呢")]


def test_without_a_number_nobody_is_named() -> None:
    (turn,) = read_text(answer("[0:0.020,0:2.380]  您好。\n")).transcript.turns
    assert (turn.speaker, turn.start_s, turn.text) == (None, 0.02, "您好。")


@pytest.mark.parametrize("text", ["您好。", "[0:3]  您好。", "", "x [0:3.0,0:4.5,0] 您好。"])
def test_any_other_text_is_not_taken_for_it(text: str) -> None:
    with pytest.raises(InputError, match="not of a shape"):
        read_text(answer(text))
