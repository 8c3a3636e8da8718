"""Signals keep company: how sure a sighting is depends on what else the call shows, and on how much of it was heard."""

from dataclasses import replace

from callsift.steps.extract.offline.company import settle
from callsift.steps.extract.offline.learned import Company, load_weights
from callsift.steps.extract.offline.weigh import Sighting

# Two kinds of call: in one `preference` and `meeting` both stand, in the other hardly ever.
COMPANY = Company(
    signals=("meeting", "preference"),
    usual=(0.3, 0.3),
    often=((0.9, 0.9), (0.02, 0.02)),
)
WEIGHTS = replace(
    load_weights(),
    signals=COMPANY.signals,
    company=COMPANY,
    pull=1.0,
    threshold=0.0,
    cue_threshold=0.0,
    calibration=(1.0, 0.0),
)
LONG, SHORT = 60, 2


def sighting(signal: str, chance: float = 0.7) -> Sighting:
    return Sighting(signal=signal, quote=signal, turn=0, chance=chance, by_cue=False)


def sure(*seen: Sighting, heard: int, pull: float = 1.0) -> float:
    """Return how sure it is of the first."""
    settled = settle(seen, replace(WEIGHTS, pull=pull), heard=heard)
    return next(each.confidence for each in settled if each.signal == seen[0].signal)


def test_in_a_whole_call_a_signal_without_its_usual_company_is_less_sure() -> None:
    alone = sure(sighting("preference"), heard=LONG)
    assert alone < sure(sighting("preference"), sighting("meeting"), heard=LONG)


def test_of_a_few_sentences_the_company_that_is_not_there_says_little() -> None:
    def missed(heard: int) -> float:
        company = sure(sighting("preference"), sighting("meeting"), heard=heard)
        return company - sure(sighting("preference"), heard=heard)

    assert 2 * missed(SHORT) < missed(LONG)


def test_of_a_few_sentences_words_have_to_be_clearer() -> None:
    few, whole = (sure(sighting("preference"), heard=each, pull=0.0) for each in (SHORT, LONG))
    assert few < whole == 0.7


def test_more_of_a_whole_call_changes_nothing() -> None:
    assert sure(sighting("preference"), heard=24) == sure(sighting("preference"), heard=LONG)


def test_words_that_hardly_say_it_are_no_evidence_in_any_company() -> None:
    seen = (sighting("preference", 0.05), sighting("meeting", 0.99))
    assert [each.signal for each in settle(seen, WEIGHTS, heard=LONG)] == ["meeting"]


def test_each_signal_has_a_bar_of_its_own() -> None:
    seen = (sighting("preference", 0.6), sighting("meeting", 0.6))
    alike = replace(WEIGHTS, pull=0.0, threshold=0.7)
    put_right = replace(alike, corrections={"preference": 1.0, "meeting": -1.0})
    assert not list(settle(seen, alike, heard=LONG))
    (told,) = settle(seen, put_right, heard=LONG)
    assert (told.signal, told.confidence) == ("preference", 0.803)


def test_a_model_that_is_too_shy_does_not_make_evidence_of_words_that_hardly_say_it() -> None:
    shy = replace(WEIGHTS, corrections={"preference": 5.0})
    assert not list(settle((sighting("preference", 0.05),), shy, heard=LONG))
