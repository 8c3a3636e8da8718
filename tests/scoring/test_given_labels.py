"""The rules, fed with the labels of whole calls, give the labelled verdicts: rules and engines are judged apart."""

from pathlib import Path

import pytest

from callsift.scoring import load_cases, score_given_labels
from tests.builders import shipped

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.mark.parametrize(("folder", "least"), [("gold", 20), ("calls", 15)])
def test_category_stage_standing_and_action_are_right_in_every_case(
    folder: str, least: int
) -> None:
    score = score_given_labels(load_cases(FIXTURES / folder), shipped())
    wrong = [
        case.id
        for case in score.cases
        if not (
            case.category_right and case.stage_right and case.standing_right and case.action_right
        )
    ]
    assert len(score.cases) >= least
    assert wrong == []
