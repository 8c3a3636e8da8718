"""Opens the engine that the settings mean. No silent fallback from one to the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from callsift.errors import UsageError
from callsift.playbook.model import Playbook
from callsift.settings import Settings, config_path
from callsift.steps.extract.engine import Engine


@contextmanager
def open_engine(
    settings: Settings, playbook: Playbook, *, notice: Callable[[str], None] = lambda _: None
) -> Iterator[Engine]:
    """Yield the engine for these settings; what it keeps on disk is closed afterwards.

    Args:
        settings: which engine, model and endpoint.
        playbook: what it looks for.
        notice: told in a sentence what the user waits for.

    Raises:
        UsageError: the model engine is asked for and no model is named, or a cost limit has no price to go by.
    """
    if settings.chosen_engine == "offline":
        from callsift.steps.extract.offline import OfflineEngine  # noqa: PLC0415 - only one is needed

        yield OfflineEngine(playbook)
        return
    if not settings.model:
        raise UsageError(
            "the model engine needs the name of a model.",
            do="Give --model NAME or set CALLSIFT_MODEL, or use --engine offline.",
        )
    # Imported late: heavy, and rarely needed.
    from callsift.steps.extract.llm import open_llm_engine  # noqa: PLC0415

    with open_llm_engine(playbook, settings, own_prices=config_path().parent, notice=notice) as llm:
        yield llm
