"""What is weighed of an utterance: its n-grams, the end of what was said before, and how it was said."""

import pytest

from callsift.features import MARKS, Features, utterance_features


def test_words_said_before_count_apart_from_those_of_the_utterance() -> None:
    found = utterance_features("报价", before="多少", role="buyer")
    assert {"报", "报价", "<多", "<多少"} <= found.words
    assert "多少" not in found.words


@pytest.mark.parametrize(
    ("text", "before", "role", "marks"),
    [
        ("好的", "", "buyer", ("speech",)),
        ("好的", "", "reporter", ("report",)),
        ("多少?", "", "buyer", ("speech", "asks")),
        ("多少?几台?", "", "buyer", ("speech", "asks much")),
        ("三台", "几台?", "buyer", ("speech", "answers")),
    ],
    ids=["speech", "report", "one question", "several questions", "an answer"],
)
def test_how_it_was_said_is_marked(
    text: str, before: str, role: str, marks: tuple[str, ...]
) -> None:
    found = utterance_features(text, before=before, role=role)  # type: ignore[arg-type]
    assert found.marks == marks
    assert set(marks) <= set(MARKS)


def test_a_word_of_a_longer_utterance_counts_less() -> None:
    scales = [Features(frozenset(map(str, range(n))), (), n).scale for n in (1, 10, 100)]
    assert scales == sorted(scales, reverse=True)


@pytest.mark.parametrize("before", ["When shall I come by?", "您看哪天过来方便?"], ids=["en", "zh"])
def test_a_word_counts_the_same_whatever_it_answers(before: str) -> None:
    alone = utterance_features("thursday", before="", role="buyer")
    assert utterance_features("thursday", before=before, role="buyer").scale == alone.scale


def test_of_what_it_answers_more_characters_of_english_are_weighed() -> None:
    english = utterance_features("ok", before="budget " + "so " * 30, role="buyer")
    chinese = utterance_features("好", before="预算" + "吧" * 90, role="buyer")
    assert "<budget" in english.words
    assert "<预算" not in chinese.words
