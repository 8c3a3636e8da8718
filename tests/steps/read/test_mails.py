"""A thread of mails: each is a turn by its sender, the oldest first, and nothing is said twice."""

import time

import pytest

from callsift.steps.read import read_text

_ASKED = "Hi Dana,\n\nwhat does it cost for 40 seats?\n\nTom\n--\nTom Vale, Vale Parts"
_TOLD = "Hi Tom,\n\nabout 12k a year. Shall we talk on Thursday?\n\nDana"


def quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def said(text: str) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in read_text(text).transcript.turns]


def test_each_mail_is_a_turn_and_what_it_quotes_is_not_said_again() -> None:
    text = (
        f"From: Tom Vale <tom@vale.example>\nTo: Dana\nDate: Tue, Mar 4, 2025 at 9:12 AM\nSubject: Price\n\n{_ASKED}\n\n"
        f"From: Dana Reed <dana@n.example>\nTo: Tom\nDate: Tue, Mar 4, 2025 at 11:40 AM\nSubject: Re: Price\n\n{_TOLD}\n\n"
        f"On Tue, Mar 4, 2025 at 9:12 AM Tom Vale <tom@vale.example> wrote:\n\n{quoted(_ASKED)}\n"
    )
    call = read_text(text)
    assert (call.transcript.format, call.transcript.kind, call.date) == (
        "mail",
        "chat",
        "2025-03-04",
    )
    assert said(text) == [
        ("Tom Vale", "Hi Dana, what does it cost for 40 seats? Tom Tom Vale, Vale Parts"),
        ("Dana Reed", "Hi Tom, about 12k a year. Shall we talk on Thursday? Dana"),
    ]
    assert {"mail header", "quoted mail"} <= {n.reason for n in call.transcript.not_understood}


@pytest.mark.parametrize(
    "opening",
    [
        "On Tue, Mar 4, 2025 at 11:40 AM Dana Reed <dana@n.example> wrote:",
        "On Tue, Mar 4, 2025 at 11:40 AM Dana Reed\n<dana@n.example> wrote:",
        "在 2025年3月4日，11:40，Dana Reed <dana@n.example> 写道：",
        "Dana Reed <dana@n.example> 于2025年3月4日周二 11:40写道：",
    ],
    ids=["en", "broken in two", "zh", "zh, name first"],
)
def test_the_mail_that_an_answer_quotes_comes_first(opening: str) -> None:
    turns = said(
        f"Thursday works. Our budget is 10k.\n\nTom Vale\n\n{opening}\n\n{quoted(_TOLD)}\n"
    )
    assert [speaker for speaker, _ in turns] == ["Dana Reed", "Tom Vale"]
    assert turns[0][1].startswith("Hi Tom, about 12k")


def test_an_answer_below_what_it_quotes_is_its_own() -> None:
    text = f"On Mon, Mar 3, 2025 at 9:00 AM, Dana Reed <d@n.example> wrote:\n{quoted(_TOLD)}\n\nToo expensive, sorry.\nTom"
    assert said(text)[1] == ("Tom", "Too expensive, sorry. Tom")


@pytest.mark.parametrize("ruler", ["", "-----原始邮件-----\n"])
def test_mails_with_chinese_fields_are_in_the_order_of_their_times(ruler: str) -> None:
    text = (
        "发件人：王建国 <w@h.example>\n收件人：李明\n发送时间：2025年3月5日 9:00\n主题：回复：报价\n\n李经理：\n太贵了。\n\n"
        f'{ruler}发件人: "李明" <l@q.example>\n发送时间: 2025年3月4日(星期二) 中午11:40\n收件人: "王建国" <w@h.example>\n'
        "主题: 报价\n\n王总您好：\n三万八一年，含实施。"
    )
    assert said(text) == [
        ("李明", "王总您好：三万八一年，含实施。"),
        ("王建国", "李经理：太贵了。"),
    ]


def test_the_answer_on_top_is_by_whom_the_mail_below_was_sent_to() -> None:
    text = (
        "周四可以，预算只有三万。\n\n------------------ 原始邮件 ------------------\n"
        '发件人: "李明" <l@q.example>\n收件人: "王建国" <w@h.example>\n主题: 报价\n\n三万八一年，含实施。'
    )
    assert [speaker for speaker, _ in said(text)] == ["王建国", "李明"]


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("Rep: Hi Tom.\nBuyer: Too expensive for us.\nRep: OK?\nBuyer: 10k at most.", "labelled"),
        ("Met with Tom. He said the budget is 10k.\nNext steps: send a quote.", "notes"),
    ],
    ids=["a dialogue", "a report"],
)
def test_what_was_only_sent_by_mail_is_read_as_what_it_is(body: str, form: str) -> None:
    text = f"From: Dana Reed\nTo: Sales Team\nSubject: Vale Parts\n\n{body}\n"
    assert read_text(text).transcript.format == form


def test_lines_that_repeat_another_mail_are_not_said_again() -> None:
    text = (
        f"From: Dana\nTo: Tom\nDate: 2025-03-03\n\n{_TOLD}\n\n"
        f"From: Tom\nTo: Dana\nDate: 2025-03-04\n\n{quoted(_TOLD)}\n\nToo expensive, sorry.\n"
    )
    assert said(text)[1] == ("Tom", "Too expensive, sorry.")


@pytest.mark.parametrize(
    "piece",
    [
        "From: a\nTo: b\n\nHi, you.\n",
        "On 1, a wrote:\n> Hi, you.\n",
        "> On 1 from a\n",
        "From: a\nTo: b\n",
    ],
)
def test_many_mails_are_read_at_once(piece: str) -> None:
    began = time.process_time()
    read_text(piece * (200_000 // len(piece)))
    assert time.process_time() - began < 4


def test_further_addresses_and_a_signature_with_fields_are_part_of_a_mail() -> None:
    first = "From: Tom Vale\nTo: Dana\nCc: Ann <a@v.example>;\n Bob <b@v.example>\nSubject: Price\n\nHow much is it?"
    second = "From: Dana\nTo: Tom Vale\nSubject: RE: Price\n\nIt is 12k."
    text = f"{first}\nTel: +1 555 0100\n\n{second}\nTel: +1 555 0199\n"
    assert said(text) == [
        ("Tom Vale", "How much is it? Tel: +1 555 0100"),
        ("Dana", "It is 12k. Tel: +1 555 0199"),
    ]


def test_a_chat_that_was_sent_by_mail_is_a_chat() -> None:
    chat = "李明 10:00\n报价发您了\n王总 10:02\n太贵了\n李明 10:05\n我去申请"
    assert len(read_text(f"From: Dana\nTo: Boss\nSubject: log\n\n{chat}").transcript.turns) == 3
