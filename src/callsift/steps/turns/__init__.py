"""Gives every turn its role: buyer, seller, reporter, other, or unknown where nothing tells."""

from callsift.steps.turns.assign import RoleAssignment, assign_roles
from callsift.steps.turns.guesses import apply_guesses

__all__ = ["RoleAssignment", "apply_guesses", "assign_roles"]
