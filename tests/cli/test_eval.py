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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_earlier_scores_are_read_in_every_encoding(
    callsift: Callsift, labelled: Path, tmp_path: Path, encoding: str
) -> None:
    earlier = tmp_path / "earlier.json"
    assert callsift("eval", labelled, "--given-labels", "--out", earlier).code == 0
    earlier.write_bytes(earlier.read_text(encoding="utf-8").encode(encoding))
    ran = callsift("eval", labelled, "--given-labels", "--against", earlier)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"{}"], ids=["empty", "half", "else"])
def test_what_is_no_scores_is_said(
    callsift: Callsift, labelled: Path, tmp_path: Path, data: bytes
) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_bytes(data)
    ran = callsift("eval", labelled, "--given-labels", "--against", earlier)
    assert (ran.code, ran.out) == (3, "")
    assert "not the scores of an earlier run" in ran.err
