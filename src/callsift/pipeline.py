"""The steps in order: the table of contents of the project.

    read ─▶ turns ─▶ flag ─▶ (redact) ─▶ extract ─▶ ground ─▶ merge ─▶ judge ─▶ recommend

`read` and `turns` make a call of bytes; `flag` and `redact` decide what of it an engine may see; an engine only observes;
everything after it is a pure function of records.
`judge` and `recommend` stand in `decision`, which `callsift judge` runs alone.
"""

from dataclasses import dataclass

from callsift.decision import decide, observed_in, result_language
from callsift.domain.analysis import Analysis, Override
from callsift.domain.observation import Extraction
from callsift.domain.transcript import Call, Transcript
from callsift.playbook.model import Playbook
from callsift.steps.extract import Engine
from callsift.steps.flag import screen
from callsift.steps.ground import ground
from callsift.steps.merge import merge
from callsift.steps.turns import apply_guesses, assign_roles

__all__ = ["Choices", "analyze_call", "decide", "observed_in", "result_language"]


@dataclass(frozen=True)
class Choices:
    """What the user says about a call: who is who, what an engine may not see, and corrections to the verdict.

    `redact` masks names, numbers and addresses before the engine sees the call; `names` are further names to mask.
    """

    sellers: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    overrides: tuple[Override, ...] = ()
    redact: bool = False
    names: tuple[str, ...] = ()


async def analyze_call(
    call: Call, *, engine: Engine, playbook: Playbook, choices: Choices = Choices()
) -> Analysis:
    """Return the analysis of one call.

    Raises:
        ModelError: the model engine failed.
    """
    assigned = assign_roles(call, sellers=choices.sellers, buyers=choices.buyers)
    screened = screen(assigned.call.transcript, playbook)
    extraction = await _observed(screened.transcript, assigned.call, engine, choices)
    settled = apply_guesses(assigned, extraction.roles)
    grounded = ground(extraction, settled.call.transcript, playbook, flagged=screened.flagged)
    observed = merge(
        grounded,
        settled.call,
        playbook,
        extraction=extraction,
        overrides=choices.overrides,
        warnings=(*settled.warnings, *screened.warnings),
    )
    return decide(observed, playbook)


async def _observed(shown: Transcript, call: Call, engine: Engine, choices: Choices) -> Extraction:
    """Return what the engine saw; where the user wants it, of a masked call, in the original's words."""
    if not choices.redact:
        return await engine.observe(shown)
    # Its many patterns take time to load: only where it is asked for.
    from callsift.steps.redact import redact, restore_extraction  # noqa: PLC0415

    masked = redact(call.model_copy(update={"transcript": shown}), names=choices.names)
    return restore_extraction(await engine.observe(masked.call.transcript), masked)
