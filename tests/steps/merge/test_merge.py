"""Grounded observations become one record: no duplicates, and the same whatever their order."""

import random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsift.domain.analysis import Caution, Observed, Override
from callsift.domain.observation import (
    Dropped,
    EngineStamp,
    Evidence,
    Extraction,
    Fact,
    Grounded,
    GroundedFact,
    Milestone,
    Observation,
    Usage,
)
from callsift.steps.merge import merge
from callsift.steps.read import read_text
from tests.builders import shipped

Item = TypeVar("Item")
TEXT = "客户：我们预算300万，领导批了，三家都报了价，下周二再聊一次，样机试得还行。\n"
CALL = read_text(TEXT)
WHOLE = CALL.transcript.text
EXTRACTION = Extraction(
    engine=EngineStamp(name="offline", playbook_hash="x"), usage=Usage(calls=1, prompt_tokens=7)
)


def evidence(quote: str) -> Evidence:
    start = WHOLE.index(quote)
    return Evidence(
        quote=quote,
        turn=0,
        speaker="客户",
        role="buyer",
        start_s=None,
        end_s=None,
        start=start,
        end=start + len(quote),
        status="exact",
    )


def seen(signal: str, quote: str, confidence: float = 0.8) -> Observation:
    return Observation(signal=signal, confidence=confidence, evidence=evidence(quote))


def event(kind: str, status: str, quote: str, party: str = "us") -> Milestone:
    fields = {"kind": kind, "status": status, "with": party, "evidence": (evidence(quote),)}
    return Milestone.model_validate(fields)


def told(name: str, value: str | bool, quote: str) -> GroundedFact:
    return GroundedFact(name=name, fact=Fact(value=value, evidence=(evidence(quote),)))


def merged(grounded: Grounded) -> Observed:
    return merge(grounded, CALL, shipped(), extraction=EXTRACTION)


MUCH = Grounded(
    observations=(
        seen("funding_in_place", "预算300万，领导批了", 0.6),
        seen("funding_in_place", "领导批了", 0.9),
        seen("comparing_prices", "三家都报了价"),
        seen("comparing_prices", "三家都报了价", 0.4),
        seen("inflated_claim", "我们预算300万"),
        seen("secures_next_meeting", "下周二再聊一次"),
        seen("project_approved", "领导批了"),
    ),
    milestones=(
        event("trial", "done", "样机试得还行"),
        event("trial", "done", "样机"),
        event("comparison", "under_way", "三家都报了价"),
        event("trial", "done", "试得还行", "rival"),
    ),
    facts=(
        told("next_step", "下周二再聊", "下周二再聊一次"),
        told("next_step", "再聊一次", "再聊一次"),
        told("worked_before", value=True, quote="样机试得还行"),
    ),
    dropped=(
        Dropped(signal="few_questions", quote="b", reason="not_found"),
        Dropped(signal="few_questions", quote="a", reason="negated"),
    ),
)


def shuffled(items: tuple[Item, ...], chance: random.Random) -> tuple[Item, ...]:
    return tuple(chance.sample(items, len(items)))


@given(st.integers())
def test_the_order_of_what_was_seen_never_matters(seed: int) -> None:
    chance = random.Random(seed)
    mixed = Grounded(
        observations=shuffled(MUCH.observations, chance),
        milestones=shuffled(MUCH.milestones, chance),
        facts=shuffled(MUCH.facts, chance),
        dropped=shuffled(MUCH.dropped, chance),
    )
    assert merged(mixed).model_dump_json() == merged(MUCH).model_dump_json()


def test_the_order_of_one_fact_with_two_quotes_never_matters() -> None:
    both = tuple(told("next_step", "再聊", quote) for quote in ("下周二再聊", "下周二再聊一次"))
    assert merged(Grounded(facts=both)) == merged(Grounded(facts=both[::-1]))


def test_a_signal_stands_once_in_the_order_of_the_text() -> None:
    assert [each.id for each in merged(MUCH).signals] == [
        "inflated_claim",
        "funding_in_place",
        "project_approved",
        "comparing_prices",
    ]


def test_conduct_stands_apart() -> None:
    assert [each.id for each in merged(MUCH).conduct] == ["secures_next_meeting"]


def test_evidence_inside_other_evidence_is_left_out() -> None:
    funding = next(each for each in merged(MUCH).signals if each.id == "funding_in_place")
    assert [each.quote for each in funding.evidence] == ["预算300万，领导批了"]


def test_evidence_that_only_overlaps_is_kept() -> None:
    both = (seen("project_approved", "预算300万，领导"), seen("project_approved", "领导批了"))
    (signal,) = merged(Grounded(observations=both)).signals
    assert [each.quote for each in signal.evidence] == ["预算300万，领导", "领导批了"]


def test_two_places_make_a_signal_surer_and_the_same_place_twice_does_not() -> None:
    twice = (
        seen("comparing_prices", "三家都报了价", 0.5),
        seen("comparing_prices", "三家都报了价", 0.4),
    )
    assert merged(Grounded(observations=twice)).signals[0].confidence == 0.5
    apart = (seen("comparing_prices", "三家", 0.5), seen("comparing_prices", "报了价", 0.5))
    assert merged(Grounded(observations=apart)).signals[0].confidence == 0.75


def test_milestones_of_one_kind_status_and_party_are_joined() -> None:
    found = merged(MUCH).milestones
    assert [(each.kind, each.status, each.party) for each in found] == [
        ("comparison", "under_way", "us"),
        ("trial", "done", "rival"),
        ("trial", "done", "us"),
    ]
    assert [each.quote for each in found[2].evidence] == ["样机试得还行"]


@pytest.mark.parametrize("signal", ["no_internal_request", "comparing_prices", "small_trial_order"])
def test_a_buyer_who_speaks_of_buying_has_a_need(signal: str) -> None:
    facts = merged(Grounded(observations=(seen(signal, "三家都报了价"),))).facts
    (need,) = facts["need_mentioned"]
    assert need.value is True
    assert [each.quote for each in need.evidence] == ["三家都报了价"]


@pytest.mark.parametrize("signal", ["gives_little_time", "overwhelmed_by_choice", "says_it_once"])
def test_other_signals_imply_no_need(signal: str) -> None:
    facts = merged(Grounded(observations=(seen(signal, "三家都报了价"),))).facts
    assert "need_mentioned" not in facts


@pytest.mark.parametrize(("party", "has_need"), [("us", True), ("rival", False)])
def test_who_has_come_so_far_with_us_has_a_need(party: str, has_need: bool) -> None:
    found = Grounded(milestones=(event("trial", "done", "样机试得还行", party),))
    assert ("need_mentioned" in merged(found).facts) is has_need


def test_a_need_that_was_said_is_not_said_again() -> None:
    grounded = Grounded(
        observations=(seen("comparing_prices", "三家都报了价"),),
        facts=(told("need_mentioned", value=True, quote="我们预算300万"),),
    )
    (need,) = merged(grounded).facts["need_mentioned"]
    assert [each.quote for each in need.evidence] == ["我们预算300万"]


def test_a_claim_that_was_seen_as_a_signal_is_kept_with_its_half() -> None:
    grounded = Grounded(observations=(seen("inflated_claim", "我们预算300万"),))
    (claim,) = merged(grounded).facts["claim"]
    assert (claim.value, claim.halved) == ("我们预算300万", "150万")


def test_a_claim_that_an_engine_gave_is_halved_and_goes_before_the_signals_words() -> None:
    grounded = Grounded(
        observations=(seen("inflated_claim", "我们预算300万"),),
        facts=(told("claim", "预算300万", "预算300万"),),
    )
    (claim,) = merged(grounded).facts["claim"]
    assert (claim.value, claim.halved) == ("预算300万", "150万")


@pytest.mark.parametrize(("funded", "half"), [("预算300万，领导批了", None), ("领导批了", "150万")])
def test_money_in_place_that_covers_the_figure_leaves_nothing_to_halve(
    funded: str, half: str | None
) -> None:
    grounded = Grounded(
        observations=(seen("inflated_claim", "预算300万"), seen("funding_in_place", funded))
    )
    (claim,) = merged(grounded).facts["claim"]
    assert (claim.value, claim.halved) == ("预算300万", half)


def test_only_claims_are_halved() -> None:
    (fact,) = merged(Grounded(facts=(told("next_step", "300万", "预算300万"),))).facts["next_step"]
    assert fact.halved is None


def test_the_same_fact_twice_is_one_and_different_ones_stay_apart() -> None:
    same = told("next_step", "下周二再聊", "下周二再聊一次")
    assert len(merged(Grounded(facts=(same, same))).facts["next_step"]) == 1
    assert [each.value for each in merged(MUCH).facts["next_step"]] == ["下周二再聊", "再聊一次"]


def test_everything_else_is_passed_on() -> None:
    override = Override(field="stage", value="late")
    warning = Caution(id="speakers_unknown", values={"names": ("Kim",)})
    observed = merge(
        MUCH,
        CALL,
        shipped(),
        extraction=EXTRACTION,
        overrides=(override,),
        warnings=(warning,),
    )
    assert (observed.overrides, observed.warnings) == ((override,), (warning,))
    assert (observed.engine, observed.usage) == (EXTRACTION.engine, EXTRACTION.usage)
    assert [each.quote for each in observed.dropped] == ["a", "b"]
    assert (observed.source.sha256, observed.source.chars) == (CALL.sha256, len(WHOLE))
