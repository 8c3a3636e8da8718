"""What the two foldings forgive, what they never do, and that every folded stretch leads back to its words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.typography import Folded, folded, typographic, writable

PIECES = st.sampled_from(
    (
        *("我们", "預算", "１．５万", "1.5万", "10²", "½", "①", "㎡", "ﬁne", "Straße", "İ"),
        *(" ", "　", "\n", "\t", "\u200b", "\ufeff", "“", "”", "……", "，", "。", "-15℃", "😀"),
        *("the board", "1 500", "e\u0301", "ERP接口", "（", "）", "～"),
    )
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join))
FOLDINGS = pytest.mark.parametrize("fold", [typographic, folded], ids=["typographic", "folded"])


@FOLDINGS
@given(text=TEXTS, data=st.data())
def test_a_folded_stretch_leads_back_to_the_words_it_came_from(
    fold: Callable[[str], Folded], text: str, data: st.DataObject
) -> None:
    whole = fold(text)
    if not whole.text:
        return
    start = data.draw(st.integers(0, len(whole.text) - 1))
    end = data.draw(st.integers(start + 1, len(whole.text)))
    first, last = whole.span(start, end)
    assert 0 <= first < last <= len(text)
    # A character may unfold to several ("…" to "..."): the words behind cover the stretch whole.
    assert whole.text[start:end].strip() in fold(text[first:last]).text


@FOLDINGS
@given(text=TEXTS)
def test_every_character_knows_its_origin_in_order(
    fold: Callable[[str], Folded], text: str
) -> None:
    whole = fold(text)
    assert len(whole.origins) == len(whole.text)
    assert list(whole.origins) == sorted(whole.origins)
    assert all(0 <= origin < len(text) for origin in whole.origins)


@FOLDINGS
@given(text=TEXTS)
def test_a_position_is_the_first_folded_character_at_or_after_it(
    fold: Callable[[str], Folded], text: str
) -> None:
    whole = fold(text)
    for at in range(len(text) + 1):
        position = whole.position(at)
        assert all(origin < at for origin in whole.origins[:position])
        assert all(origin >= at for origin in whole.origins[position:])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("预算１．５万，不含税", "预算1.5万,不含税"),
        ("“先这样”", '"先这样"'),
        ("「先這樣」", "“先這樣”"),
        ("we can’t sign", "we can't sign"),
        ("先这样……", "先这样......"),
        ("先 这样 吧", "先这样吧"),
        ("先这样\n吧", "先这样吧"),
        ("the  board\tmeets", "the board meets"),
        ("ERP 接口", "ERP接口"),
        ("不\u200b买", "不买"),
        ("X—200", "X-200"),
        ("（附件三）", "(附件三)"),
        ("ﬁnal", "final"),
    ],
)
def test_width_quotes_and_loose_spaces_are_forgiven(one: str, other: str) -> None:
    assert typographic(one).text == typographic(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5万", "15万"),
        ("10²", "102"),
        ("3½", "31/2"),
        ("第①条", "第1条"),
        ("H₂O", "H2O"),
        ("-15℃", "15℃"),
        ("1 500", "1500"),
        ("13,800", "13800"),
        ("18:30", "1830"),
        ("95%", "95"),
        ("can not", "cannot"),
        ("no where", "nowhere"),
        ("預算", "预算"),
        ("Board", "board"),
    ],
)
def test_what_may_change_the_sense_is_not(one: str, other: str) -> None:
    assert typographic(one).text != typographic(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("預算還沒批", "预算还没批"),
        ("The BOARD", "the board"),
        ("ＥＲＰ", "erp"),
        ("先 这样　吧", "先这样吧"),
        ("不\ufeff买", "不买"),
    ],
)
def test_for_cues_case_and_traditional_characters_are_forgiven_too(one: str, other: str) -> None:
    assert folded(one).text == folded(other).text


def test_for_cues_the_space_beside_a_foreign_word_stays() -> None:
    assert folded("接 ERP 系统").text == "接 erp 系统"


@FOLDINGS
@pytest.mark.parametrize("text", ["", " ", "　\n\t", "\u200b\ufeff"])
def test_nothing_folds_to_nothing(fold: Callable[[str], Folded], text: str) -> None:
    assert fold(text) == Folded("", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("报价.txt", "报价.txt"),
        ("客户".encode().decode("ascii", "surrogateescape"), "客户"),
        (b"\xbf\xcd.txt".decode("utf-8", "surrogateescape"), "\ufffd\ufffd.txt"),
        ("丙\ud800", "丙?"),
    ],
    ids=["text", "UTF-8 in a locale that is not", "a name in another encoding", "half a character"],
)
def test_any_name_becomes_one_that_a_file_can_hold(text: str, expected: str) -> None:
    assert writable(text) == expected
    writable(text).encode()
