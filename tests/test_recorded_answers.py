"""The recorded answers of a reader, judged again by today's code. No connection is made.

An answer to another request than today's proves nothing about today's: such a case is skipped and says so. The bars
are shares of the cases that are left; where too few are left, nothing is proved, and that is a failure.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest
import pytest_socket

from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.scoring import Score, load_cases
from callsift.scoring.metrics import score_case, sum_up
from callsift.steps.read import read_path
from tests.builders import shipped
from tests.cassettes.recorded import (
    FOLDER,
    PROMPTS,
    recorded_prompts,
    replayed,
    staleness,
    todays_prompt,
)

GOLD = FOLDER.parent / "gold"
CASES = {case.label.id: case for case in load_cases(GOLD)}
ENOUGH = 15
CONDUCT = frozenset(each.id for each in shipped().signals.values() if each.is_conduct)


@pytest.fixture(autouse=True)
def no_sockets() -> Iterator[None]:
    """Forbid every connection, to this machine too; an event loop's own pipe is none."""
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()


@lru_cache
def call_of(name: str) -> Call:
    return read_path(CASES[name].path)


@lru_cache
def stale(name: str) -> str | None:
    return staleness(name, call_of(name), shipped())


@lru_cache
def analysis_of(name: str) -> Analysis:
    return replayed(name, call_of(name), shipped())


def fresh(reasons: Mapping[str, str | None]) -> list[str]:
    """Return the cases whose answers are not stale; fail where they are too few to judge by."""
    left = [name for name, reason in reasons.items() if reason is None]
    why = next((reason for reason in reasons.values() if reason), "")
    assert len(left) >= ENOUGH, f"{len(reasons) - len(left)} of {len(reasons)} {why}"
    return left


@lru_cache
def score() -> Score:
    """Score the cases whose answers are fresh."""
    cases = [CASES[name] for name in fresh({name: stale(name) for name in CASES})]
    analyses = [analysis_of(case.label.id) for case in cases]
    scores = [
        score_case(case.label, each, CONDUCT) for case, each in zip(cases, analyses, strict=True)
    ]
    return sum_up(scores, analyses)


def test_too_few_fresh_answers_are_a_failure_that_says_what_to_do() -> None:
    names = [f"{number:02}" for number in range(20)]
    one_short = {name: None if at < ENOUGH - 1 else "stale: AGAIN" for at, name in enumerate(names)}
    with pytest.raises(AssertionError, match="6 of 20 stale: AGAIN"):
        fresh(one_short)
    assert fresh({**one_short, names[-1]: None}) == [*names[: ENOUGH - 1], names[-1]]


def test_every_labelled_call_has_an_answer_and_the_prompt_that_it_answers() -> None:
    assert {file.stem for file in FOLDER.glob("*.yaml")} == set(CASES) == set(recorded_prompts())


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_kept_quote_is_the_text_at_its_place(name: str) -> None:
    if reason := stale(name):
        pytest.skip(reason)
    analysis, text = analysis_of(name), call_of(name).transcript.text
    every = [
        *(piece for signal in analysis.signals for piece in signal.evidence),
        *(piece for conduct in analysis.coaching for piece in conduct.evidence),
        *(piece for milestone in analysis.milestones for piece in milestone.evidence),
        *(piece for facts in analysis.facts.values() for fact in facts for piece in fact.evidence),
    ]
    assert every
    assert [each.quote for each in every] == [text[each.start : each.end] for each in every]
    turns = call_of(name).transcript.turns
    assert all(turns[p.turn].start <= p.start < p.end <= turns[p.turn].end for p in every)


def test_the_category_is_right() -> None:
    assert score().category.share >= 0.95


def test_no_trap_is_stepped_into_more_than_twice() -> None:
    assert max(score().traps_by_type.values(), default=0) <= 2


def test_the_buyers_signals_are_found() -> None:
    assert score().buyer.f1 >= 0.85


def test_hardly_any_quote_is_not_in_the_text() -> None:
    counted = score()
    assert counted.quotes_ungrounded <= 0.03 * counted.quotes_returned


def test_an_answer_to_another_prompt_is_stale_and_says_what_to_do(tmp_path: Path) -> None:
    name = next(iter(CASES))
    (tmp_path / PROMPTS).write_text(json.dumps({name: "0" * 16}), encoding="utf-8")
    shutil.copy(FOLDER / f"{name}.yaml", tmp_path)
    assert staleness(name, call_of(name), shipped(), tmp_path) == (
        f"stale: recorded with prompt {'0' * 16}, today {todays_prompt(shipped())}; "
        "record again with benchmarks/record_relay.py"
    )


def test_an_answer_about_other_words_is_stale_too(tmp_path: Path) -> None:
    one, other = sorted(CASES)[:2]
    prompts = {one: todays_prompt(shipped())}
    (tmp_path / PROMPTS).write_text(json.dumps(prompts), encoding="utf-8")
    shutil.copy(FOLDER / f"{other}.yaml", tmp_path / f"{one}.yaml")
    reason = staleness(one, call_of(one), shipped(), tmp_path)
    assert reason is not None
    assert "read differently" in reason
