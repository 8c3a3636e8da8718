"""A report on a terminal stands there whole, whatever width the terminal says that it has."""

import io
import re
from collections.abc import Callable
from datetime import date
from typing import IO

import pytest
from wcwidth import wcswidth

from callsift.accounts import account_report
from callsift.accounts.view import account_page
from callsift.render import plain_page, print_page, report_page
from callsift.render.terminal import LEAST, USUAL
from tests.accounts.stories import fading
from tests.builders import shipped, verdict

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
SIGNALS = "comparing_prices wants_documents_only waits_passively"


class _Window(io.StringIO):
    def isatty(self) -> bool:
        return True


def call_report(out: IO[str]) -> str:
    print_page(report_page(verdict(SIGNALS), shipped(), "zh"), out)
    return plain_page(report_page(verdict(SIGNALS), shipped(), "zh"))


def history_report(out: IO[str]) -> str:
    made = account_report(fading(), shipped(), date(2026, 4, 10), "zh")
    print_page(account_page(made, shipped()), out)
    return plain_page(account_page(made, shipped()))


@pytest.mark.parametrize("columns", [0, 1, 2, 5, LEAST - 1, LEAST])
@pytest.mark.parametrize("show", [call_report, history_report])
def test_no_word_is_lost_in_however_narrow_a_window(
    monkeypatch: pytest.MonkeyPatch, columns: int, show: Callable[[IO[str]], str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm-256color")
    window = _Window()
    plain = show(window)
    lines = ANSI.sub("", window.getvalue()).splitlines()
    assert max(map(wcswidth, lines)) <= (columns if columns >= LEAST else USUAL)
    shown = re.sub(r"[\s─]", "", "".join(lines))
    for line in plain.splitlines():
        assert re.sub(r"\s", "", line) in shown
