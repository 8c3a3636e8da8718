"""Frozen records that pass between the steps. Nothing here does any work."""
