"""The laws of the rules, which no change of the playbook's data may break."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from callsift.domain.analysis import Analysis, Observed
from callsift.pipeline import decide, observed_in
from tests.builders import milestone, observed, shipped, signal

ORDER = ("reference_only", "backup", "contender", "first_choice")
BUYER = sorted(each.id for each in shipped().signals.values() if not each.is_conduct)
CONDUCT = sorted(each.id for each in shipped().signals.values() if each.is_conduct)
ADVERSE = [
    i for i in BUYER if shipped().signals[i].axis == "standing" and shipped().signals[i].sign == "-"
]
FAVOURABLE = [
    i for i in BUYER if shipped().signals[i].axis == "standing" and shipped().signals[i].sign == "+"
]
MILESTONES = [
    f"{kind} {status} {party}"
    for kind in (
        "demo",
        "trial",
        "comparison",
        "negotiation",
        "tender",
        "vendor_decision",
        "contract",
        "reorder",
    )
    for status in ("done", "under_way", "dated")
    for party in ("us", "rival")
]
some_signals = st.lists(st.sampled_from(BUYER), unique=True, max_size=14)
# Fewer signals of standing than three place nobody.
placing_signals = st.builds(
    lambda placing, others: sorted({*placing, *others}),
    st.lists(st.sampled_from([*ADVERSE, *FAVOURABLE]), unique=True, min_size=3, max_size=6),
    some_signals,
)
some_milestones = st.lists(st.sampled_from(MILESTONES), unique=True, max_size=3)
some_facts = st.fixed_dictionaries(
    {"worked_before": st.booleans(), "need_mentioned": st.booleans()}
)
quick = settings(max_examples=150, deadline=None)


def seen(
    ids: list[str], milestones: list[str], facts: dict[str, bool], **overrides: str
) -> Observed:
    return observed(" ".join(ids), milestones=tuple(milestones), facts=dict(facts), **overrides)  # type: ignore[arg-type]


def judged(
    ids: list[str], milestones: list[str], facts: dict[str, bool], **overrides: str
) -> Analysis:
    return decide(seen(ids, milestones, facts, **overrides), shipped())


def decisions(analysis: Analysis) -> tuple[object, ...]:
    return (analysis.stage, analysis.standing, analysis.category, analysis.next_action)


@quick
@given(some_signals, some_milestones, some_facts)
def test_the_same_observations_give_the_same_bytes(
    ids: list[str], milestones: list[str], facts: dict[str, bool]
) -> None:
    once, again = (judged(ids, milestones, facts).model_dump_json() for _ in range(2))
    assert once == again


@quick
@given(some_signals, some_milestones, some_facts, st.randoms(use_true_random=False))
def test_the_order_of_observations_never_matters(
    ids: list[str], milestones: list[str], facts: dict[str, bool], random: object
) -> None:
    shuffled, others = list(ids), list(milestones)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(others)  # type: ignore[attr-defined]
    assert decisions(judged(ids, milestones, facts)) == decisions(judged(shuffled, others, facts))


@quick
@given(some_signals, st.lists(st.sampled_from(CONDUCT), unique=True), some_milestones, some_facts)
def test_conduct_never_changes_a_decision(
    ids: list[str], conduct: list[str], milestones: list[str], facts: dict[str, bool]
) -> None:
    without = judged(ids, milestones, facts)
    beside = judged([*ids, *conduct], milestones, facts)
    assert decisions(without) == decisions(beside)


@quick
@given(
    placing_signals,
    some_milestones,
    some_facts,
    st.sampled_from(ADVERSE),
    st.sampled_from(["early", "mid", "late"]),
)
def test_an_added_adverse_signal_never_raises_standing_at_a_fixed_stage(
    ids: list[str], milestones: list[str], facts: dict[str, bool], added: str, stage: str
) -> None:
    before = judged(ids, milestones, facts, stage=stage).standing.id
    after = judged(sorted({*ids, added}), milestones, facts, stage=stage).standing.id
    assume(before != "unknown")
    assert ORDER.index(after) <= ORDER.index(before)


@quick
@given(
    placing_signals,
    some_milestones,
    some_facts,
    st.sampled_from(FAVOURABLE),
    st.sampled_from(["early", "mid", "late"]),
)
def test_an_added_favourable_signal_never_lowers_standing_at_a_fixed_stage(
    ids: list[str], milestones: list[str], facts: dict[str, bool], added: str, stage: str
) -> None:
    before = judged(ids, milestones, facts, stage=stage).standing.id
    after = judged(sorted({*ids, added}), milestones, facts, stage=stage).standing.id
    assume(before != "unknown")
    assert ORDER.index(after) >= ORDER.index(before)


@quick
@given(some_signals, some_milestones, some_facts)
def test_every_decision_names_rules_that_exist_and_signals_that_were_seen(
    ids: list[str], milestones: list[str], facts: dict[str, bool]
) -> None:
    analysis = judged(ids, milestones, facts)
    known = {rule.id for rule in shipped().rules}
    known |= {f"situation.{name}" for name in shipped().situations}
    reasons = (
        *analysis.stage.because,
        *analysis.standing.because,
        *analysis.category.because,
        *analysis.next_action.because,
    )
    assert all(part.because for part in (analysis.stage, analysis.standing, analysis.category))
    assert {each.rule for each in reasons} <= known
    assert {name for each in reasons for name in each.signals} <= set(ids)


@quick
@given(some_signals, some_milestones, some_facts)
def test_judging_a_saved_analysis_again_gives_identical_bytes(
    ids: list[str], milestones: list[str], facts: dict[str, bool]
) -> None:
    analysis = judged(ids, milestones, facts)
    saved = Analysis.model_validate_json(analysis.model_dump_json(by_alias=True))
    assert decide(observed_in(saved), shipped()).model_dump_json() == analysis.model_dump_json()


@quick
@given(some_signals, some_milestones)
def test_words_of_unknown_speakers_alone_make_neither_first_choice_nor_reference_only(
    ids: list[str], milestones: list[str]
) -> None:
    base = seen(ids, milestones, {})
    unknown = base.model_copy(
        update={"signals": tuple(signal(each, role="unknown") for each in ids)}
    )
    assert decide(unknown, shipped()).standing.id not in ("first_choice", "reference_only")


def test_milestones_are_made_as_written() -> None:
    assert milestone("trial done rival").party == "rival"
