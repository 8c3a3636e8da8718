"""Labelled calls are read whole or refused: every fault in one sentence with its file and field."""

import codecs
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callsift.errors import InputError
from callsift.scoring import fitted_cases, load_cases, score_given_labels
from tests.builders import shipped

CALLS = Path(__file__).resolve().parents[2] / "fixtures" / "calls"
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two labelled calls."""
    for name in ("01.txt", "01.json", "02.txt", "02.json"):
        shutil.copy(CALLS / name, tmp_path)
    return tmp_path


def relabelled(folder: Path, change: Change, name: str = "01.json") -> Path:
    label = json.loads((folder / name).read_text(encoding="utf-8"))
    change(label)
    (folder / name).write_text(json.dumps(label, ensure_ascii=False), encoding="utf-8")
    return folder


def refused(folder: Path) -> str:
    """Return the one line that says why the folder is refused."""
    with pytest.raises(InputError) as caught:
        fitted_cases(load_cases(folder), shipped(), where=str(folder))
    assert caught.value.where == str(folder)
    assert caught.value.do
    assert len(str(caught.value).splitlines()) == 1
    assert "pydantic" not in str(caught.value)
    return caught.value.what


def test_cases_come_in_the_order_of_their_names(folder: Path) -> None:
    assert [each.path.name for each in load_cases(folder)] == ["01.txt", "02.txt"]


UNKNOWN: dict[str, tuple[Change, str]] = {
    "category": (lambda each: each.update(category="no_such"), "category"),
    "another category": (lambda each: each.update(category_ok=["no_such"]), "category_ok"),
    "stage": (lambda each: each.update(stage=["no_such"]), "stage"),
    "standing": (lambda each: each.update(standing=["no_such"]), "standing"),
    "action": (lambda each: each.update(action=["no_such"]), "action"),
    "signal": (lambda each: each["signals"][0].update(id="no_such"), "signals"),
    "optional signal": (lambda each: each.update(optional_signals=["no_such"]), "optional_signals"),
    "trap": (
        lambda each: each.update(traps=[{"id": "no_such", "type": "other", "why": "x"}]),
        "traps",
    ),
}


@pytest.mark.parametrize(("change", "field"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_unknown_id_is_the_label_s_fault_and_not_the_engine_s(
    folder: Path, change: Change, field: str
) -> None:
    assert f"01.json: {field}" in refused(relabelled(folder, change))


def test_an_unknown_id_is_named(folder: Path) -> None:
    relabelled(folder, UNKNOWN["signal"][0])
    relabelled(folder, UNKNOWN["action"][0], "02.json")
    complaint = refused(folder)
    assert "01.json: signals: 'no_such'" in complaint
    assert "02.json: action: 'no_such'" in complaint


BROKEN: dict[str, tuple[Change, str]] = {
    "missing": (lambda each: each.pop("stage"), "stage"),
    "of another type": (lambda each: each.update(worked_before="这句话不许出现"), "worked_before"),
    "inside a list": (lambda each: each["signals"][0].pop("quote"), "signals.0.quote"),
    "empty": (lambda each: each.update(category_ok=[]), "category_ok"),
}


@pytest.mark.parametrize(("change", "field"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_label_is_named_with_its_field_and_without_its_words(
    folder: Path, change: Change, field: str
) -> None:
    complaint = refused(relabelled(folder, change))
    assert f"01.json: {field}: " in complaint
    assert "不许出现" not in complaint


@pytest.mark.parametrize("data", [b"{", b"", b"\x00\x01\x02" * 30, b"[]"])
def test_a_label_that_is_no_json_is_named(folder: Path, data: bytes) -> None:
    (folder / "01.json").write_bytes(data)
    assert "01.json: " in refused(folder)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    relabelled(folder, BROKEN["missing"][0])
    (folder / "02.txt").unlink()
    shutil.copy(CALLS / "03.txt", folder)
    complaint = refused(folder)
    for fault in ("01.json: stage", "02.json: 02.txt is missing", "03.txt: 03.json is missing"):
        assert fault in complaint


def test_a_folder_of_texts_alone_holds_no_labelled_calls(tmp_path: Path) -> None:
    shutil.copy(CALLS / "03.txt", tmp_path)
    with pytest.raises(InputError, match="no labelled calls"):
        load_cases(tmp_path)


def test_a_label_in_an_editor_s_encoding_is_read(folder: Path) -> None:
    there = load_cases(folder)
    text = (folder / "01.json").read_text(encoding="utf-8")
    (folder / "01.json").write_bytes(codecs.BOM_UTF8 + text.encode())
    (folder / "02.json").write_text(
        (folder / "02.json").read_text(encoding="utf-8"), encoding="utf-16"
    )
    assert load_cases(folder) == there


def test_what_the_playbook_has_retired_is_neither_wanted_nor_a_fault(folder: Path) -> None:
    cases = load_cases(folder)
    gone = cases[0].label.signals[0].id
    playbook = shipped().model_copy(
        update={
            "signals": {k: v for k, v in shipped().signals.items() if k != gone},
            "retired": (gone,),
        }
    )
    fitted = fitted_cases(cases, playbook, where=str(folder))
    assert gone not in [each.id for each in fitted[0].label.signals]
    assert len(score_given_labels(fitted, playbook).cases) == 2
