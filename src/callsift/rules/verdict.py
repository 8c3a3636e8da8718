"""The verdict as it passes from judging to recommending."""

from dataclasses import dataclass

from callsift.domain.analysis import CategoryDecision, Decision
from callsift.rules.evaluate import Deal


@dataclass(frozen=True)
class Verdict:
    """Stage, standing and category, and the deal with these decisions made."""

    stage: Decision
    standing: Decision
    category: CategoryDecision
    deal: Deal
