"""One call of a run through an engine and the rules behind it, as the caller's options want it."""

from callsift.domain.analysis import Analysis
from callsift.domain.transcript import Call
from callsift.options import CallOptions, choices_of, with_options
from callsift.pipeline import analyze_call
from callsift.playbook import Playbook
from callsift.steps.extract import Engine


async def analysed(
    call: Call, engine: Engine, *, playbook: Playbook, options: CallOptions
) -> Analysis:
    """Return the analysis of a call.

    Raises:
        CallsiftError: it cannot be analysed, or the engine gave no usable answer.
    """
    return await analyze_call(
        with_options(call, options),
        engine=engine,
        playbook=playbook,
        choices=choices_of(options, engine),
    )
