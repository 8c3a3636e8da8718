"""The report: verdict first, quotes with their place, nothing wider than the window, nothing that becomes markup."""

import io
import re
import sys
from functools import lru_cache

import pytest
from wcwidth import wcswidth

import callsift
from callsift.domain.analysis import Analysis
from callsift.pipeline import observed_in, result_language
from callsift.render import markdown_page, plain_page, print_page, report_page
from callsift.settings import Settings
from tests.builders import shipped
from tests.cli.conftest import CALL, ENGLISH

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LONG = CALL + "客户：" + "这台机器要是坏了谁来赔我们的停产损失呢" * 12 + "\n"
ENGLISH_LONG = (
    ENGLISH
    + "Customer: "
    + "we compared the prices of all the other vendors again and again " * 9
    + "\n"
)


@lru_cache(maxsize=8)
def analysis(text: str = CALL) -> Analysis:
    return callsift.analyze(text, settings=Settings(engine="offline"), playbook=shipped())


def plain(text: str = CALL) -> str:
    made = analysis(text)
    return plain_page(report_page(made, shipped(), result_language(observed_in(made))))


def test_the_verdict_comes_first_then_the_next_step_then_the_evidence() -> None:
    report = plain()
    places = [report.index(f"\n{title}\n") for title in ("结论", "下一步", "依据", "这里没读到")]
    assert places == sorted(places)
    assert report.splitlines()[3].strip().startswith(analysis().category.name.zh)


def test_a_deal_that_is_lost_is_said_above_what_is_not_known() -> None:
    report = plain("销售：定了吗？\n客户：这次给了别家，合同都签了。\n")
    verdict = report[report.index("\n结论\n") : report.index("\n下一步\n")]
    lost = shipped().situations["lost_to_a_rival"].reason.zh
    assert lost in verdict
    assert lost not in plain()


def test_what_the_user_corrected_is_said_and_the_language_is_no_correction() -> None:
    chosen = callsift.CallOptions(stage="early", lang="en")
    made = callsift.analyze(CALL, options=chosen, settings=Settings(engine="offline"))
    report = plain_page(report_page(made, shipped(), "en"))
    assert "\nYour corrections\n  · stage: early\n" in report
    assert "lang" not in report


def test_the_next_step_has_a_sentence_to_say() -> None:
    assert f"「{analysis().next_action.script}」" in plain()


def test_every_shown_quote_is_one_of_the_analysis_with_its_place() -> None:
    report = plain()
    for signal in analysis().signals:
        piece = signal.evidence[0]
        assert f"「{piece.quote}」  客户, 第{piece.turn + 1}段" in report


def test_a_usual_call_fits_on_about_sixty_lines() -> None:
    assert len(plain().splitlines()) <= 65


def test_plain_text_has_no_codes_and_no_blanks_at_the_end_of_lines() -> None:
    for text in (CALL, ENGLISH):
        report = plain(text)
        assert not ANSI.search(report)
        assert all(line == line.rstrip() for line in report.splitlines())


class _Window(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [30, 50, 80, 200])
@pytest.mark.parametrize(
    "text", [CALL, LONG, ENGLISH_LONG], ids=["a call", "long words", "English"]
)
def test_no_line_is_wider_than_the_window_and_no_word_is_lost(
    monkeypatch: pytest.MonkeyPatch, columns: int, text: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm-256color")
    made = analysis(text)
    lang = result_language(observed_in(made))
    window = _Window()
    print_page(report_page(made, shipped(), lang), window)
    lines = ANSI.sub("", window.getvalue()).splitlines()
    assert max(map(wcswidth, lines)) <= min(columns, 100)
    shown = re.sub(r"[\s─]", "", "".join(lines))
    for line in plain_page(report_page(made, shipped(), lang)).splitlines():
        assert re.sub(r"\s", "", line) in shown


def test_no_colour_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    window = _Window()
    print_page(report_page(analysis(), shipped(), "zh"), window)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", window.getvalue())


EVIL = "客户：[红](http://x.example) <b>价格</b> **多少** | `rm` # 我们就是比比价格，[bold]看看[/bold]\n"


def test_markdown_escapes_what_people_said() -> None:
    made = analysis(CALL + EVIL)
    report = markdown_page(report_page(made, shipped(), "zh"))
    for raw in ("<b>", "[红](", "**多少**", "| `", "`rm`"):
        assert raw not in report
    assert report.startswith("# text")
    assert "\n## 结论\n" in report


def test_what_people_said_is_no_markup_of_the_terminal_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    made = analysis(CALL + EVIL)
    quotes = [piece.quote for each in made.signals for piece in each.evidence]
    window = _Window()
    print_page(report_page(made, shipped(), "zh"), window)
    shown = re.sub(r"\s", "", ANSI.sub("", window.getvalue()))
    for quote in quotes[:2]:
        assert re.sub(r"\s", "", quote) in shown


def test_control_characters_in_a_quote_do_not_reach_the_terminal() -> None:
    made = analysis(CALL.replace("价格", "\x1b]0;x\x07价格"))
    window = _Window()
    print_page(report_page(made, shipped(), "zh"), window)
    assert "\x1b]0" not in window.getvalue()
    assert "\x1b" not in plain_page(report_page(made, shipped(), "zh"))


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of this kind are for Unix")
@pytest.mark.parametrize("columns", [80, 50])
def test_in_a_real_terminal_no_line_is_wider_than_it(columns: int) -> None:
    # Imported late: the module is for Unix.
    from tests.cli.terminal import Terminal  # noqa: PLC0415

    shown = Terminal("demo", columns=columns).ended()
    lines = ANSI.sub("", shown.screen.decode("utf-8")).replace("\r", "").splitlines()
    assert shown.code == 0
    assert max(wcswidth(line) for line in lines) <= columns
