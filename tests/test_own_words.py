"""The check of our own words: it finds what it should, lets go what it should, and the checkout passes it."""

from pathlib import Path

import pytest

from tests.own_words import SEEDS, offences, offences_in, own_files, runs_of

SOURCE = "今天的山路很长，我们走了三个小时才到村口。The quick brown fox jumps."


def found(text: str) -> list[str]:
    return list(offences_in("file.py", text, runs_of(SOURCE)))


def test_a_shared_run_is_named_with_its_line() -> None:
    (offence,) = found("好\n# 山路很长 我们走了：三个小时 到了\n")
    assert offence.startswith("file.py:2: 12 letters of a source document")


def test_a_shorter_run_is_nobodys() -> None:
    assert found("山路很长，我们走了三个小\n") == []


def test_a_run_may_go_on_over_a_line_break() -> None:
    assert found("山路很长，\n我们走了三个小时\n")[0].startswith("file.py:1:")


def test_a_few_english_words_are_nobodys() -> None:
    assert found("the quick brown fox jumps") == []


@pytest.mark.parametrize(
    "word",
    [
        "/" + "work/main/x",
        "/" + "root/.cache",
        "--index-" + "url=x",
        "https://pypi.org/sim" + "ple/",
    ],
)
def test_paths_of_a_machine_and_registries_are_refused(word: str) -> None:
    assert found(f"see {word}\n")[0].startswith("file.py:1:")


@pytest.mark.parametrize("word", ["frame/work/x", "https://example.com/docs", "../shared"])
def test_other_paths_are_not(word: str) -> None:
    assert found(word) == []


def test_the_checkout_has_words_of_its_own() -> None:
    assert list(offences(own_files(), seeds=Path("none"))) == []


@pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the source documents do not lie beside this checkout"
)
def test_nothing_is_shared_with_the_source_documents() -> None:
    assert list(offences(own_files())) == []
