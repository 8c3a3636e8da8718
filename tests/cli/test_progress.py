"""The bar of a bulk run, and what is said beside it."""

import io
import sys

import pytest

from callsift.cli.progress import Bar
from callsift.render.terminal import LEAST

SENTENCE = "callsift: 3 inputs were left out, see failures.jsonl."


class _Window(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", ["0", "1", str(LEAST - 1), "-5", "wide", "80"])
def test_what_is_said_beside_the_bar_is_seen_in_any_width(
    monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERM", "xterm-256color")
    window = _Window()
    monkeypatch.setattr(sys, "stderr", window)
    with Bar(lambda: "") as bar:
        bar.say(SENTENCE.removeprefix("callsift: "))
    assert SENTENCE in window.getvalue()
    assert "━" in window.getvalue()
