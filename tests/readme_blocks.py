"""The parts of the README files that are measured or printed by callsift itself."""

import re
import textwrap
from functools import cache
from pathlib import Path

import anyio

from callsift.api import analyze
from callsift.options import CallOptions
from callsift.render import plain_page, report_page
from callsift.scoring import LabelledCase, Score, load_cases, score_engine, score_given_labels
from callsift.scoring.metrics import score_case, sum_up
from callsift.settings import Settings
from callsift.steps.extract.offline import OfflineEngine
from callsift.steps.read import read_path
from callsift.wording import ResultLanguage
from tests.builders import shipped
from tests.cassettes.recorded import replayed, staleness

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "fixtures" / "gold" / "01.txt"
SHOWN_LINES = 46
WIDTH = 96
FIRST_HELD_OUT = "25"
HEADS: dict[ResultLanguage, str] = {
    "en": "| engine, calls | category | stage | standing | action | precision | recall | F1 | traps violated | not grounded |",
    "zh": "| 引擎，通话 | 类型 | 阶段 | 位次 | 动作 | 精确率 | 召回率 | F1 | 踩中陷阱 | 引文对不上 |",
}
ROWS: dict[ResultLanguage, tuple[str, str, str, str]] = {
    "en": (
        "rules alone, fed with the labels: `fixtures/gold`, {n} calls",
        "offline: `fixtures/gold`, {n} calls",
        "offline: `fixtures/calls` 25–54, {n} calls",
        "llm with a recorded reader (see below): `fixtures/gold`, {n} calls",
    ),
    "zh": (
        "只有规则，喂入标注：`fixtures/gold`，{n} 通",
        "离线：`fixtures/gold`，{n} 通",
        "离线：`fixtures/calls` 25–54，{n} 通",
        "模型，录下的阅读者（见下）：`fixtures/gold`，{n} 通",
    ),
}


def with_blocks(name: str, lang: ResultLanguage) -> str:
    """Return what a README must hold: as it is, with its generated blocks made anew."""
    text = (ROOT / name).read_text(encoding="utf-8")
    suffix = "" if lang == "en" else "-zh"
    text = _filled(text, f"screen{suffix}", screen(lang))
    return _filled(text, f"scores{suffix}", scores_table(lang))


def screen(lang: ResultLanguage) -> str:
    """Return the first lines of the report on the sample call, as a code block."""
    options = CallOptions(date="2026-05-11", lang="en" if lang == "en" else "zh")
    analysis = analyze(SAMPLE, options=options, settings=Settings(engine="offline"))
    lines = [
        piece
        for line in plain_page(report_page(analysis, shipped(), lang)).splitlines()
        for piece in _wrapped(line)
    ]
    return "\n".join(("```text", *lines[:SHOWN_LINES], "  …", "```"))


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent, drop_whitespace=True) or [""]


def scores_table(lang: ResultLanguage) -> str:
    """Return the scores of the rules, the offline engine and the recorded answers, as a table."""
    rows = (_row(title, score) for title, score in zip(ROWS[lang], scores(), strict=True))
    return "\n".join((HEADS[lang], "|---" + "|---:" * 9 + "|", *rows))


@cache
def scores() -> tuple[Score, ...]:
    """Return the score of each row; kept, for it takes seconds and is the same in any language."""
    gold = load_cases(ROOT / "fixtures" / "gold")
    calls = load_cases(ROOT / "fixtures" / "calls")
    held_out = tuple(case for case in calls if case.label.id >= FIRST_HELD_OUT)
    return (
        score_given_labels(gold, shipped()),
        _offline(gold),
        _offline(held_out),
        _recorded(gold),
    )


def _offline(cases: tuple[LabelledCase, ...]) -> Score:
    return anyio.run(score_engine, cases, OfflineEngine(shipped()), shipped())


def _recorded(cases: tuple[LabelledCase, ...]) -> Score:
    playbook = shipped()
    conduct = frozenset(each.id for each in playbook.signals.values() if each.is_conduct)
    fresh = [(case, read_path(case.path)) for case in cases]
    fresh = [(case, call) for case, call in fresh if not staleness(case.label.id, call, playbook)]
    analyses = [replayed(case.label.id, call, playbook) for case, call in fresh]
    return sum_up(
        (
            score_case(case.label, made, conduct)
            for (case, _), made in zip(fresh, analyses, strict=True)
        ),
        analyses,
    )


def _row(title: str, score: Score) -> str:
    rates = (score.category, score.stage, score.standing, score.action)
    shares = [f"{rate.share:.2f}" for rate in rates]
    if score.engine == "labels":
        rest = ["–"] * 5
    else:
        buyer = score.buyer
        rest = [f"{each:.2f}" for each in (buyer.precision, buyer.recall, buyer.f1)]
        rest.append(str(score.traps_total))
        rest.append(f"{score.quotes_ungrounded} / {score.quotes_returned}")
    return "| " + " | ".join((title.format(n=score.category.of), *shares, *rest)) + " |"


def _filled(text: str, block: str, content: str) -> str:
    begin, end = f"<!-- {block} -->", f"<!-- /{block} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    assert pattern.search(text), f"{block} has no place"
    return pattern.sub(lambda _: f"{begin}\n{content}\n{end}", text)
