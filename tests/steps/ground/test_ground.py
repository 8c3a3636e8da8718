"""What of an engine's answer counts, and why the rest does not."""

import pytest

from callsift.domain.observation import (
    Candidate,
    EngineStamp,
    Extraction,
    FactCandidate,
    Grounded,
    MilestoneCandidate,
)
from callsift.domain.transcript import Role, Transcript, Turn
from callsift.playbook import load_examples
from callsift.steps.ground import ground
from tests.builders import shipped
from tests.steps.ground.corpus import LINES, mutated, transcript_of, verbatim

STAMP = EngineStamp(name="llm", playbook_hash="x")
SHOWN = "key_professional_questions"


def told(*turns: tuple[Role, str]) -> Transcript:
    made = transcript_of(tuple(text for _, text in turns))
    with_roles = tuple(
        turn.model_copy(update={"role": role})
        for turn, (role, _) in zip(made.turns, turns, strict=True)
    )
    return made.model_copy(update={"turns": with_roles})


def grounded(transcript: Transcript, *candidates: Candidate) -> Grounded:
    return ground(Extraction(engine=STAMP, candidates=candidates), transcript, shipped())


def reason(transcript: Transcript, signal: str, quote: str, turn: int | None = None) -> str | None:
    outcome = grounded(transcript, Candidate(signal=signal, quote=quote, turn=turn))
    return outcome.dropped[0].reason if outcome.dropped else None


def buyers(lines: tuple[str, ...]) -> Transcript:
    made = transcript_of(lines)
    return made.model_copy(
        update={"turns": tuple(turn.model_copy(update={"role": "buyer"}) for turn in made.turns)}
    )


MUTATED = sorted(set(mutated()))


def test_there_are_at_least_five_hundred_mutations_of_eight_kinds() -> None:
    assert len(MUTATED) >= 500
    assert len({kind for kind, _ in MUTATED}) >= 8


def test_no_mutated_quote_is_accepted() -> None:
    transcript = buyers(LINES)
    outcome = grounded(transcript, *(Candidate(signal=SHOWN, quote=quote) for _, quote in MUTATED))
    assert [each.evidence.quote for each in outcome.observations] == []
    assert len(outcome.dropped) == len(MUTATED)


def test_every_kept_quote_is_the_text_at_its_place() -> None:
    transcript = buyers(LINES)
    asked = [Candidate(signal=SHOWN, quote=quote, turn=turn) for turn, quote in verbatim(200)]
    outcome = grounded(transcript, *asked)
    assert len(outcome.observations) + len(outcome.dropped) == 200
    assert {each.reason for each in outcome.dropped} <= {"negated"}
    for each in outcome.observations:
        assert transcript.text[each.evidence.start : each.evidence.end] == each.evidence.quote


SAID_BY_BUYER = [
    (signal.id, example)
    for signal in shipped().signals.values()
    if not signal.is_conduct
    for example in load_examples(signal.id, signal.axis)
    if example.expect == "fires" and example.lang != "en" and example.kind == "transcript"
][::6]


@pytest.mark.parametrize(
    ("signal", "number"), [(each[0], n) for n, each in enumerate(SAID_BY_BUYER)]
)
def test_the_buyers_words_in_the_sellers_mouth_never_count(signal: str, number: int) -> None:
    quote = SAID_BY_BUYER[number][1].quote
    assert quote is not None
    assert reason(told(("seller", f"我跟您讲，{quote}。")), signal, quote) == "wrong_role"


def test_there_are_at_least_fifty_such_pairs() -> None:
    assert len(SAID_BY_BUYER) >= 50


def test_conduct_in_the_buyers_mouth_never_counts() -> None:
    transcript = told(("buyer", "我等你电话好了。"))
    assert reason(transcript, "waits_passively", "我等你电话好了") == "wrong_role"


@pytest.mark.parametrize(
    ("text", "quote", "signal", "expected"),
    [
        ("我们不是来比价的。", "我们不是来比价的", "comparing_prices", "negated"),
        ("我们不是来比价的。", "是来比价的", "comparing_prices", "negated"),
        ("要是立项了我第一个找你。", "立项了", "project_approved", "hypothetical"),
        (
            "If the budget gets approved we start in May.",
            "the budget gets approved",
            "funding_in_place",
            "hypothetical",
        ),
        ("三家的报价都拿到手了，就缺你们一家。", "就缺你们一家", "comparing_prices", None),
    ],
)
def test_a_quote_that_takes_its_claim_back_does_not_count(
    text: str, quote: str, signal: str, expected: str | None
) -> None:
    assert reason(told(("buyer", text)), signal, quote) == expected


def test_the_reps_own_hope_in_notes_does_not_count() -> None:
    transcript = told(("reporter", "我感觉他们领导已经批了预算。"))
    assert reason(transcript, "funding_in_place", "领导已经批了预算") == "hypothetical"


def test_an_unknown_signal_is_listed() -> None:
    assert reason(told(("buyer", "你好啊你好")), "no_such_signal", "你好啊你好") == "unknown_id"


def test_a_repeated_phrase_without_a_turn_is_listed_with_all_its_places() -> None:
    transcript = told(("buyer", "先这样吧"), ("seller", "好"), ("buyer", "先这样吧"))
    outcome = grounded(transcript, Candidate(signal=SHOWN, quote="先这样吧"))
    assert outcome.dropped[0].reason == "ambiguous"
    assert outcome.dropped[0].places == (0, 7)


def test_milestones_and_facts_need_their_quotes_too() -> None:
    transcript = told(("buyer", "上周你们演示过了。"))
    extraction = Extraction(
        engine=STAMP,
        milestones=(
            MilestoneCandidate(kind="demo", status="done", quote="你们演示过了"),
            MilestoneCandidate(kind="demo", status="done", quote="你们试用过了"),
            MilestoneCandidate(kind="party", status="done", quote="你们演示过了"),
        ),
        facts=(
            FactCandidate(name="worked_before", value=True, quote="上周你们演示过了"),
            FactCandidate(name="worked_before", value=True),
            FactCandidate(name="need_mentioned", value=False),
            FactCandidate(name="shoe_size", value="44", quote="上周"),
        ),
    )
    outcome = ground(extraction, transcript, shipped())
    assert [each.kind for each in outcome.milestones] == ["demo"]
    assert [(each.name, each.fact.value) for each in outcome.facts] == [
        ("worked_before", True),
        ("need_mentioned", False),
    ]
    assert [each.reason for each in outcome.dropped] == [
        "not_found",
        "invalid",
        "invalid",
        "unknown_id",
    ]


@pytest.mark.parametrize(
    ("role", "said", "quote", "reason"),
    [
        ("buyer", "我们还没看过你们的演示。", "看过你们的演示", "negated"),
        ("buyer", "也没签合同。", "签合同", "negated"),
        ("seller", "要是你们看了演示就好了。", "看了演示", "hypothetical"),
        ("seller", "上周的演示您看完了吗？", "演示您看完了", "hypothetical"),
        ("reporter", "估计演示他看过了。", "演示他看过了", "hypothetical"),
        ("buyer", "We haven't seen the demo.", "seen the demo", "negated"),
        ("seller", "Did you sit through the demo?", "sit through the demo", "hypothetical"),
    ],
)
def test_an_event_that_is_denied_supposed_or_asked_about_did_not_happen(
    role: Role, said: str, quote: str, reason: str
) -> None:
    extraction = Extraction(
        engine=STAMP,
        milestones=(MilestoneCandidate(kind="demo", status="done", quote=quote, turn=0),),
        facts=(FactCandidate(name="worked_before", value=True, quote=quote, turn=0),),
    )
    outcome = ground(extraction, told((role, said)), shipped())
    assert (outcome.milestones, outcome.facts) == ((), ())
    assert [(each.signal, each.reason) for each in outcome.dropped] == [
        ("milestone:demo", reason),
        ("fact:worked_before", reason),
    ]


def test_a_fact_counts_only_from_those_who_can_say_it() -> None:
    assert shipped().facts["rep_doubt"].said_by == ("seller", "reporter")
    doubt = FactCandidate(name="rep_doubt", value=True, quote="心里没底", turn=0)
    extraction = Extraction(engine=STAMP, facts=(doubt,))
    by_buyer = ground(extraction, told(("buyer", "我心里没底。")), shipped())
    by_seller = ground(extraction, told(("seller", "我心里没底。")), shipped())
    assert [each.reason for each in by_buyer.dropped] == ["wrong_role"]
    assert [each.name for each in by_seller.facts] == ["rep_doubt"]


def test_text_is_found_in_the_turn_it_was_said_in() -> None:
    turn = Turn(index=0, role="buyer", start=0, end=4, text="先看看吧")
    transcript = Transcript(
        format="t", kind="transcript", language="zh", text="先看看吧", turns=(turn,)
    )
    outcome = grounded(transcript, Candidate(signal=SHOWN, quote="看看"))
    assert (outcome.observations[0].evidence.start, outcome.observations[0].evidence.end) == (1, 3)
