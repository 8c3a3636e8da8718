"""Warnings are said once, at the end, in the language of the result, and again in another one."""

import pytest

from callsift.cautions import listed, said
from callsift.domain.analysis import Caution, Named
from callsift.wording import ResultLanguage, traditional
from tests.builders import shipped

LANGUAGES: tuple[ResultLanguage, ...] = ("zh", "zh-Hant", "en")
GIVEN = (
    Caution(id="turns_flagged", values={"turns": ("3", "7")}),
    Caution(id="reply_mended", values={"count": ("2",)}),
    Caution(id="speakers_unknown", values={"names": ("王发", "Kim Lee")}),
    Caution(id="speakers_unknown"),
    Caution(id="nobody_called", values={"names": ("叶干",)}),
    Caution(id="wrongly_named", values={"kind": ("docx",)}),
    Caution(id="day_assumed", values={"day": ("2026-05-11",)}),
    Caution(id="second_hand"),
)


def text(caution: Caution, lang: ResultLanguage) -> str:
    return said(caution, shipped().warnings, lang).text


@pytest.mark.parametrize("caution", GIVEN, ids=lambda each: f"{each.id} {len(each.values)}")
def test_a_warning_is_said_in_each_language_with_what_is_filled_in(caution: Caution) -> None:
    chinese, taiwanese, english = (text(caution, lang) for lang in LANGUAGES)
    assert english.isascii() or any(not each.isascii() for each in caution.values.get("names", ()))
    assert len({chinese, taiwanese, english}) == 3
    for each in (chinese, taiwanese, english):
        assert "{" not in each
        assert all(member in each for members in caution.values.values() for member in members)


@pytest.mark.parametrize("caution", GIVEN, ids=lambda each: f"{each.id} {len(each.values)}")
@pytest.mark.parametrize("saved", LANGUAGES)
def test_what_was_said_in_one_language_is_said_again_in_another(
    caution: Caution, saved: ResultLanguage
) -> None:
    given = Caution(id=caution.id, text=text(caution, saved))
    assert [text(given, lang) for lang in LANGUAGES] == [text(caution, lang) for lang in LANGUAGES]


def test_members_of_a_list_stand_as_the_language_has_them_and_names_stay_as_they_are() -> None:
    caution = Caution(id="speakers_unknown", values={"names": ("叶干", "范后")})
    assert "叶干、范后。" in text(caution, "zh-Hant")
    assert traditional("叶干") != "叶干"
    assert "叶干, 范后." in text(caution, "en")


@pytest.mark.parametrize(
    ("name", "words"),
    [("turns_flagged", "第 3 段，另一个版本说的"), ("their_own", "Somebody's own {blank}")],
    ids=["other words", "an id that nobody knows"],
)
def test_what_is_none_of_our_sentences_stays_as_it_was_said(name: str, words: str) -> None:
    for lang in LANGUAGES:
        assert text(Caution(id=name, text=words), lang) == words


def test_an_own_playbook_may_say_it_in_its_own_words() -> None:
    mine = {
        "nobody_called": Named(zh="查无此人", en="Nobody of that name"),
        "turns_flagged": Named(zh="{turns}！{turns}！", en="{turns} and {turns}"),
    }
    caution = Caution(id="nobody_called", values={"names": ("王五",)})
    assert said(caution, mine, "en").text == "Nobody of that name"
    saved = Caution(id="turns_flagged", text="1、2！1、2！")
    assert said(saved, mine, "en").text == "1, 2 and 1, 2"


def test_of_many_the_first_are_named() -> None:
    assert listed(range(8)) == tuple("01234567")
    assert listed(range(9)) == (*"01234567", "…")
