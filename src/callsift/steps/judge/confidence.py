"""Turns the evidence under a decision into a share in [0, 1]. The numbers are the playbook's."""

from callsift.domain.analysis import Observed, Signal
from callsift.playbook.model import Playbook


def decision_confidence(
    support: tuple[str, ...], observed: Observed, playbook: Playbook, *, contested: bool = False
) -> float:
    """Return how sure a decision is that rests on the signals `support`.

    It lies in the span measured for the engine: near its top where several signals were seen with certainty, near
    its foot where one was guessed. A rival reading of the same call lowers it. A decision that rests on no signal
    is as sure as finding nothing was measured to be.
    """
    trust = playbook.confidence.engines[observed.engine.name]
    by_id = {each.id: each for each in observed.signals}
    chances = [_certainty(by_id[each], playbook) for each in support if each in by_id]
    # Squared: over labelled calls the observations under a decision err together more often than apart.
    strength = _joint(chances) ** 2 if chances else 0.5
    sure = trust.low + (trust.high - trust.low) * strength if chances else trust.nothing_found
    if contested:
        sure -= playbook.confidence.rival_reading_penalty * (1 - strength)
    return round(min(max(sure, 0.0), 1.0), 2)


def _certainty(signal: Signal, playbook: Playbook) -> float:
    known = any(each.role != "unknown" for each in signal.evidence)
    return signal.confidence * (1.0 if known else playbook.confidence.unattributed_factor)


def _joint(chances: list[float]) -> float:
    """Return the chance that at least one of independent observations is right."""
    wrong = 1.0
    for chance in sorted(chances):
        wrong *= 1 - chance
    return 1 - wrong
