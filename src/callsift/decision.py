"""The second half of the pipeline: what was observed in, the verdict out. It needs no engine, no reader and no text.

What was observed may have been saved, mended by hand or made under another playbook: what no rule can use is refused
or listed here, once, so that the rules need not look.
"""

from datetime import date
from typing import get_args

from callsift.domain.analysis import Analysis, Observed, Override, Signal, StageId
from callsift.domain.observation import Dropped
from callsift.errors import InputError
from callsift.playbook.model import Playbook
from callsift.steps.judge import judge
from callsift.steps.recommend import recommend
from callsift.wording import ResultLanguage, spoken_as

_CHOICES = {
    "stage": get_args(StageId),
    "leads": ("few", "many"),
    "lang": ("zh", "en"),
}
# Due dates are reckoned from the call's: the last years that a date can hold leave no room for one.
_LAST_YEAR = 9990


def decide(observed: Observed, playbook: Playbook) -> Analysis:
    """Return the analysis of what was observed, with no engine at all.

    A signal that the playbook does not know takes no part and is listed in `dropped`.

    Raises:
        InputError: the call's date is no day, or a correction is none that there is.
    """
    _check_date(observed)
    for each in observed.overrides:
        _check_override(each, observed)
    known = _only_known(observed, playbook)
    lang = result_language(known)
    verdict = judge(known, playbook, lang=lang)
    return recommend(known, verdict, playbook, lang=lang)


def _check_date(observed: Observed) -> None:
    if not observed.source.date:
        return
    try:
        usable = date.fromisoformat(observed.source.date).year <= _LAST_YEAR
    except ValueError:
        usable = False
    if not usable:
        raise InputError(
            f"the date of the call, {observed.source.date!r}, is no day to reckon from.",
            where=observed.source.name,
            do="Write source.date as YYYY-MM-DD, or null.",
        )


def _check_override(override: Override, observed: Observed) -> None:
    choices = _CHOICES.get(override.field)
    if choices is not None and override.value not in choices:
        raise InputError(
            f"the correction {override.field}: {override.value!r} is none that there is.",
            where=observed.source.name,
            do=f"Write one of {', '.join(choices)} in overrides, or take it out.",
        )


def _only_known(observed: Observed, playbook: Playbook) -> Observed:
    """Return what was observed, with the signals that the playbook does not know among what was dropped."""
    unknown = [
        each for each in (*observed.signals, *observed.conduct) if each.id not in playbook.signals
    ]
    if not unknown:
        return observed
    listed = {
        Dropped(signal=each.id, quote=piece.quote, reason="unknown_id")
        for each in unknown
        for piece in each.evidence
    }

    def known(signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
        return tuple(each for each in signals if each.id in playbook.signals)

    return observed.model_copy(
        update={
            "signals": known(observed.signals),
            "conduct": known(observed.conduct),
            "dropped": tuple(
                sorted(
                    (*observed.dropped, *listed),
                    key=lambda each: (each.signal, each.quote, each.reason),
                )
            ),
        }
    )


def observed_in(analysis: Analysis) -> Observed:
    """Return what an analysis was decided from, so that it can be decided again."""
    conduct = {
        "conduct": tuple(
            {
                "id": each.id,
                "axis": "conduct",
                "sign": each.sign,
                "confidence": 1.0,
                "evidence": each.evidence,
            }
            for each in analysis.coaching
        )
    }
    kept = (
        "source",
        "engine",
        "signals",
        "milestones",
        "facts",
        "dropped",
        "overrides",
        "warnings",
        "usage",
    )
    return Observed.model_validate({**{key: getattr(analysis, key) for key in kept}, **conduct})


def result_language(observed: Observed) -> ResultLanguage:
    """Return the language of the result: the user's choice, else the input's."""
    chosen = [each.value for each in observed.overrides if each.field == "lang"]
    return spoken_as(observed.source.language, chosen[-1] if chosen else None)
