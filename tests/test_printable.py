"""Text for a terminal: shown, never obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.printable import for_terminal, lines_for_terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("看\x1b]0;pwned\x07价格", "看]0;pwned价格"),
        ("\x1b[2J价\x9b31m格\x7f", "[2J价31m格"),
        ("一\r\n二\n三\t四\u2028五", "一 二 三 四 五"),
        ("付\u202e款\u2066", "付款"),
        ("报价  1.5万 👨‍👩‍👧 ok", "报价  1.5万 👨‍👩‍👧 ok"),
    ],
    ids=["window title", "eight-bit codes", "line ends", "direction", "ordinary"],
)
def test_what_steers_is_taken_out_and_the_rest_stays(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


@given(st.text(st.characters(max_codepoint=0x2100) | st.sampled_from("\x1b\x07\u202e\r\n")))
def test_no_control_character_comes_through(text: str) -> None:
    for line in (for_terminal(text), *lines_for_terminal(text).split("\n")):
        kinds = {unicodedata.category(each) for each in line}
        directions = {unicodedata.bidirectional(each) for each in line}
        assert not kinds & {"Cc", "Zl", "Zp"}
        assert not directions & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_several_lines_stay_several() -> None:
    assert lines_for_terminal("a\x1b[2J\nb") == "a[2J\nb"
