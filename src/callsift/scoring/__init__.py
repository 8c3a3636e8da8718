"""Labelled calls in, scores out: how often an engine or the rules are right."""

from callsift.scoring.labels import LabelledCase, load_cases
from callsift.scoring.metrics import Score
from callsift.scoring.run import score_engine, score_given_labels
from callsift.scoring.table import scores_text

__all__ = [
    "LabelledCase",
    "Score",
    "load_cases",
    "score_engine",
    "score_given_labels",
    "scores_text",
]
