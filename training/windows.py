"""Scores the engine on a few turns at a time, as people paste them.

    python training/windows.py

Of each dialogue one window of so many turns, at a place that its number decides, scored by a model that has not seen the
dialogue. Prints precision, recall and F1 of buyer signals against those that the window's turns show, and how often a
category was the dialogue's that was said with at least 0.7.
"""

from dataclasses import replace

from corpus import Dialogue
from train import CUE_THRESHOLD, PULL, THRESHOLD
from tune import Setting, analysed, known_of, left_out, scores

from callsift.playbook import load_playbook

LENGTHS = (1, 2, 3, 5, 8, 12)
_SURE = 0.7


def main() -> None:
    """Print the scores of every length."""
    playbook = load_playbook()
    folds = list(left_out(playbook))
    shipped = Setting(PULL, THRESHOLD, CUE_THRESHOLD)
    print("turns  windows  category  precision  recall    F1    sure of a category, and right")
    for length in LENGTHS:
        known = [
            known_of(window, weights)
            for held, weights in folds
            for number, each in enumerate(held)
            if (window := _window(each, number, length)) is not None
        ]
        made = analysed(known, playbook, shipped)
        sure = [
            a.category.id in each.categories for each, a in made if a.category.confidence >= _SURE
        ]
        row = "".join(f"{n:10.3f}" for n in scores(made, playbook))
        print(f"{length:5}{len(made):9}{row}    {sum(sure)} of {len(sure)}")


def _window(dialogue: Dialogue, number: int, length: int) -> Dialogue | None:
    spare = len(dialogue.turns) - length
    if spare <= 0:
        return None
    start = (number * length) % (spare + 1)
    return replace(dialogue, turns=dialogue.turns[start : start + length])


if __name__ == "__main__":
    main()
