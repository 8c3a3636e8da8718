"""Two runs on the same calls."""

from collections.abc import Sequence

from callsift.scoring import Score, compare, comparison_text
from callsift.scoring.metrics import CaseScore, sum_up
from callsift.scoring.resample import interval
from tests.builders import verdict


def case(name: str, *, right: bool, found: tuple[str, ...] = ("a",)) -> CaseScore:
    return CaseScore(
        id=name, category="x", expected_category=("x",) if right else ("y",), category_right=right,
        stage="early", stage_right=True, standing="unknown", standing_right=True, action="z",
        action_right=True, confidence=0.8, found=found, missed=() if found else ("a",), wrong=(),
        conduct_found=(), conduct_missed=(), conduct_wrong=(), traps=(), quotes_returned=1,
        quotes_ungrounded=0,
    )  # fmt: skip


def scored(*cases: CaseScore) -> Score:
    return sum_up(cases, [verdict("comparing_prices")])


def test_what_was_mended_and_broken_is_named() -> None:
    earlier = scored(case("1", right=True), case("2", right=False), case("3", right=True))
    later = scored(case("1", right=False), case("2", right=True), case("4", right=True))
    found = compare(earlier, later)
    assert (found.mended, found.broken) == (("2",), ("1",))
    assert (found.only_earlier, found.only_later) == (("3",), ("4",))
    assert (found.calls, found.category) == (2, 0.0)


def test_a_run_does_not_differ_from_itself() -> None:
    same = scored(case("1", right=True), case("2", right=False, found=()))
    found = compare(same, same)
    assert (found.category, found.f1) == (0.0, 0.0)
    assert "may be luck" in comparison_text(found)


def test_an_interval_holds_the_score_and_is_the_same_again() -> None:
    cases = [case(str(n), right=n % 3 > 0) for n in range(30)]

    def share(some: Sequence[CaseScore]) -> float:
        return sum(each.category_right for each in some) / len(some)

    around = interval(cases, share)
    assert around == interval(cases, share)
    assert around.low <= share(cases) <= around.high
    assert around.low < around.high
