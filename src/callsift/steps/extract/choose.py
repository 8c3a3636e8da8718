"""Makes the engine that the settings mean. No silent fallback from one to the other."""

from callsift.errors import UsageError
from callsift.playbook.model import Playbook
from callsift.settings import Settings
from callsift.steps.extract.engine import Engine


def make_engine(settings: Settings, playbook: Playbook) -> Engine:
    """Return the engine for these settings.

    Raises:
        UsageError: the model engine is asked for and no model is named.
    """
    if settings.chosen_engine == "offline":
        from callsift.steps.extract.offline import OfflineEngine  # noqa: PLC0415 - only one is needed

        return OfflineEngine(playbook)
    if not settings.model:
        raise UsageError(
            "the model engine needs the name of a model.",
            do="Give --model NAME or set CALLSIFT_MODEL, or use --engine offline.",
        )
    from callsift.steps.extract.llm import LLMEngine  # noqa: PLC0415 - heavy, and rarely needed

    return LLMEngine(playbook, settings)
