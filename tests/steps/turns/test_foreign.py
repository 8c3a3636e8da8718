"""A language that nobody here reads is noticed; Chinese and English never are taken for one."""

from pathlib import Path

import pytest

from callsift.steps.read import read_text
from callsift.steps.turns import assign_roles
from callsift.steps.turns.foreign import is_foreign

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
CALLS = sorted([*FIXTURES.glob("calls/*.txt"), *FIXTURES.glob("gold/*.txt")])

SPANISH = (
    "Buenos días, estamos mirando varias opciones y necesitamos el precio antes del viernes, porque mi jefe tiene que "
    "decidir con la gente de finanzas. Si no, lo dejamos para el año que viene. Mándeme la ficha técnica y ya hablaremos "
    "cuando vuelva de vacaciones."
)
GERMAN = (
    "Wir haben das Angebot bekommen, aber es ist zu teuer für uns. Der Chef will noch zwei andere Angebote sehen und "
    "dann entscheiden wir im Mai, was wir machen. Schicken Sie mir bitte vorher die Unterlagen, dann schaue ich mir das "
    "in Ruhe an."
)


@pytest.mark.parametrize(
    "text",
    [
        SPANISH,
        GERMAN,
        "営業：いかがでしょうか。お客様：検討します。",
        "안녕하세요 견적 부탁드립니다",
        "Нам нужна цена до пятницы",
    ],
    ids=["Spanish", "German", "Japanese", "Korean", "Russian"],
)
def test_another_language_is_noticed(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "我们 ERP 要跟 MES 打通，API 文档发我，SLA 写 99.9%",
        "Hola amigo, I need the price by Friday, my boss is asking for it and he will not wait for you any longer",
        "ok",
        "12345",
        "",
        "α-氧化铝的样品到了，β 相的下周寄",
    ],
)
def test_ours_with_some_words_of_others_is_ours(text: str) -> None:
    assert not is_foreign(text)


@pytest.mark.parametrize("file", CALLS, ids=lambda each: each.stem)
def test_no_labelled_call_is_taken_for_another_language(file: Path) -> None:
    assert not is_foreign(file.read_text(encoding="utf-8"))


def test_the_reader_of_a_verdict_is_told() -> None:
    (warning,) = (
        each
        for each in assign_roles(read_text(f"A: {SPANISH}\nB: {GERMAN}\n")).warnings
        if each.id == "language_unread"
    )
    assert warning.values == {}
