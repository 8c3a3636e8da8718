"""Sides in a talk without names: told where words and order agree, left open where they do not."""

from hypothesis import given
from hypothesis import strategies as st

from callsift.steps.read import read_text
from callsift.steps.turns import assign_roles
from callsift.steps.turns.unnamed import sides_in_turn

ODDS = st.lists(st.floats(-8, 8), max_size=40)
OTHER = {"seller": "buyer", "buyer": "seller", "unknown": "unknown"}


def test_turns_that_sound_like_two_sides_in_turn_are_told() -> None:
    assert sides_in_turn([3.0, -3.0] * 5) == ["seller", "buyer"] * 5


def test_a_turn_without_a_sound_of_its_own_takes_the_side_that_the_order_gives() -> None:
    odds = [3.0, -3.0] * 5
    odds[4] = 0.0
    assert sides_in_turn(odds)[4] == "seller"


def test_words_that_say_nothing_leave_every_side_open() -> None:
    assert set(sides_in_turn([0.0] * 12)) == {"unknown"}


def test_a_few_lines_are_no_to_and_fro() -> None:
    assert set(sides_in_turn([6.0, -6.0, 6.0])) == {"unknown"}


@given(ODDS)
def test_words_turned_around_turn_the_sides_around(odds: list[float]) -> None:
    turned = sides_in_turn([-each for each in odds])
    assert [OTHER[each] for each in turned] == sides_in_turn(odds)


@given(ODDS)
def test_each_turn_gets_one_side_whatever_the_odds(odds: list[float]) -> None:
    assert len(sides_in_turn(odds)) == len(odds)


TALK = """您好李工，我是恒岳温控的小周，上次给您发的冷水机资料您看了吗？
看了，你们那个二十匹的和三十匹的差在哪儿？
主要差在换热面积，三十匹的多一组，夏天出水温度能稳一些，我给您算过。
那我们车间两条线一起开，二十匹的带得动带不动？
带得动，就是余量小，我建议您留一成半，我们工程师可以上门帮您测一下。
测可以，你们哪天来？我得先跟我们主任说一声。
您看周三上午方便吗？我们带仪器过去，半天就能出数据。
周三行，你到了门口给我打电话，我下来接你。"""


def test_a_talk_without_names_is_told_apart_and_the_guess_is_said() -> None:
    assigned = assign_roles(read_text(TALK))
    sides = [turn.role for turn in assigned.call.transcript.turns]
    told = [(side, at) for at, side in enumerate(sides) if side != "unknown"]
    assert len(told) >= 4
    assert all(side == ("buyer" if at % 2 else "seller") for side, at in told)
    assert [each.id for each in assigned.warnings] == ["speakers_unknown"]
