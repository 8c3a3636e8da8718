"""`callsift eval`: what cannot be scored, or asks for two things at once, is refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.runs import Run

Callsift = Callable[..., Run]
CALLS = Path(__file__).resolve().parents[2] / "fixtures" / "calls"


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Return a folder with one labelled call."""
    folder = tmp_path / "labelled"
    folder.mkdir()
    for name in ("01.txt", "01.json"):
        shutil.copy(CALLS / name, folder)
    return folder


@pytest.mark.parametrize(
    "words",
    [("--engine", "llm"), ("--engine", "offline"), ("--model", "m"), ("--base-url", "http://x/v1")],
    ids=" ".join,
)
def test_labels_in_the_place_of_an_engine_go_with_no_engine(
    callsift: Callsift, labelled: Path, words: tuple[str, ...]
) -> None:
    ran = callsift("eval", labelled, "--given-labels", *words)
    assert (ran.code, ran.out) == (2, "")
    assert words[0] in ran.err
    assert len(ran.err.splitlines()) == 1


def test_the_labels_alone_are_scored(callsift: Callsift, labelled: Path) -> None:
    ran = callsift("eval", labelled, "--given-labels")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("words", [(), ("--given-labels",)], ids=["an engine", "labels"])
def test_a_label_with_an_unknown_id_is_bad_input(
    callsift: Callsift, labelled: Path, words: tuple[str, ...]
) -> None:
    label = json.loads((labelled / "01.json").read_text(encoding="utf-8"))
    label["signals"][0]["id"] = "no_such_signal"
    (labelled / "01.json").write_text(json.dumps(label), encoding="utf-8")
    ran = callsift("eval", labelled, *words)
    assert (ran.code, ran.out) == (3, "")
    assert "01.json: signals: 'no_such_signal'" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_broken_label_is_one_sentence(callsift: Callsift, labelled: Path) -> None:
    (labelled / "01.json").write_text('{"id": 5}', encoding="utf-8")
    ran = callsift("eval", labelled)
    assert (ran.code, ran.out) == (3, "")
    assert "01.json: " in ran.err
    assert "https://" not in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_call_without_a_label_is_said(callsift: Callsift, labelled: Path) -> None:
    shutil.copy(CALLS / "05.txt", labelled)
    ran = callsift("eval", labelled, "--given-labels")
    assert (ran.code, ran.out) == (3, "")
    assert "05.txt: 05.json is missing" in ran.err
