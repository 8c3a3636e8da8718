"""A paste arrives whole, through a real terminal."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CALL

if sys.platform == "win32":
    pytest.skip("pseudo-terminals of this kind are for Unix", allow_module_level=True)

from tests.cli.terminal import END_OF_INPUT, PASTE_BEGINS, PASTE_ENDS, Shown, Terminal

# No two neighbouring passages are alike, so a lost piece cannot hide.
LINE = "".join(f"客户说第{number}台机器要比一比价格，" for number in range(2000))[:20_000]


def paste(data: bytes, target: Path, command: str = "read") -> Shown:
    terminal = Terminal(command, "--json", "--out", str(target))
    terminal.wait_for("Ctrl-D")
    terminal.send(data)
    terminal.send(END_OF_INPUT)
    return terminal.ended()


@pytest.mark.parametrize("marked", [True, False], ids=["bracketed", "raw"])
def test_twenty_thousand_characters_in_one_line_arrive_whole(tmp_path: Path, marked: bool) -> None:
    assert len(LINE) == 20_000
    data = LINE.encode()
    shown = paste(
        PASTE_BEGINS + data + PASTE_ENDS if marked else data, tmp_path / "out.json", "analyze"
    )
    assert shown.code == 0, shown.screen[-800:].decode("utf-8", "replace")
    assert (
        json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["source"]["chars"] == 20_000
    )


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
def test_many_lines_arrive_whole(tmp_path: Path, newline: str) -> None:
    text = CALL * 30
    data = text.replace("\n", newline).encode()
    shown = paste(PASTE_BEGINS + data + PASTE_ENDS, tmp_path / "out.json")
    assert shown.code == 0
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert document["text"] == text
    assert len(document["turns"]) == 6 * 30


def test_many_raw_lines_arrive_whole(tmp_path: Path) -> None:
    text = CALL * 5
    shown = paste(text.replace("\n", "\r").encode(), tmp_path / "out.json")
    assert shown.code == 0
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["text"] == text


def test_a_large_paste_is_shown_by_its_size_only(tmp_path: Path) -> None:
    shown = paste(PASTE_BEGINS + LINE.encode() + PASTE_ENDS, tmp_path / "out.json")
    screen = shown.screen.decode("utf-8", "replace")
    assert "20,000" in screen
    assert LINE[5000:5030] not in screen


def test_words_typed_behind_a_paste_are_kept(tmp_path: Path) -> None:
    data = PASTE_BEGINS + (CALL * 10).encode() + PASTE_ENDS
    shown = paste(data + "\r销售：补一句".encode(), tmp_path / "out.json")
    assert shown.code == 0
    text = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["text"]
    assert text == CALL * 10 + "\n销售：补一句"


def test_two_pastes_stand_in_their_order(tmp_path: Path) -> None:
    one, two = LINE[:1000], LINE[1000:2500]
    marked = PASTE_BEGINS + one.encode() + PASTE_ENDS + PASTE_BEGINS + two.encode() + PASTE_ENDS
    terminal = Terminal("read", "--json", "--out", str(tmp_path / "out.json"))
    terminal.wait_for("Ctrl-D")
    terminal.send(marked)
    terminal.send(END_OF_INPUT)
    assert terminal.ended().code == 0
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["text"] == one + two


def test_nothing_pasted_is_bad_input(tmp_path: Path) -> None:
    shown = paste(b"", tmp_path / "out.json", "analyze")
    assert shown.code == 3
    assert "nothing was pasted" in shown.screen.decode("utf-8", "replace")
    assert "Traceback" not in shown.screen.decode("utf-8", "replace")


def test_ctrl_c_at_the_paste_gives_130() -> None:
    terminal = Terminal("analyze")
    terminal.wait_for("Ctrl-D")
    terminal.send(b"\x03")
    shown = terminal.ended()
    assert shown.code == 130
    assert "Traceback" not in shown.screen.decode("utf-8", "replace")
