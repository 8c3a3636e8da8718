"""Runs an engine, or the labels themselves, over labelled calls and scores the outcome."""

from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.errors import CallsiftError
from callsift.pipeline import analyze_call, decide
from callsift.playbook.model import Playbook
from callsift.scoring.given import observed_from_label
from callsift.scoring.labels import LabelledCase
from callsift.scoring.metrics import CaseScore, Score, score_case, sum_up
from callsift.steps.extract import Engine
from callsift.steps.read import read_path


async def score_engine(
    cases: tuple[LabelledCase, ...], engine: Engine, playbook: Playbook
) -> Score:
    """Return the scores of an engine. A case whose call fails is listed in `failed` and not scored.

    Raises:
        CallsiftError: every case failed; the last failure is raised.
    """
    scores: list[CaseScore] = []
    analyses: list[Analysis] = []
    failed: list[str] = []
    last: CallsiftError | None = None
    for case in cases:
        try:
            analysis = await analyze_call(read_path(case.path), engine=engine, playbook=playbook)
        except CallsiftError as error:
            last = error
            failed.append(f"{case.label.id}: {type(error).__name__}")
            continue
        analyses.append(analysis)
        scores.append(score_case(case.label, analysis, _conduct(playbook)))
    if last is not None and not analyses:
        raise last
    return sum_up(scores, analyses, tuple(failed))


def score_given_labels(cases: tuple[LabelledCase, ...], playbook: Playbook) -> Score:
    """Return the scores of the rules alone, fed with each label's own signals and milestones."""
    analyses = [
        decide(observed_from_label(case.label, _read(case), playbook), playbook) for case in cases
    ]
    scores = [
        score_case(case.label, analysis, _conduct(playbook))
        for case, analysis in zip(cases, analyses, strict=True)
    ]
    return sum_up(scores, analyses)


def _read(case: LabelledCase) -> Call:
    return read_path(case.path)


def _conduct(playbook: Playbook) -> frozenset[str]:
    return frozenset(each.id for each in playbook.signals.values() if each.is_conduct)
