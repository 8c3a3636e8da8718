"""Labelled calls in, scores out: how often an engine or the rules are right."""

from callsift.scoring.compare import Comparison, compare, comparison_text
from callsift.scoring.fitted import fitted_cases
from callsift.scoring.labels import LabelledCase, load_cases
from callsift.scoring.metrics import Score
from callsift.scoring.run import score_engine, score_given_labels
from callsift.scoring.table import scores_text

__all__ = [
    "Comparison",
    "LabelledCase",
    "Score",
    "compare",
    "comparison_text",
    "fitted_cases",
    "load_cases",
    "score_engine",
    "score_given_labels",
    "scores_text",
]
