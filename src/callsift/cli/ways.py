"""Refuses ways of working that do not go together. Knows nothing of inputs or outputs."""

from callsift.errors import UsageError


def refuse_unfit_ways(*, via: str, runner: str, address: str | None, engine: str) -> None:
    """Refuse what `--via`, `--runner`, `--address` and the engine say where they contradict each other.

    Raises:
        UsageError: they do.
    """
    if via == "provider-batch" and runner == "ray":
        raise UsageError(
            "--runner ray and --via provider-batch do not go together: the provider does the work of batch files.",
            do="Give one of them.",
        )
    if via == "provider-batch" and engine != "llm":
        raise UsageError("--via provider-batch asks a model.", do="Give --model NAME.")
    if address is not None and runner != "ray":
        raise UsageError("--address names a Ray cluster.", do="Give --runner ray too.")
