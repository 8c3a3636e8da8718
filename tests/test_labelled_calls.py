"""The calls that the engine is measured on are those that were written before its weights."""

import hashlib
import json
from pathlib import Path

from callsift.scoring import load_cases, score_given_labels
from tests.builders import shipped

CALLS = Path(__file__).resolve().parents[1] / "fixtures" / "calls"


def test_no_held_out_call_was_changed() -> None:
    known: dict[str, str] = json.loads((CALLS / "held_out.sha256").read_text(encoding="utf-8"))
    now = {name: hashlib.sha256((CALLS / name).read_bytes()).hexdigest() for name in known}
    assert now == known
    assert len(known) == 60


def test_the_rules_given_the_labels_are_right_on_every_call() -> None:
    score = score_given_labels(load_cases(CALLS), shipped())
    assert score.category.right == score.stage.right == score.standing.right == score.category.of
    assert score.action.right == score.action.of == 54
