"""Chooses how much company counts, and from which chance a signal is reported.

    python training/tune.py

Dialogues are scored by models that have not seen them (five folds); calls 01-24 of `fixtures/calls` by one that has
seen neither them nor their company. Prints for each setting the share of right categories and the F1 of buyer signals.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from corpus import Dialogue, dialogues, signals_of
from train import LAST_TUNING_CALL, TUNING_CALLS, train

from callsift.decision import decide
from callsift.domain.transcript import Call, Transcript, Turn
from callsift.playbook import Playbook, load_playbook
from callsift.scoring import load_cases
from callsift.steps.extract.offline import OfflineEngine
from callsift.steps.extract.offline.learned import Weights, weights_of
from callsift.steps.ground import ground
from callsift.steps.merge import merge
from callsift.steps.read import read_path
from callsift.steps.turns import assign_roles

FOLDS = 5
PULLS = (0.0, 1.0, 1.5, 2.0)
BARS = ((0.35, 0.22), (0.45, 0.3), (0.5, 0.4), (0.6, 0.45))


class Known(NamedTuple):
    """A call with what is known of it, and a model that has not seen it."""

    transcript: Transcript
    categories: frozenset[str]
    signals: frozenset[str]
    optional: frozenset[str]
    weights: Weights


def main() -> None:
    """Print the scores of every setting."""
    playbook = load_playbook()
    known = [*_dialogues(playbook), *_calls(playbook)]
    print(f"{len(known)} calls\npull  bar   with cue  category  F1")
    for pull in PULLS:
        for bar, with_cue in BARS:
            category, f1 = _scores(known, playbook, (pull, bar, with_cue))
            print(f"{pull:4.1f}  {bar:.2f}  {with_cue:.2f}      {category:.2f}      {f1:.2f}")


def _dialogues(playbook: Playbook) -> Iterator[Known]:
    listed = list(dialogues())
    for fold in range(FOLDS):
        held = listed[fold::FOLDS]
        weights = weights_of(*train(playbook, frozenset(each.slug for each in held)))
        for each in held:
            yield Known(
                _transcript(each),
                frozenset((str(each.meta["category"]),)),
                frozenset(signals_of(each)),
                frozenset(),
                weights,
            )


def _calls(playbook: Playbook) -> Iterator[Known]:
    cases = [case for case in load_cases(TUNING_CALLS) if case.label.id <= LAST_TUNING_CALL]
    weights = weights_of(*train(playbook, frozenset(case.label.id for case in cases)))
    for case in cases:
        yield Known(
            assign_roles(read_path(case.path)).call.transcript,
            frozenset(case.label.category_ok),
            frozenset(each.id for each in case.label.signals),
            frozenset(case.label.optional_signals),
            weights,
        )


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


def _scores(
    known: list[Known], playbook: Playbook, setting: tuple[float, float, float]
) -> tuple[float, float]:
    """Return the share of right categories and the F1 of buyer signals at one setting."""
    right = tp = fp = fn = 0
    for each in known:
        pull, bar, with_cue = setting
        weights = replace(each.weights, pull=pull, threshold=bar, cue_threshold=with_cue)
        extraction = OfflineEngine(playbook, weights=weights).scan(each.transcript)
        grounded = ground(extraction, each.transcript, playbook)
        call = Call(name="call", transcript=each.transcript, sha256="")
        analysis = decide(merge(grounded, call, playbook, extraction=extraction), playbook)
        seen = {signal.id for signal in analysis.signals}
        truth = {name for name in each.signals if not playbook.signals[name].is_conduct}
        right += analysis.category.id in each.categories
        tp, fp, fn = (
            tp + len(seen & truth),
            fp + len(seen - truth - each.optional),
            fn + len(truth - seen),
        )
    return right / len(known), 2 * tp / (2 * tp + fp + fn)


if __name__ == "__main__":
    main()
