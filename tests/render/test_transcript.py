"""What the reader understood, on a terminal."""

from callsift.render import transcript_text
from callsift.steps.read import read_text

CALL = "客户：你好，我们想看看你们新出的贴片机\n销售：您好，请问现在用的是哪家的\n" * 8
EVIL = (
    CALL
    + "客户\x1b[31m：看看\x1b]0;pwned\x07价格\x1b[2J，\u202e不急\n销售：好的\n客户：多少\x1b[2J钱\n"
)


def test_each_turn_stands_on_a_line_with_its_number_and_who_said_it() -> None:
    text = transcript_text(read_text(CALL).transcript)
    assert text.splitlines()[2] == "   1 [unknown] 客户: 你好，我们想看看你们新出的贴片机"
    assert text.splitlines()[3] == "   2 [unknown] 销售: 您好，请问现在用的是哪家的"


def test_neither_turns_nor_what_was_not_understood_command_the_terminal() -> None:
    for text in (EVIL, f"\x1b[2J随便写的一行\n\n{EVIL}"):
        read = read_text(text).transcript
        assert "\x1b" in read.text
        assert not set(transcript_text(read)) & {"\x1b", "\x07", "\u202e"}
