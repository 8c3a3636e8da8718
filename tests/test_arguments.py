"""What a caller in Python gives by mistake is refused with a sentence, not with an error from somewhere inside."""

from collections.abc import Callable
from pathlib import Path

import pytest

import callsift
from callsift import Settings
from tests.cli.conftest import CALL

OFFLINE = Settings(engine="offline")


@pytest.mark.parametrize(
    ("name", "given"),
    [("settings", {"engine": "offline"}), ("options", {"lang": "en"}), ("playbook", "folder")],
)
@pytest.mark.parametrize(
    "call", [lambda **given: callsift.analyze(CALL, **given), lambda **given: many([CALL], **given)]
)
def test_an_argument_of_another_type_is_refused_by_its_name(
    call: Callable[..., object], name: str, given: object
) -> None:
    with pytest.raises(callsift.UsageError, match=rf"{name} cannot be of type \w+.*callsift\.\w+"):
        call(**{name: given})


def many(sources: object, **given: object) -> object:
    return callsift.analyze_many(sources, **given)  # type: ignore[arg-type]  # a mistake


@pytest.mark.parametrize("sources", [CALL, Path("call.txt"), b"text", None, 5])
def test_one_source_is_not_many(sources: object) -> None:
    with pytest.raises(callsift.UsageError, match="many sources are wanted"):
        many(sources)


@pytest.mark.parametrize("subject", [None, {}, "text"])
def test_there_is_nothing_to_judge_in_what_was_never_observed(subject: object) -> None:
    with pytest.raises(callsift.InputError, match=f"nothing to judge in {type(subject).__name__}"):
        callsift.judge(subject)  # type: ignore[arg-type]  # a mistake


def test_the_rules_of_a_verdict_are_a_playbook() -> None:
    analysis = callsift.analyze(CALL, settings=OFFLINE)
    with pytest.raises(callsift.UsageError, match="playbook cannot be of type str"):
        callsift.judge(analysis, playbook="folder")  # type: ignore[arg-type]  # a mistake


@pytest.mark.parametrize("name", ["call.txt", "calls/王总.docx", "notes.JSON"])
def test_the_name_of_a_file_is_no_call(name: str) -> None:
    with pytest.raises(callsift.InputError, match=r"name of a file.*pathlib\.Path"):
        callsift.analyze(name, settings=OFFLINE)


def test_the_name_of_a_file_that_is_there_is_no_call(tmp_path: Path) -> None:
    file = tmp_path / "a call"
    file.write_text(CALL, encoding="utf-8")
    with pytest.raises(callsift.InputError, match="name of a file"):
        callsift.analyze(str(file), settings=OFFLINE)


def test_words_that_name_a_file_are_a_call() -> None:
    said = "客户：报价我看了，发我quote.pdf吧。"
    assert callsift.analyze(said, settings=OFFLINE).source.turns == 1
