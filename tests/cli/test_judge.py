"""`callsift judge`: what was saved, mended by hand or written by another program, is decided again or refused."""

import codecs
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runs import Run

Callsift = Callable[..., Run]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def saved(callsift: Callsift, call_file: Path, tmp_path: Path) -> Path:
    file = tmp_path / "saved.json"
    assert callsift("analyze", call_file, "--json", "--out", file).code == 0
    return file


def changed(file: Path, change: Change) -> Path:
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document)
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return file


def corrected(field: str, value: str) -> Change:
    return lambda each: each.update(overrides=[{"field": field, "value": value}])


def refused(ran: Run, file: Path) -> str:
    """Return the one sentence, which names the file."""
    assert (ran.code, ran.out) == (3, "")
    assert len(ran.err.splitlines()) == 1
    assert str(file) in ran.err
    return ran.err


@pytest.mark.parametrize("date", ["2026-99-99", "tomorrow"])
def test_a_date_that_is_no_day_is_said_how_to_write(
    callsift: Callsift, saved: Path, date: str
) -> None:
    changed(saved, lambda each: each["source"].update(date=date))
    assert "source.date as YYYY-MM-DD" in refused(callsift("judge", saved), saved)


@pytest.mark.parametrize(
    ("field", "value"), [("stage", "nonsense"), ("leads", "loads"), ("lang", "fr")]
)
def test_a_correction_that_means_nothing_is_refused(
    callsift: Callsift, saved: Path, field: str, value: str
) -> None:
    changed(saved, corrected(field, value))
    assert f"{field}: '{value}'" in refused(callsift("judge", saved), saved)


def test_taking_out_a_signal_that_is_none_is_refused(callsift: Callsift, saved: Path) -> None:
    changed(saved, corrected("not", "comparing_price"))
    assert "'comparing_price'" in refused(callsift("judge", saved), saved)


def test_a_signal_that_the_playbook_no_longer_has_can_still_be_taken_out(
    callsift: Callsift, saved: Path
) -> None:
    def change(document: dict[str, Any]) -> None:
        document["signals"][0]["id"] = "once_a_signal"
        corrected("not", "once_a_signal")(document)

    decided = saved.with_name("decided.json")
    assert callsift("judge", changed(saved, change), "--out", decided).code == 0
    assert callsift("judge", decided).out == decided.read_text(encoding="utf-8")


def test_a_signal_of_an_unknown_name_is_listed_as_dropped(callsift: Callsift, saved: Path) -> None:
    changed(saved, lambda each: each["signals"][0].update(id="no_such_signal"))
    document = json.loads(callsift("judge", saved).out)
    assert "no_such_signal" not in [each["id"] for each in document["signals"]]
    assert ("no_such_signal", "unknown_id") in [
        (each["signal"], each["reason"]) for each in document["dropped"]
    ]


ENCODINGS = {
    "UTF-8 with a BOM": (codecs.BOM_UTF8, "utf-8"),
    "UTF-16 as PowerShell writes it": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "UTF-16, big end first": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "UTF-32": (codecs.BOM_UTF32_LE, "utf-32-le"),
    "UTF-16 without a BOM": (b"", "utf-16-le"),
    "GB18030": (b"", "gb18030"),
}


@pytest.mark.parametrize(("bom", "encoding"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_encoding_that_a_call_may_have_is_read(
    callsift: Callsift, saved: Path, bom: bytes, encoding: str
) -> None:
    text = saved.read_text(encoding="utf-8")
    saved.write_bytes(bom + text.replace("\n", "\r\n").encode(encoding))
    assert callsift("judge", saved).out == text
    assert callsift("judge", "-", stdin=saved.read_bytes()).out == text


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbfno json", b"\xff\xfe\x00", bytes(range(256)) * 40, b"\xef\xbb\xbf", b"\x00\x00"],
    ids=["a BOM and no JSON", "half a character", "binary", "a BOM alone", "NULs"],
)
def test_other_bytes_are_no_saved_analysis(callsift: Callsift, saved: Path, data: bytes) -> None:
    saved.write_bytes(data)
    complaint = refused(callsift("judge", saved), saved)
    assert "not a saved analysis" in complaint
    assert "analyze FILE --json" in complaint


def test_an_analysis_with_a_broken_character_is_not_mended_in_silence(
    callsift: Callsift, saved: Path
) -> None:
    saved.write_bytes(saved.read_bytes().replace("报".encode(), b"\xe6\x8a", 1))
    assert "not a saved analysis" in refused(callsift("judge", saved), saved)


def test_a_mark_that_stood_in_the_call_itself_is_no_damage(callsift: Callsift, saved: Path) -> None:
    text = saved.read_text(encoding="utf-8").replace("报", "\ufffd")
    saved.write_text(text, encoding="utf-16")
    assert callsift("judge", saved).code == 0


def test_a_saved_analysis_is_not_replaced_by_its_report(callsift: Callsift, saved: Path) -> None:
    before = saved.read_bytes()
    ran = callsift("judge", saved, "--report", "--out", saved)
    assert (ran.code, saved.read_bytes()) == (2, before)
