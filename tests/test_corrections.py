"""By what each signal is put right: so far as the calls tell, and no further."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from callsift.playbook import load_playbook

TRAINING = Path(__file__).resolve().parents[1] / "training"


@pytest.fixture(scope="module")
def corrections() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TRAINING))
        return import_module("corrections")


def heard(corrections: Any, signal: str, *, right: int, of: int, odds: float = 0.0) -> list[Any]:
    return [corrections.Sure(signal, odds, number < right) for number in range(of)]


@pytest.fixture
def usual(corrections: Any) -> list[Any]:
    """What most signals are like: as often right as their chance says."""
    return [
        *heard(corrections, "usual", right=100, of=200),
        *heard(corrections, "usual", right=146, of=200, odds=1.0),
        *heard(corrections, "usual", right=176, of=200, odds=2.0),
    ]


def test_who_is_oftener_right_than_its_chance_is_made_bolder(
    corrections: Any, usual: list[Any]
) -> None:
    shy, bold = (
        heard(corrections, "shy", right=34, of=40),
        heard(corrections, "bold", right=6, of=40),
    )
    found = corrections.corrections_of([*usual, *shy, *bold])
    assert found["bold"] < -0.5 < found["usual"] < 0.5 < found["shy"]


def test_two_calls_say_little(corrections: Any, usual: list[Any]) -> None:
    few = heard(corrections, "few", right=2, of=2)
    many = heard(corrections, "many", right=40, of=40)
    found = corrections.corrections_of([*usual, *few, *many])
    assert 0 < found["few"] < found["many"] / 2


def test_no_correction_makes_evidence_of_anything(corrections: Any, usual: list[Any]) -> None:
    always = heard(corrections, "always", right=500, of=500)
    never = heard(corrections, "never", right=0, of=500)
    found = corrections.corrections_of([*usual, *always, *never])
    assert (found["always"], found["never"]) == (1.5, -1.5)


def test_words_that_hardly_say_it_are_not_counted(corrections: Any, usual: list[Any]) -> None:
    faint = heard(corrections, "faint", right=50, of=50, odds=-3.0)
    assert "faint" not in corrections.corrections_of([*usual, *faint])


def test_what_ships_names_signals_of_the_playbook(corrections: Any) -> None:
    shipped = corrections.shipped_corrections()
    assert shipped
    assert set(shipped) <= set(load_playbook().signals)
