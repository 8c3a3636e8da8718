"""Chooses how much company counts and from which chance a signal is reported, and fits what its confidence means.

    python training/tune.py            print the scores
    python training/tune.py --write    and write by what each signal is put right: `training/corrections.json`

Dialogues and calls 01-24 of `fixtures/calls`, each scored by a model that has seen neither it nor, of calls, the company
they keep, nor its part of the corrections. Prints for each setting the share of right categories and how buyer signals fare, then for the shipped setting
the same by language and for short dialogues, how often a category was right that was said with some confidence, and the
slope and shift that make of a chance how often such a report was right.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from corpus import Dialogue, dialogues, signals_of
from corrections import Sure, corrections_of, write_corrections
from sklearn.linear_model import LogisticRegression
from train import CUE_THRESHOLD, LAST_TUNING_CALL, PULL, THRESHOLD, TUNING_CALLS, train

from callsift.decision import decide
from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call, Transcript, Turn
from callsift.playbook import Playbook, load_playbook
from callsift.scoring import load_cases
from callsift.scoring.calibration import calibration_of
from callsift.steps.extract.offline import OfflineEngine
from callsift.steps.extract.offline.learned import Weights, weights_of
from callsift.steps.ground import ground
from callsift.steps.merge import merge
from callsift.steps.read import read_path
from callsift.steps.turns import assign_roles

FOLDS = 3
PULLS = (0.0, 1.0, 1.5, 2.0)
BARS = ((0.5, 0.4), (0.6, 0.45), (0.6, 0.5), (0.65, 0.6), (0.7, 0.6), (0.75, 0.65))
_LEAST = 1e-3
SHORT = 22
PARTS: dict[str, Callable[[Transcript], bool]] = {
    "Chinese": lambda transcript: transcript.language != "en",
    "English": lambda transcript: transcript.language == "en",
    "short": lambda transcript: len(transcript.turns) <= SHORT,
}


class Known(NamedTuple):
    """A call with what is known of it, and a model that has not seen it.

    Calls of one `fold` are put right by what the others tell.
    """

    transcript: Transcript
    categories: frozenset[str]
    signals: frozenset[str]
    optional: frozenset[str]
    weights: Weights
    fold: int = 0


class Setting(NamedTuple):
    """How much company pulls, and the chances from which a signal is reported, without and with a cue."""

    pull: float
    bar: float
    with_cue: float


def main() -> None:
    """Print the scores of every setting and the calibration of the shipped one."""
    playbook = load_playbook()
    plain = list(_known(playbook))
    sure = [_sure(each, playbook) for each in plain]
    if "--write" in sys.argv[1:]:
        write_corrections(corrections_of(each for some in sure for each in some))
    known = _put_right(plain, sure)
    print(f"{len(known)} calls\npull  bar   with cue  category  precision  recall    F1")
    for pull in PULLS:
        for bar, with_cue in BARS:
            row = scores(analysed(known, playbook, Setting(pull, bar, with_cue)), playbook)
            print(f"{pull:4.1f}  {bar:.2f}  {with_cue:.2f}  " + "".join(f"{n:10.3f}" for n in row))
    _print_shipped(known, playbook, Setting(PULL, THRESHOLD, CUE_THRESHOLD))


def _print_shipped(known: list[Known], playbook: Playbook, shipped: Setting) -> None:
    made = analysed(known, playbook, shipped)
    for name, wanted in PARTS.items():
        some = [each for each in made if wanted(each[0].transcript)]
        row = "".join(f"{n:10.3f}" for n in scores(some, playbook))
        print(f"{name:<10}{len(some):4}    {row}")
    verdicts = [(a.category.confidence, a.category.id in each.categories) for each, a in made]
    for found in calibration_of(verdicts).bins:
        print(
            f"category said with {found.confidence:.2f}: right {found.accuracy:.2f} ({found.number})"
        )
    slope, shift = _calibration(known, playbook, shipped)
    print(f"calibration of the shipped setting: slope {slope:.2f}, shift {shift:.2f}")


def _known(playbook: Playbook) -> Iterator[Known]:
    cases = [case for case in load_cases(TUNING_CALLS) if case.label.id <= LAST_TUNING_CALL]
    of_calls = frozenset(case.label.id for case in cases)
    for fold, (held, weights) in enumerate(left_out(playbook, of_calls)):
        yield from (known_of(each, weights)._replace(fold=fold) for each in held)
    for number, case in enumerate(cases):
        yield Known(
            assign_roles(read_path(case.path)).call.transcript,
            frozenset(case.label.category_ok),
            frozenset(each.id for each in case.label.signals),
            frozenset(case.label.optional_signals),
            weights,
            number % FOLDS,
        )


def _sure(known: Known, playbook: Playbook) -> list[Sure]:
    """Return how sure the model is of each signal of a call, before it is put right, and whether it is there."""
    bare = replace(known.weights, corrections={}, calibration=(1.0, 0.0))
    found: dict[str, float] = {}
    # A cue makes up for what the bar is lower by where one stands: heard apart, by bars that nothing else passes.
    for bar, with_cue, easier in (
        (0.0, 2.0, 0.0),
        (2.0, 0.0, _log_odds(THRESHOLD) - _log_odds(CUE_THRESHOLD)),
    ):
        weights = replace(bare, threshold=bar, cue_threshold=with_cue)
        for each in OfflineEngine(playbook, weights=weights).scan(known.transcript).candidates:
            odds = _log_odds(each.confidence or 0.0) + easier
            found[each.signal] = max(found.get(each.signal, odds), odds)
    return [
        Sure(name, odds, name in known.signals)
        for name, odds in found.items()
        if name not in known.optional
    ]


def _put_right(plain: list[Known], sure: list[list[Sure]]) -> list[Known]:
    """Return the calls, each fold's model put right by what the other folds tell."""
    put_right: list[Known] = []
    for fold in range(FOLDS):
        told = (
            one for each, some in zip(plain, sure, strict=True) if each.fold != fold for one in some
        )
        corrections = corrections_of(told)
        put_right.extend(
            each._replace(weights=replace(each.weights, corrections=corrections))
            for each in plain
            if each.fold == fold
        )
    return put_right


def left_out(
    playbook: Playbook, calls: frozenset[str] = frozenset()
) -> Iterator[tuple[list[Dialogue], Weights]]:
    """Yield the dialogues fold by fold, each with a model that has seen neither them nor some calls."""
    listed = list(dialogues())
    for fold in range(FOLDS):
        held = listed[fold::FOLDS]
        yield held, weights_of(*train(playbook, calls | {each.slug for each in held}))


def known_of(dialogue: Dialogue, weights: Weights) -> Known:
    """Return a dialogue, or a part of one, with what its labels say of it."""
    category = frozenset((str(dialogue.meta["category"]),))
    shown = frozenset(signals_of(dialogue))
    return Known(_transcript(dialogue), category, shown, frozenset(), weights)


def _transcript(dialogue: Dialogue) -> Transcript:
    text = "\n".join(str(row["text"]) for row in dialogue.turns)
    turns: list[Turn] = []
    start = 0
    for index, row in enumerate(dialogue.turns):
        end = start + len(str(row["text"]))
        turns.append(
            Turn.model_validate(
                {"index": index, "speaker": row.get("speaker"), "role": row["role"]}
                | {"start": start, "end": end, "text": text[start:end]}
            )
        )
        start = end + 1
    return Transcript.model_validate(
        {"format": "dialogue", "kind": dialogue.meta["kind"], "language": dialogue.meta["lang"]}
        | {"text": text, "turns": turns}
    )


def _analysis(known: Known, playbook: Playbook, weights: Weights) -> Analysis:
    extraction = OfflineEngine(playbook, weights=weights).scan(known.transcript)
    grounded = ground(extraction, known.transcript, playbook)
    call = Call(name="call", transcript=known.transcript, sha256="")
    return decide(merge(grounded, call, playbook, extraction=extraction), playbook)


def _set(weights: Weights, setting: Setting) -> Weights:
    return replace(
        weights, pull=setting.pull, threshold=setting.bar, cue_threshold=setting.with_cue
    )


def analysed(
    known: list[Known], playbook: Playbook, setting: Setting
) -> list[tuple[Known, Analysis]]:
    """Return each call with what its model says of it."""
    return [(each, _analysis(each, playbook, _set(each.weights, setting))) for each in known]


def scores(
    made: list[tuple[Known, Analysis]], playbook: Playbook
) -> tuple[float, float, float, float]:
    """Return the share of right categories, and precision, recall and F1 of buyer signals."""
    right = tp = fp = fn = 0
    for each, analysis in made:
        seen = {signal.id for signal in analysis.signals}
        truth = {name for name in each.signals if not playbook.signals[name].is_conduct}
        right += analysis.category.id in each.categories
        tp += len(seen & truth)
        fp += len(seen - truth - each.optional)
        fn += len(truth - seen)
    return right / len(made), tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)


def _calibration(known: list[Known], playbook: Playbook, setting: Setting) -> tuple[float, float]:
    """Return slope and shift, in log-odds, that fit chances to how often such reports were right."""
    odds: list[float] = []
    right: list[bool] = []
    for each in known:
        plain = replace(_set(each.weights, setting), calibration=(1.0, 0.0))
        for signal in _analysis(each, playbook, plain).signals:
            if signal.id not in each.optional:
                odds.append(_log_odds(signal.confidence))
                right.append(signal.id in each.signals)
    model = LogisticRegression(C=1e6).fit(np.array(odds)[:, None], right)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _log_odds(chance: float) -> float:
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return float(np.log(kept / (1 - kept)))


if __name__ == "__main__":
    main()
