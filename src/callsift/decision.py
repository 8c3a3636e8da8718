"""The second half of the pipeline: what was observed in, the verdict out. It needs no engine, no reader and no text."""

from callsift.domain.analysis import Analysis, Observed
from callsift.playbook.model import Playbook
from callsift.steps.judge import judge
from callsift.steps.recommend import recommend
from callsift.wording import ResultLanguage


def decide(observed: Observed, playbook: Playbook) -> Analysis:
    """Return the analysis of what was observed, with no engine at all."""
    lang = result_language(observed)
    verdict = judge(observed, playbook, lang=lang)
    return recommend(observed, verdict, playbook, lang=lang)


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
    wanted = chosen[-1] if chosen else ""
    spoken = observed.source.language
    if wanted == "en" or (not wanted and spoken == "en"):
        return "en"
    return "zh-Hant" if spoken == "zh-Hant" else "zh"
