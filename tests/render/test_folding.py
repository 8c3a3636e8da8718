"""Text folded to a width: nothing lost, nothing too wide, no mark alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from callsift.render.folding import folded_lines

WORDS = st.text(
    st.sampled_from("离上次通话已经天晚了谈，。、（）「」！164 90%abcdefghij-’."), max_size=80
)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (
            "离上次通话已经 164 天，按每 7 天联系一次算",
            30,
            ["离上次通话已经 164 天，按每 7", "天联系一次算"],
        ),
        ("论证走到哪，再谈产品。", 20, ["论证走到哪，再谈产", "品。"]),
        ("他说（先不急）", 7, ["他说", "（先不", "急）"]),
        ("two words here", 9, ["two words", "here"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("短", 20, ["短"]),
        ("", 20, [""]),
    ],
)
def test_chinese_folds_between_characters_and_marks_stay_with_their_words(
    text: str, width: int, lines: list[str]
) -> None:
    assert folded_lines(text, width) == lines


@given(WORDS, st.integers(10, 40))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int) -> None:
    lines = folded_lines(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(each) <= width for each in lines)
