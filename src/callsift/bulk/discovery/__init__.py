"""Finds the inputs of a run: files, folders, patterns, tables, JSONL, exports with several calls."""

from callsift.bulk.discovery.discover import discover
from callsift.bulk.discovery.item import Found, Item, Skipped, TableFound, TableRefused

__all__ = ["Found", "Item", "Skipped", "TableFound", "TableRefused", "discover"]
