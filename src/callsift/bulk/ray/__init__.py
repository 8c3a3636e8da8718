"""The same run over a Ray cluster: calls go out to workers on any machine, and one process keeps the ledger.

Everything that imports ray does so late: `callsift` works without it.
"""

from callsift.bulk.ray.cluster import Cluster, joined
from callsift.bulk.ray.data import TableIn, analyze_tables
from callsift.bulk.ray.runner import cluster_engine

__all__ = ["Cluster", "TableIn", "analyze_tables", "cluster_engine", "joined"]
