"""Reads tables (XLSX, CSV, TSV): one row a call, or one row a turn.

What is imported here is light; the libraries are loaded when a table is read.
"""

from callsift.steps.read.tables.calls import calls_of
from callsift.steps.read.tables.delimited import is_table
from callsift.steps.read.tables.reading import read_table
from callsift.steps.read.tables.single import only_call
from callsift.steps.read.tables.table import Row, RowRefused, Table, TableColumns

__all__ = [
    "Row",
    "RowRefused",
    "Table",
    "TableColumns",
    "calls_of",
    "is_table",
    "only_call",
    "read_table",
]
