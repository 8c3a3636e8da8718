"""A row says in people's words what was decided, and with which quotes."""

from datetime import date

import pytest

from callsift.bulk.rows import Row
from callsift.bulk.writers.verdicts import Wording, best_evidence, verdict_of
from callsift.domain.analysis import CallWarning
from callsift.domain.transcript import Language
from tests.builders import shipped, verdict
from tests.bulk.rows import SIGNALS, done, failed, quoted

ZH = Wording(shipped(), "zh", date(2026, 3, 10))
EN = ZH._replace(lang="en")


def test_a_judged_call_is_told_in_the_wanted_language() -> None:
    row = done()
    assert row.analysis is not None
    category = row.analysis.category.name
    for wording, name, status, stage in (
        (ZH, category.zh, "完成", "前期"),
        (EN, category.en, "done", "early"),
    ):
        told = verdict_of(row, wording)
        assert (told.category, told.status, told.stage) == (name, status, stage)
        assert told.confidence == row.analysis.category.confidence
    assert verdict_of(row, EN).next_action == row.analysis.next_action.name.en


@pytest.mark.parametrize("language", ["zh", "en", "zh-Hant", "mixed"])
def test_a_call_in_another_language_is_told_in_that_of_the_table(language: Language) -> None:
    told = verdict_of(done(language=language), EN)
    assert (told.status, told.missing) == ("done", verdict_of(done(), EN).missing)


def test_what_is_missing_is_told_in_the_wanted_language_too() -> None:
    row = done()
    assert row.analysis is not None
    texts = {each.id: each.text for each in shipped().missing}
    assert verdict_of(row, EN).missing.split("\n") == [
        texts[each.id].en for each in row.analysis.missing
    ]
    assert verdict_of(row, ZH).missing.split("\n") == [
        texts[each.id].zh for each in row.analysis.missing
    ]


def test_a_warning_that_names_places_keeps_the_words_in_which_it_was_filled_in() -> None:
    given = (
        CallWarning(id="turns_flagged", text="第 3 段"),
        CallWarning(id="stage_overridden", text="阶段"),
    )
    row = done()
    assert row.analysis is not None
    row = row.model_copy(update={"analysis": row.analysis.model_copy(update={"warnings": given})})
    assert verdict_of(row, EN).warnings.split("\n") == ["第 3 段", "The stage is the one you gave."]


def test_a_failed_input_says_why_and_nothing_else() -> None:
    told = verdict_of(failed(), EN)
    assert (told.name, told.status, told.error) == ("2.txt", "failed", "2.txt: this is empty.")
    assert told.category == told.quote_1 == told.due == ""
    assert told.confidence is None


@pytest.mark.parametrize(
    ("due", "said"),
    [("2026-03-09", "yes"), ("2026-03-10", "yes"), ("2026-03-11", "no"), (None, "")],
)
def test_a_call_is_for_today_when_it_is_due(due: str | None, said: str) -> None:
    analysis = verdict("project_approved")
    action = analysis.next_action.model_copy(update={"due": due})
    row = Row(
        name="a",
        key="a",
        status="done",
        analysis=analysis.model_copy(update={"next_action": action}),
    )
    assert verdict_of(row, EN).call_today == said


def test_a_quote_names_its_speaker_and_its_place() -> None:
    analysis = quoted(verdict("project_approved"), ["我们已经\n立项了"], "张总")
    row = Row(name="a", key="a", status="done", analysis=analysis)
    assert verdict_of(row, ZH).quote_1 == "「我们已经 立项了」 张总, 第1段"
    assert verdict_of(row, EN).quote_1 == "“我们已经 立项了” 张总, turn 1"
    assert verdict_of(row, ZH).quote_2 == ""


def test_what_the_category_rests_on_is_quoted_first_and_no_quote_twice() -> None:
    analysis = verdict(" ".join(SIGNALS))
    behind = {name for because in analysis.category.because for name in because.signals}
    assert behind
    spoken = analysis.model_copy(
        update={
            "signals": tuple(
                quoted(analysis.model_copy(update={"signals": (each,)}), [each.id]).signals[0]
                for each in reversed(analysis.signals)
            )
        }
    )
    best = [evidence.quote for _, evidence in best_evidence(spoken)]
    assert len(best) == len(set(best)) == 3
    assert set(best[: len(behind)]) == behind
    same = quoted(spoken, ["一样的话"])
    assert len(best_evidence(same)) == 1
