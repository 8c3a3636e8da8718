"""The evaluator of the playbook's rules: small, general, pure."""

from callsift.rules.evaluate import Deal, Finding, Fired, Standing, evaluate, fired_rules
from callsift.rules.verdict import Verdict

__all__ = ["Deal", "Finding", "Fired", "Standing", "Verdict", "evaluate", "fired_rules"]
