"""A text in the language of a result."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.domain.analysis import Named
from callsift.wording import ResultLanguage, say, traditional

TEXT = Named(zh="客户的软件还没有立项", en="The software project is not approved.")


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", "客户的软件还没有立项"),
        ("en", "The software project is not approved."),
        ("zh-Hant", "客戶的軟體還沒有立項"),
    ],
)
def test_a_text_is_said_in_the_language_of_the_result(lang: ResultLanguage, expected: str) -> None:
    assert say(TEXT, lang) == expected


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x2FF), max_size=40))
def test_what_is_not_chinese_stays_as_it_is(text: str) -> None:
    assert traditional(text) == text


def test_simplified_and_english_results_load_no_converter() -> None:
    code = (
        "import sys; from callsift.domain.analysis import Named; from callsift.wording import say;"
        "say(Named(zh='软件', en='x'), 'zh'); say(Named(zh='软件', en='x'), 'en');"
        "sys.exit('opencc' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_words_of_trade_are_not_put_into_those_of_computing() -> None:
    given_words = "设备参数写进方案，看谁支持我们"
    assert traditional(given_words) == "設備參數寫進方案，看誰支持我們"


def test_do_not_only_is_no_single_animal() -> None:
    assert traditional("别只发一份资料") == "別只發一份資料"
