"""Any text fits a cell: it survives, or is changed so that it can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.bulk.writers.cells import LONGEST, fitting, unformulated, visible
from tests.bulk.rows import TEXTS

STARTERS = tuple("=+-@\t\r\n＝＋－＠")


@given(TEXTS)
def test_no_text_begins_like_a_formula_and_each_can_be_had_back(text: str) -> None:
    safe = unformulated(text)
    assert not safe.startswith(STARTERS)
    back = safe[1:] if safe.startswith("'") and safe.lstrip("'").startswith(STARTERS) else safe
    assert back == text


@pytest.mark.parametrize("text", ["价格=100", "a-b", "'quoted'", "1+1", "", " =1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert unformulated(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a␀b"),
        ("\x1b[31m", "␛[31m"),
        ("\x7f", "␡"),
        ("\ud83d", "\ufffd"),
        ("\ufffe", "\ufffd"),
    ],
)
def test_what_no_file_can_hold_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_every_ordinary_text_survives(text: str) -> None:
    assert visible(f"{text}\t\r\n") == f"{text}\t\r\n"


@given(st.text(max_size=90), st.integers(60, 80))
def test_a_text_is_cut_only_where_it_does_not_fit_and_says_so(text: str, most: int) -> None:
    kept = fitting(text, most)
    width = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert len(kept.encode("utf-16-le")) // 2 <= most
    assert (kept == text) == (width <= most)
    if kept != text:
        whole, _, note = kept.rpartition(" …[")
        assert text.startswith(whole)
        assert int(note.split()[0]) == len(text) - len(whole)


def test_a_cell_of_a_workbook_holds_so_much() -> None:
    assert fitting("客" * LONGEST) == "客" * LONGEST
    assert fitting("客" * (LONGEST + 1)).endswith("more characters]")
