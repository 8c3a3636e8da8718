"""How an analysis is compared with a label."""

from callsift.domain.observation import Dropped
from callsift.scoring.labels import Label
from callsift.scoring.metrics import Counts, score_case, sum_up
from tests.builders import shipped, verdict

CONDUCT = frozenset(each.id for each in shipped().signals.values() if each.is_conduct)
LABEL = Label.model_validate(
    {
        "id": "1", "lang": "zh", "kind": "transcript", "industry": "x",
        "category": "price_comparer", "category_ok": ["price_comparer"],
        "stage": ["early"], "standing": ["unknown"], "action": ["requalify_price"],
        "signals": [{"id": "comparing_prices", "quote": "a"}, {"id": "wants_documents_only", "quote": "b"}, {"id": "waits_passively", "quote": "c"}],
        "optional_signals": ["gives_little_time"],
        "traps": [{"id": "explicit_preference", "type": "courtesy", "why": "praise"}],
        "milestones": [], "worked_before": False, "need_mentioned": True,
    }
)  # fmt: skip


def test_found_missed_and_wrong_signals_are_told_apart() -> None:
    score = score_case(
        LABEL, verdict("comparing_prices gives_little_time few_questions waits_passively"), CONDUCT
    )
    assert score.found == ("comparing_prices",)
    assert score.missed == ("wants_documents_only",)
    assert score.wrong == ("few_questions",)
    assert score.conduct_found == ("waits_passively",)


def test_an_optional_signal_counts_neither_way() -> None:
    score = score_case(LABEL, verdict("gives_little_time"), CONDUCT)
    assert "gives_little_time" not in (*score.found, *score.wrong, *score.missed)


def test_a_reported_trap_is_counted_by_its_type() -> None:
    score = score_case(LABEL, verdict("comparing_prices explicit_preference"), CONDUCT)
    assert score.traps == (("courtesy", "explicit_preference"),)


def test_every_acceptable_value_is_right() -> None:
    score = score_case(LABEL, verdict("comparing_prices"), CONDUCT)
    assert (score.category_right, score.stage_right, score.standing_right, score.action_right) == (
        True,
    ) * 4


def test_the_share_of_quotes_not_grounded_is_over_all_that_were_returned() -> None:
    analysis = verdict("comparing_prices").model_copy(
        update={
            "dropped": (
                Dropped(signal="few_questions", quote="x", reason="not_found"),
                Dropped(signal="few_questions", quote="y", reason="negated"),
            )
        }
    )
    score = score_case(LABEL, analysis, CONDUCT)
    assert (score.quotes_returned, score.quotes_ungrounded) == (3, 1)


def test_precision_recall_and_f1() -> None:
    counts = Counts(tp=6, fp=2, fn=4)
    assert (counts.precision, counts.recall) == (0.75, 0.6)
    assert round(counts.f1, 4) == 0.6667
    assert Counts().f1 == 0.0


def test_a_run_is_the_sum_of_its_cases() -> None:
    analysis = verdict("comparing_prices")
    total = sum_up([score_case(LABEL, analysis, CONDUCT)] * 2, [analysis])
    assert (total.category.right, total.category.of) == (2, 2)
    assert (total.buyer.tp, total.buyer.fn) == (2, 2)
