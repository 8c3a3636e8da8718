"""A text falls into lines at every kind of line end, and each says where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.steps.read import read_text
from callsift.steps.read.lines import split_lines

ENDS = ["\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
UNSEEN = ["\u061c", "\u200b", "\u200e", "\u200f", "\u202a", "\u202c", "\u2060", "\u2066", "\ufeff"]


@pytest.mark.parametrize("end", ENDS, ids=ascii)
def test_a_soft_line_end_is_a_line_end(end: str) -> None:
    said = ["李明：您好。", "王总：先说价格。", "李明：二十万。", "王总：贵了。"]
    call = read_text(end.join(said))
    assert [f"{turn.speaker}：{turn.text}" for turn in call.transcript.turns] == said


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("a\nb\n\nc", [1, 2, 4]),
        ("a\n\x0cb", [1, 2]),
        ("a\x0c\nb", [1, 2]),
        ("a\x0c\x0cb", [1, 3]),
        ("\u2028a\u2028\u2028b", [2, 4]),
        (" \ufeff\n\u200ea", [2]),
    ],
)
def test_a_gap_in_the_numbers_is_a_blank_line(text: str, numbers: list[int]) -> None:
    assert [line.number for line in split_lines(text)] == numbers


@pytest.mark.parametrize("mark", UNSEEN, ids=ascii)
def test_a_mark_that_nobody_sees_makes_no_other_person(mark: str) -> None:
    text = f"李明：您好。\n{mark}王总：先说价格。\n王总{mark}：{mark}预算二十万。{mark}\n{mark}{mark}李明：好。"
    turns = read_text(text).transcript.turns
    assert [turn.speaker for turn in turns] == ["李明", "王总", "王总", "李明"]
    assert turns[2].text == "预算二十万。"


def test_a_mark_before_a_time_does_not_hide_the_head() -> None:
    text = (
        "[11/05/2026, 14:00:05] Sarah Acme: Hi Tom, here is the quote\n"
        "\u200e[11/05/2026, 14:02:10] Tom: \u200eimage omitted\n"
        "[11/05/2026, 14:03:10] \u202a+44 20 7946 0000\u202c: Too expensive for us\n"
    )
    turns = read_text(text).transcript.turns
    assert [turn.speaker for turn in turns] == ["Sarah Acme", "Tom", "+44 20 7946 0000"]
    assert turns[1].text == "image omitted"


def test_what_joins_an_emoji_stays() -> None:
    (line,) = split_lines("\U0001f468\u200d\U0001f469: hi")
    assert line.text == "\U0001f468\u200d\U0001f469: hi"


@given(st.text(st.sampled_from(["a", " ", *ENDS, *UNSEEN])))
def test_a_line_stands_where_it_says(text: str) -> None:
    lines = split_lines(text)
    for line in lines:
        blanks = line.text.replace(" ", "")
        there = text[line.start : line.end]
        assert len(there) == len(line.text)
        assert "".join(each for each in there if each == "a") == blanks
        assert there[0] == there[-1] == "a"
    assert sum(line.text.count("a") for line in lines) == text.count("a")
