"""A result has the shape that was asked for, by an option or by the name of the file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from callsift.cli.shapes import Shape, wanted_shape
from callsift.errors import UsageError
from tests.cli.runs import Run

Callsift = Callable[..., Run]
OFFLINE = ("--engine", "offline")


@pytest.mark.parametrize(
    ("out", "shape"),
    [
        ("a.json", "json"), ("a.JSON", "json"), ("a.md", "markdown"), ("a.txt", "report"),
        ("a", "report"), (None, "report"), ("a.b", "report"),
    ],
)  # fmt: skip
def test_the_ending_of_a_file_tells_its_shape(out: str | None, shape: Shape) -> None:
    assert wanted_shape(out, as_json=False, markdown=False) == shape


def test_an_option_says_more_than_an_ending() -> None:
    assert wanted_shape("a.txt", as_json=True, markdown=False) == "json"
    assert wanted_shape("a.json", as_json=False, markdown=True) == "markdown"


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".csv", ".PDF"])
def test_no_text_is_written_under_the_name_of_another_format(ending: str) -> None:
    with pytest.raises(UsageError, match="is not written as") as caught:
        wanted_shape(f"a{ending}", as_json=False, markdown=False)
    assert caught.value.where == f"a{ending}"


def test_what_is_written_as_json_is_decided_again(
    callsift: Callsift, call_file: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "r.json"
    assert callsift(call_file, "--out", saved, *OFFLINE).code == 0
    assert json.loads(saved.read_text(encoding="utf-8"))["schema_version"] == 1
    assert callsift("judge", saved).code == 0


def test_a_call_is_not_analysed_for_a_file_that_is_not_to_be(
    callsift: Callsift, call_file: Path, tmp_path: Path
) -> None:
    ran = callsift(call_file, "--out", tmp_path / "r.xlsx", *OFFLINE)
    assert (ran.code, ran.out) == (2, "")
    assert "callsift batch" in ran.err
    assert not (tmp_path / "r.xlsx").exists()
