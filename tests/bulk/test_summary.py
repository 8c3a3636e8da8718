"""A run in numbers, and the same in words."""

from collections.abc import Iterator
from typing import Literal

import pytest

from callsift.bulk.report import summary_text
from callsift.bulk.rows import Row
from callsift.bulk.summary import summarize
from callsift.decision import decide
from callsift.domain.analysis import Override
from callsift.domain.observation import Usage
from callsift.domain.transcript import Language
from tests.builders import observed, shipped, verdict
from tests.bulk.rows import done

NOBODY = Usage()


def due_on(number: int, day: str | None) -> Row:
    """Return a call that is done and due on a day."""
    some = verdict()
    analysis = some.model_copy(
        update={"next_action": some.next_action.model_copy(update={"due": day})}
    )
    return Row(name=f"{number}.txt", key=str(number), status="done", analysis=analysis)


def failed(number: int) -> Row:
    return Row(name=f"{number}.txt", key=str(number), status="failed", error=f"fault {number}.")


def test_all_are_counted_and_twenty_listed() -> None:
    summary = summarize(map(failed, range(50)), today="2026-03-10", usage=NOBODY)
    assert (summary.inputs, summary.failed, summary.done) == (50, 50, 0)
    assert [each.reason for each in summary.failures] == [f"fault {n}." for n in range(20)]


def test_who_is_due_longest_comes_first_and_the_like_in_the_order_of_the_input() -> None:
    days = [f"2026-03-{28 - number % 28:02}" for number in range(56)]
    rows = (due_on(number, day) for number, day in enumerate(days))
    summary = summarize(rows, today="2026-03-15", usage=NOBODY)
    expected = sorted((day, number) for number, day in enumerate(days) if day <= "2026-03-15")
    assert summary.due_count == len(expected) == 30
    assert [(each.due, each.name) for each in summary.due_today] == [
        (day, f"{number}.txt") for day, number in expected[:20]
    ]


@pytest.mark.parametrize(
    ("languages", "lang"), [(("zh", "en", "zh"), "zh"), (("en", "en", "zh"), "en")]
)
def test_categories_and_actions_have_names_in_the_language_of_most_calls(
    languages: tuple[Language, ...], lang: Literal["zh", "en"]
) -> None:
    summary = summarize(
        [done(language=each) for each in languages], today="2026-03-10", usage=NOBODY
    )
    (category,) = summary.categories
    name = getattr(shipped().categories[category].name, lang)
    assert f"\n       3  {name}  ({category})\n" in summary_text(summary)


def test_names_are_in_the_language_that_was_asked_for() -> None:
    row = done(language="zh")
    assert row.analysis is not None
    asked = row.analysis.model_copy(update={"overrides": (Override(field="lang", value="en"),)})
    rows = [row.model_copy(update={"analysis": asked})]
    summary = summarize(rows, today="2026-03-10", usage=NOBODY)
    assert set(summary.names.values()) == {asked.category.name.en, asked.next_action.name.en}


def test_calls_that_name_no_day_are_counted_and_said_how_to_date() -> None:
    undated, dated = due_on(1, None), due_on(2, "2026-03-11")
    summary = summarize([undated, undated, dated], today="2026-03-10", usage=NOBODY)
    assert summary.undated == 2
    assert "\n2 of them name no day" in summary_text(summary)
    assert "name no day" not in summary_text(summarize([dated], today="2026-03-10", usage=NOBODY))


def test_an_action_in_other_words_is_counted_by_itself() -> None:
    asked, left = (
        Row(name="a", key="a", status="done", analysis=decide(seen, shipped()))
        for seen in (observed(), observed(facts={"turned_down": True}))
    )
    summary = summarize([asked, left, left], today="2026-03-10", usage=NOBODY)
    assert asked.analysis is not None
    assert left.analysis is not None
    name = asked.analysis.next_action.id
    assert summary.actions == {f"{name}:turned_down": 2, name: 1}
    assert summary.names[name] == asked.analysis.next_action.name.zh
    assert summary.names[f"{name}:turned_down"] == left.analysis.next_action.name.zh


def test_without_a_day_nobody_is_due() -> None:
    summary = summarize(
        [due_on(1, None), due_on(2, "2026-03-11")], today="2026-03-10", usage=NOBODY
    )
    assert (summary.due_count, summary.due_today) == (0, ())


def test_rows_are_gone_through_once() -> None:
    def once() -> Iterator[Row]:
        yield failed(1)
        yield due_on(2, None)
        yield Row(name="3.txt", key="3", status="pending")

    summary = summarize(once(), today="2026-03-10", usage=NOBODY)
    assert (summary.inputs, summary.done, summary.failed, summary.pending) == (3, 1, 1, 1)


def test_a_stopped_run_says_so_in_words() -> None:
    summary = summarize([failed(1)], today="2026-03-10", usage=NOBODY)
    assert "stopped" not in summary_text(summary)
    said = summary_text(summary.model_copy(update={"complete": False, "outcome_unknown": ("a",)}))
    assert "the run was stopped" in said
    assert "made again: 1\n  a" in said
    assert "1.txt: fault 1." in said
