"""The report as a whole: the verdict judged again, the timeline, what changed, and its laws."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsift.accounts import AccountReport, account_report
from callsift.accounts.guide import load_guide
from callsift.domain.analysis import Analysis
from callsift.errors import InputError
from callsift.wording import ResultLanguage
from tests.accounts.stories import FIXTURES, STORIES, call, fading, fixture_files, plain, silent
from tests.builders import shipped

TODAY = date(2026, 4, 10)
POOL = (
    *fading(),
    *silent(),
    plain(None),
    plain("2026-03-26"),
    plain("2026-01-08", name="first.txt"),
    fading()[0].model_copy(update={"missing": ()}),
)


def report(
    calls: list[Analysis] | tuple[Analysis, ...], lang: ResultLanguage = "zh"
) -> AccountReport:
    return account_report(calls, shipped(), TODAY, lang)


def after_trial(*more: Analysis) -> AccountReport:
    trial = call("2026-03-02", "客户: 样机跑了十天。", events={"trial done": "样机跑了十天"})
    return report([trial, *more])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_calls_makes_no_difference(calls: list[Analysis], chance: object) -> None:
    other = list(calls)
    chance.shuffle(other)  # type: ignore[attr-defined]  # a random.Random
    assert report(calls).model_dump_json() == report(other).model_dump_json()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=5))
def test_a_call_given_twice_counts_once(calls: list[Analysis]) -> None:
    assert report(calls) == report([*calls, *calls])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(POOL), min_size=1, max_size=6))
def test_every_quote_stands_in_the_call_that_it_names(calls: list[Analysis]) -> None:
    made = report(calls)
    kept = {(each.source.name, each.source.date): each.model_dump_json() for each in calls}
    quotes = [
        *(quote for each in made.findings for quote in each.quotes),
        *(quote for each in made.verdict.carried for quote in each.quotes),
        *(quote for each in made.changes for new in each.appeared for quote in new.quotes),
        *(quote for each in made.promises for quote in each.quotes),
    ]
    for each in quotes:
        assert each.evidence.model_dump_json() in kept[each.call, each.date]


def test_no_call_at_all_is_an_input_error() -> None:
    with pytest.raises(InputError, match="no call"):
        report([])


def test_a_date_that_is_none_is_an_input_error() -> None:
    made = plain("2026-01-08")
    broken = made.model_copy(update={"source": made.source.model_copy(update={"date": "Tuesday"})})
    with pytest.raises(InputError, match="no day"):
        report([broken])


def test_dates_of_another_form_are_sorted_by_day() -> None:
    made = plain("2026-01-20")
    compact = made.model_copy(
        update={"source": made.source.model_copy(update={"date": "20260120"})}
    )
    days = [each.date for each in report([compact, plain("2026-01-08")]).timeline]
    assert days == ["2026-01-08", "2026-01-20"]


# The verdict.


def test_one_call_alone_is_judged_as_it_was() -> None:
    for story in STORIES.values():
        only = story()[0]
        verdict = report([only]).verdict
        assert (verdict.stage.id, verdict.standing.id, verdict.category.id) == (
            only.stage.id,
            only.standing.id,
            only.category.id,
        )
        assert verdict.carried == ()


def test_a_stage_that_was_reached_stays_reached() -> None:
    made = after_trial(plain("2026-03-09"))
    assert made.timeline[-1].stage == "early"
    assert made.verdict.stage.id == "mid"
    assert [each.rule for each in made.verdict.stage.because] == ["stage.mid.milestone"]
    assert ("milestone", "trial done us") in {(each.kind, each.id) for each in made.verdict.carried}


def test_a_date_that_was_only_set_proves_nothing_later() -> None:
    words = "下周三来演示"
    planned = call("2026-03-02", f"客户: {words}。", events={"demo dated": words})
    assert report([planned, plain("2026-03-12")]).verdict.carried == ()


def test_the_day_of_the_vendor_decision_proves_the_late_stage_as_it_does_in_one_call() -> None:
    words = "周五上会定厂家"
    set_ = call("2026-03-02", f"客户: {words}。", events={"vendor_decision dated": words})
    assert report([set_, plain("2026-03-12")]).verdict.stage.id == "late"


def test_what_is_done_is_not_told_as_under_way_too() -> None:
    words = "样机在跑"
    running = call("2026-02-20", f"客户: {words}。", events={"trial under_way": words})
    trial = call("2026-03-02", "客户: 样机跑完了。", events={"trial done": "样机跑完了"})
    made = report([running, trial, plain("2026-03-09")]).verdict.carried
    assert [each.id for each in made if each.kind == "milestone"] == ["trial done us"]


@pytest.mark.parametrize(
    ("events", "category"),
    [
        ({"trial done": "样机跑了十天"}, "insufficient_evidence"),
        ({"trial done rival": "样机跑了十天"}, "price_comparer"),
    ],
    ids=["with us", "with a rival"],
)
def test_after_a_trial_with_us_a_question_of_price_is_no_comparers(
    events: dict[str, str], category: str
) -> None:
    asked = call("2026-03-09", "客户: 什么价？", shows={"comparing_prices": "什么价"})
    assert asked.category.id == "price_comparer"
    trial = call("2026-03-02", "客户: 样机跑了十天。", events=events)
    assert report([trial, asked]).verdict.category.id == category


def test_an_approval_holds_until_a_later_call_takes_it_back() -> None:
    approved = call("2026-03-02", "客户: 立项批了。", shows={"project_approved": "立项批了"})
    back = call("2026-03-09", "客户: 项目没了。", shows={"no_internal_request": "项目没了"})
    carried = {each.id for each in report([approved, plain("2026-03-16")]).verdict.carried}
    assert "project_approved" in carried
    withdrawn = report([approved, back, plain("2026-03-16")]).verdict.carried
    assert "project_approved" not in {each.id for each in withdrawn}


def test_findings_with_quotes_weigh_in_the_verdict() -> None:
    verdict = report(fading()).verdict
    assert (verdict.stage.id, verdict.category.id) == ("late", "benchmark_foil")
    named = {signal for each in verdict.standing.because for signal in each.signals}
    assert {"top_leader_absent_late", "price_asked_once", "stage_pretence"} <= named


def test_the_verdict_says_that_it_was_judged_again_and_on_which_call() -> None:
    verdict = report(fading()).verdict
    assert verdict.call in verdict.text
    assert "重新判断" in verdict.text
    assert (verdict.call, verdict.date) == ("又从头问.txt", "2026-03-26")


def test_a_stage_that_the_user_gave_stands() -> None:
    assert after_trial(plain("2026-03-09", stage="early")).verdict.stage.id == "early"


# The timeline and what changed.


def test_undated_calls_are_listed_last_and_said_so() -> None:
    made = report(silent(), "en")
    assert [each.date for each in made.timeline] == ["2026-02-10", None]
    assert [each.id for each in made.notes] == ["undated"]
    assert made.verdict.call == "2026-02-10.txt"


def test_where_no_call_has_a_date_the_last_listed_is_judged_alone() -> None:
    made = report([plain(None, name="b.txt"), plain(None, "客户: 再看。", name="a.txt")])
    assert made.verdict.call == "b.txt"
    assert [each.id for each in made.notes] == ["none_dated"]
    assert (made.changes, made.findings, made.rhythm.last) == ((), (), None)


def test_a_change_names_the_rule_and_the_new_quotes() -> None:
    made = report(fading())
    stages = [each for each in made.changes if each.field == "stage"]
    assert [(each.before, each.after, each.date) for each in stages] == [
        ("mid", "late", "2026-03-12"),
        ("late", "early", "2026-03-26"),
    ]
    assert [each.rule for each in stages[0].because] == ["stage.late.milestone"]
    assert [quote.evidence.quote for new in stages[0].appeared for quote in new.quotes] == [
        "标书已经挂出来了"
    ]


def test_what_carried_a_decision_before_and_is_not_seen_any_more_is_named() -> None:
    (change,) = [each for each in report(fading()).changes if each.field == "category"]
    assert (change.before, change.gone) == ("price_comparer", ("comparing_prices",))


def test_calls_of_one_day_are_listed_by_name() -> None:
    calls = [plain("2026-03-02", f"客户: {name}。", name=name) for name in "fbdace"]
    assert "".join(each.call for each in report(calls).timeline) == "abcdef"


def test_what_the_call_before_showed_too_is_not_new() -> None:
    asked = {"key_professional_questions": "振动谱怎么看"}
    before = call("2026-03-02", "客户: 振动谱怎么看？", shows=asked)
    after = call(
        "2026-03-09",
        "客户: 振动谱怎么看？\n客户: 逐条对一遍需求。\n客户: 样机跑完了。",
        shows={**asked, "discusses_needs_in_depth": "逐条对一遍需求"},
        events={"trial done": "样机跑完了"},
    )
    appeared = {
        each.field: [new.id for new in each.appeared] for each in report([before, after]).changes
    }
    assert appeared["category"] == ["discusses_needs_in_depth"]
    assert appeared["stage"] == ["trial done us"]


def test_nothing_changed_between_calls_that_say_the_same() -> None:
    assert report([plain("2026-03-02"), plain("2026-03-09")]).changes == ()


def test_a_saved_reason_is_told_in_the_reports_language() -> None:
    texts = [each.text for change in report(fading(), "en").changes for each in change.because]
    assert texts
    assert not any("\u4e00" <= letter <= "\u9fff" for text in texts for letter in text)


# Notes on the calls.


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"date": "2026-04-01"}, "same_text"),
        ({"date": "2026-05-01", "sha256": "1" * 64}, "future"),
        ({"account": "别家", "sha256": "1" * 64}, "several_names"),
    ],
)
def test_what_is_odd_about_the_calls_is_noted(change: dict[str, str], note: str) -> None:
    made = plain("2026-03-02")
    odd = made.model_copy(update={"source": made.source.model_copy(update=change)})
    assert [each.id for each in report([made, odd]).notes] == [note]
    assert report([made]).notes == ()


def test_a_call_judged_by_another_playbook_is_noted() -> None:
    made = plain("2026-03-02")
    old = made.model_copy(update={"engine": made.engine.model_copy(update={"playbook_hash": "x"})})
    assert [each.id for each in report([old]).notes] == ["other_rules"]


# The texts as data.


def test_every_measure_and_finding_names_a_source_of_the_playbook() -> None:
    guide, known = load_guide(), set(shipped().sources)
    measures = guide.measures.model_dump().values()
    assert {each["source"] for each in measures} | {guide.derived.source} <= known
    assert {key for each in guide.findings.values() for key in each.sources} <= known


def test_every_watched_id_is_one_of_the_playbook() -> None:
    guide, playbook = load_guide(), shipped()
    watched = guide.watch.model_dump(exclude={"price_words", "leader_titles"})
    lasting = guide.lasting.signals
    signals = {
        *(name for names in watched.values() for name in names),
        *lasting,
        *(name for names in lasting.values() for name in names),
        *(each.signal for each in guide.findings.values() if each.signal),
    }
    assert signals <= set(playbook.signals)
    assert set(guide.lasting.facts) <= set(playbook.facts)


@pytest.mark.parametrize("name", sorted(STORIES))
def test_the_saved_fixtures_are_analyses_of_the_invented_calls(
    name: str, request: pytest.FixtureRequest
) -> None:
    files = {file: text for file, text in fixture_files().items() if file.parent.name == name}
    if request.config.getoption("--update"):
        for file, text in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    assert set((FIXTURES / name).glob("*.json")) == set(files)
    for file, text in files.items():
        # What was observed must agree; the verdict in the file is that of the day it was saved.
        kept, now = json.loads(file.read_text(encoding="utf-8")), json.loads(text)
        for key in ("source", "signals", "milestones", "facts"):
            assert kept[key] == now[key]
