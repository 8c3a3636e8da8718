"""Roles: given, written, said, or unknown."""

import pytest

from callsift.domain.observation import RoleGuess
from callsift.steps.read import read_bytes, read_text
from callsift.steps.turns import RoleAssignment, apply_guesses, assign_roles

SMALL_TALK = "赵宁：今天堵车没\n田雨：还行\n赵宁：停车方便吗\n田雨：楼下有"


def roles(assigned: RoleAssignment) -> dict[str | None, str]:
    return {turn.speaker: turn.role for turn in assigned.call.transcript.turns}


def test_names_that_are_given_come_first() -> None:
    call = read_text("销售 李明：您好\n客户 张总：嗯\n销售 李明：您说\n客户 张总：贵")
    assigned = assign_roles(call, sellers=("张总",))
    assert roles(assigned) == {"销售 李明": "buyer", "客户 张总": "seller"}
    assert assigned.how == "given"


def test_everyone_else_is_on_the_side_that_was_not_given() -> None:
    assigned = assign_roles(read_text(SMALL_TALK), buyers=("田雨",))
    assert roles(assigned) == {"赵宁": "seller", "田雨": "buyer"}
    assert assigned.warnings == ()


def test_a_part_of_a_label_is_enough_in_any_width_and_case() -> None:
    call = read_text("Amy Stone (Ops): fine\nBOB: ok, sure\nAmy Stone (Ops): good\nBOB: bye")
    assert roles(assign_roles(call, sellers=("bob",)))["BOB"] == "seller"
    assert roles(assign_roles(call, sellers=("ａｍｙ",)))["Amy Stone (Ops)"] == "seller"


def test_a_name_that_nobody_bears_changes_nothing() -> None:
    with_it = assign_roles(read_text(SMALL_TALK), sellers=("李四",))
    assert roles(with_it) == roles(assign_roles(read_text(SMALL_TALK)))


def test_notes_are_the_reporters() -> None:
    assigned = assign_roles(read_text("- 客户说不急\n- 下周再约"))
    assert roles(assigned) == {None: "reporter"}
    assert (assigned.how, assigned.warnings) == ("notes", ())


def test_what_cannot_be_told_stays_unknown_with_a_warning() -> None:
    chinese = assign_roles(read_text(SMALL_TALK))
    assert set(roles(chinese).values()) == {"unknown"}
    assert chinese.how == "none"
    (warning,) = chinese.warnings
    assert (warning.id, warning.values) == ("speakers_unknown", {"names": ("赵宁", "田雨")})


def test_a_text_that_is_called_a_document_is_said() -> None:
    data = "客户：多少钱？\n销售：八千。".encode()
    (warning,) = assign_roles(read_bytes(data, name="call.docx")).warnings
    assert (warning.id, warning.values) == ("wrongly_named", {"kind": ("docx",)})
    assert assign_roles(read_bytes(data, name="call.txt")).warnings == ()


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"date": "2026-05-11", "is_date_assumed": True}, ["day_assumed"]),
        ({"date": "2026-05-11"}, []),
        ({}, []),
    ],
)
def test_a_day_that_nobody_named_is_said(known: dict[str, object], said: list[str]) -> None:
    call = read_text("客户：多少钱？\n销售：八千。").model_copy(update=known)
    assert [each.id for each in assign_roles(call).warnings] == said


@pytest.mark.parametrize(
    "text",
    [
        "A: Where are you with it?\nB: We've narrowed it down to you and Orbel.\nA: Good.\nB: Yes.\n",
        "甲：那个事怎么样了？\n乙：就用你们家的，回头再说。\n甲：好的好的。\n乙：嗯。\n",
    ],
    ids=["in English", "in Chinese"],
)
def test_who_chooses_between_us_and_others_buys(text: str) -> None:
    roles = [turn.role for turn in assign_roles(read_text(text)).call.transcript.turns]
    assert roles == ["seller", "buyer"] * 2


def test_who_read_the_offer_buys_and_who_asks_after_it_sells() -> None:
    text = (
        "Ben Carter: Hi Anna, any feedback on the quote?\n"
        "Anna Lopez: Hi Ben, we reviewed the quote and the board approved it. Can you come over on May 14?"
    )
    assert roles(assign_roles(read_text(text))) == {"Ben Carter": "seller", "Anna Lopez": "buyer"}


def test_speech_without_names_is_unknown_and_says_so() -> None:
    assigned = assign_roles(read_text("喂您好，是陆经理吗？\n嗯，你哪位？"))
    assert roles(assigned) == {None: "unknown"}
    assert [(each.id, each.values) for each in assigned.warnings] == [("speakers_unknown", {})]


def test_me_sells_in_a_chat_and_remarks_stay_the_reporters() -> None:
    text = "王姐  16:21\n在吗\n\n我  16:22\n在\n\n（聊天到这，帮我看看）"
    assert roles(assign_roles(read_text(text))) == {
        "王姐": "buyer",
        "我": "seller",
        None: "reporter",
    }


def test_a_list_of_those_present_gives_sides() -> None:
    text = "参会：我方 李明、王芳；客户 张海、吴静\n\n"
    text += "李明：开始吧\n张海：好\n王芳：嗯\n吴静：行\n李明：那就开始"
    assigned = assign_roles(read_text(text))
    assert roles(assigned) == {"李明": "seller", "王芳": "seller", "张海": "buyer", "吴静": "buyer"}
    assert assigned.how == "labels"


def test_a_third_party_is_other_when_its_label_says_so() -> None:
    text = "厂家 小杭：您好\n代理商 老桂：这位是简老师\n"
    text += "客户 简老师：嗯\n厂家 小杭：您说\n代理商 老桂：好"
    assert roles(assign_roles(read_text(text)))["代理商 老桂"] == "other"


def test_a_customer_manager_sells() -> None:
    text = "客户经理小白：在的\n周女士：利率多少\n客户经理小白：三点六\n周女士：高"
    assert roles(assign_roles(read_text(text))) == {"客户经理小白": "seller", "周女士": "buyer"}


def test_roles_that_a_transcript_brings_are_kept() -> None:
    call = read_text(SMALL_TALK)
    turns = [turn.model_copy(update={"role": "buyer"}) for turn in call.transcript.turns]
    brought = call.model_copy(
        update={"transcript": call.transcript.model_copy(update={"turns": tuple(turns)})}
    )
    assert set(roles(assign_roles(brought)).values()) == {"buyer"}


def test_guesses_fill_only_what_is_unknown() -> None:
    guesses = (RoleGuess(speaker="赵宁", role="seller"), RoleGuess(speaker="田雨", role="buyer"))
    settled = apply_guesses(assign_roles(read_text(SMALL_TALK)), guesses)
    assert roles(settled) == {"赵宁": "seller", "田雨": "buyer"}
    assert settled.warnings == ()
    known = assign_roles(read_text(SMALL_TALK), sellers=("田雨",))
    assert apply_guesses(known, guesses) == known


def test_guesses_that_contradict_each_other_are_none() -> None:
    guesses = (RoleGuess(speaker="赵宁", role="seller"), RoleGuess(speaker="赵宁", role="buyer"))
    assigned = assign_roles(read_text(SMALL_TALK))
    assert apply_guesses(assigned, guesses) == assigned


def test_a_given_name_that_nobody_has_is_told() -> None:
    call = read_text("张总：太贵了\n小李：您说多少\n张总：两万")
    warned = assign_roles(call, sellers=("王五",)).warnings
    assert (warned[0].id, warned[0].values) == ("nobody_called", {"names": ("王五",)})
    assert assign_roles(call, sellers=("小李",)).warnings == ()


@pytest.mark.parametrize("label", ["用户", "User "], ids=["zh", "en"])
def test_what_a_recording_calls_everyone_is_no_side(label: str) -> None:
    text = f"{label}1：您好，给您报个价。\n{label}2：多少钱？我们预算二十万。\n{label}1：我们的报价是二十一万八。"
    roles = [turn.role for turn in assign_roles(read_text(text)).call.transcript.turns]
    assert roles == ["seller", "buyer", "seller"]


def test_a_hundred_times_the_same_word_say_no_more_than_once() -> None:
    said = "李明：王总您好，我们的报价是二十一万八。\n王总：你们报价贵了，别家才十八万。\n"
    answers = "李明：嗯\n王总：对\n" * 100
    turns = assign_roles(read_text(said + answers)).call.transcript.turns
    assert {turn.speaker: turn.role for turn in turns} == {"李明": "seller", "王总": "buyer"}
