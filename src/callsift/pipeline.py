"""The steps in order: the table of contents of the project.

    read ─▶ turns ─▶ extract ─▶ ground ─▶ merge ─▶ judge ─▶ recommend

`read` and `turns` make a call of bytes; an engine only observes; everything after it is a pure function of records.
"""

from dataclasses import dataclass

from callsift.domain.analysis import Analysis, Observed, Override
from callsift.domain.transcript import Call
from callsift.playbook.model import Playbook
from callsift.steps.extract import Engine
from callsift.steps.ground import ground
from callsift.steps.judge import judge
from callsift.steps.merge import merge
from callsift.steps.recommend import recommend
from callsift.steps.turns import apply_guesses, assign_roles
from callsift.wording import ResultLanguage


@dataclass(frozen=True)
class Choices:
    """What the user says about a call: who is who, and corrections to the verdict."""

    sellers: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()


async def analyze_call(
    call: Call, *, engine: Engine, playbook: Playbook, choices: Choices = Choices()
) -> Analysis:
    """Return the analysis of one call.

    Raises:
        ModelError: the model engine failed.
    """
    assigned = assign_roles(call, sellers=choices.sellers, buyers=choices.buyers)
    extraction = await engine.observe(assigned.call.transcript)
    settled = apply_guesses(assigned, extraction.roles)
    grounded = ground(extraction, settled.call.transcript, playbook)
    observed = merge(
        grounded,
        settled.call,
        playbook,
        engine=extraction.engine,
        usage=extraction.usage,
        overrides=choices.overrides,
        warnings=settled.warnings,
    )
    return decide(observed, playbook)


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
    kept = ("source", "engine", "signals", "milestones", "facts", "dropped", "overrides", "warnings", "usage")
    return Observed.model_validate({**{key: getattr(analysis, key) for key in kept}, **conduct})


def result_language(observed: Observed) -> ResultLanguage:
    """Return the language of the result: the user's choice, else the input's."""
    chosen = [each.value for each in observed.overrides if each.field == "lang"]
    wanted = chosen[-1] if chosen else ""
    spoken = observed.source.language
    if wanted == "en" or (not wanted and spoken == "en"):
        return "en"
    return "zh-Hant" if spoken == "zh-Hant" else "zh"
