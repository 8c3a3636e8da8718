"""The account's report for people: nothing wider than the window, nothing lost, nothing that becomes markup."""

import io
import re
from datetime import date

import pytest
from wcwidth import wcswidth

from callsift.accounts import AccountReport, account_report
from callsift.accounts.view import account_page
from callsift.domain.analysis import Analysis
from callsift.render import markdown_page, plain_page, print_page
from callsift.wording import ResultLanguage
from tests.accounts.stories import STORIES, call, fading, silent
from tests.builders import shipped

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
LANGUAGES: tuple[ResultLanguage, ...] = ("zh", "zh-Hant", "en")


def report(name: str, lang: ResultLanguage = "zh") -> AccountReport:
    return account_report(STORIES[name](), shipped(), date(2026, 4, 10), lang)


class _Window(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [50, 80])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(STORIES))
def test_no_line_is_wider_than_the_window_and_no_word_is_lost(
    monkeypatch: pytest.MonkeyPatch, columns: int, lang: ResultLanguage, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm-256color")
    window = _Window()
    print_page(account_page(report(name, lang), shipped()), window)
    lines = ANSI.sub("", window.getvalue()).splitlines()
    assert max(map(wcswidth, lines)) <= columns
    shown = re.sub(r"[\s─]", "", "".join(lines))
    for line in plain_page(account_page(report(name, lang), shipped())).splitlines():
        assert re.sub(r"\s", "", line) in shown


def test_the_verdict_comes_first_and_the_history_after_the_findings() -> None:
    text = plain_page(account_page(report("chengjiang"), shipped()))
    titles = (
        "总的结论",
        "下一步",
        "几次通话连起来看",
        "时间线",
        "变了什么",
        "联系节奏",
        "说好的事",
    )
    places = [text.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)
    assert text.startswith("客户 澄江水务 · 4 次通话 · 截至 2026-04-10\n")


def test_every_finding_shows_its_quote_with_call_and_date() -> None:
    text = plain_page(account_page(report("chengjiang"), shipped()))
    assert "「周副总今天也来听听，他分管这块」 客户, 2026-01-08 首次拜访.txt, 第1段" in text


def test_the_rules_that_fired_are_named() -> None:
    made = report("chengjiang")
    text = plain_page(account_page(made, shipped()))
    assert made.verdict.standing.because
    for each in made.verdict.standing.because:
        assert f"{each.text} [{each.rule}]" in text


@pytest.mark.parametrize("name", ["chengjiang", "qinghe"])
def test_an_english_report_has_chinese_in_names_and_quotes_only(name: str) -> None:
    text = plain_page(account_page(report(name, "en"), shipped()))
    rest = re.sub(r"“[^”]*”.*", "", text).replace("澄江水务", "").replace("青禾印务", "")
    for each in STORIES[name]():
        rest = rest.replace(each.source.name, "")
    assert not re.search(r"[\u4e00-\u9fff]", rest)


def test_plain_text_has_no_codes_and_no_blanks_at_the_end_of_lines() -> None:
    for lang in LANGUAGES:
        text = plain_page(account_page(report("chengjiang", lang), shipped()))
        assert not ANSI.search(text)
        assert all(line == line.rstrip() for line in text.splitlines())


def evil() -> tuple[Analysis, ...]:
    words = "看看[红](http://x.example) <b>价格</b> \x1b]0;x\x07**多少**\u202e [bold]"
    name = "a\x1b[31m\nb|`rm`.txt"
    shows = {"wants_documents_only": words}
    return (call("2026-03-02", f"客户: {words}", shows=shows, name=name, account="恶\x1b[2J意"),)


def test_markdown_escapes_what_people_said_and_how_files_are_called() -> None:
    made = account_report(evil(), shipped(), date(2026, 6, 1), "zh")
    text = markdown_page(account_page(made, shipped()))
    assert text.startswith("# 客户 恶")
    assert "\n## 总的结论\n" in text
    for raw in ("<b>", "[红](", "**多少**", "|`", "`rm`", "\x1b"):
        assert raw not in text


def test_control_characters_reach_neither_pipe_nor_terminal() -> None:
    made = account_report(evil(), shipped(), date(2026, 6, 1), "zh")
    window = _Window()
    print_page(account_page(made, shipped()), window)
    assert "\x1b]0" not in window.getvalue()
    assert "\x1b[2J" not in window.getvalue()
    text = plain_page(account_page(made, shipped()))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "[bold]" in text


def test_an_id_that_the_playbook_does_not_know_is_shown_as_it_is() -> None:
    first, *rest = fading()
    foreign = first.model_copy(update={"category": first.category.model_copy(update={"id": "own"})})
    made = account_report([foreign, *rest], shipped(), date(2026, 4, 10), "zh")
    assert "类别: own →" in plain_page(account_page(made, shipped()))


def test_a_call_without_a_date_is_called_so() -> None:
    made = account_report(silent(), shipped(), date(2026, 4, 10), "en")
    assert "\n  no date undated.txt\n" in plain_page(account_page(made, shipped()))


@pytest.mark.parametrize(
    ("today", "said"), [(date(2026, 4, 1), "最晚 2026-04-08"), (date(2026, 4, 30), "已过期")]
)
def test_a_day_that_has_passed_is_called_so(today: date, said: str) -> None:
    analysis = call(
        "2026-04-01", "客户: 我们三家都要比一下。", shows={"comparing_prices": "三家都要比一下"}
    )
    text = plain_page(account_page(account_report((analysis,), shipped(), today, "zh"), shipped()))
    assert said in text
