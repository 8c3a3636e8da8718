"""The steps in order: the table of contents of the project.

    read ─▶ turns ─▶ extract ─▶ ground ─▶ merge ─▶ judge ─▶ recommend

`read` and `turns` make a call of bytes; an engine only observes; everything after it is a pure function of records.
`judge` and `recommend` stand in `decision`, which `callsift judge` runs alone.
"""

from dataclasses import dataclass

from callsift.decision import decide, observed_in, result_language
from callsift.domain.analysis import Analysis, Override
from callsift.domain.transcript import Call
from callsift.playbook.model import Playbook
from callsift.steps.extract import Engine
from callsift.steps.ground import ground
from callsift.steps.merge import merge
from callsift.steps.turns import apply_guesses, assign_roles

__all__ = ["Choices", "analyze_call", "decide", "observed_in", "result_language"]


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
        extraction=extraction,
        overrides=choices.overrides,
        warnings=settled.warnings,
    )
    return decide(observed, playbook)
