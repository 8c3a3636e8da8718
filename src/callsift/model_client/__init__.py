"""One client for any OpenAI-compatible chat endpoint.

The only importer of openai and tenacity, and that late.
"""

from callsift.model_client.asking import Spent
from callsift.model_client.client import ModelClient
from callsift.model_client.completion import Completion, Mode, add_usage
from callsift.model_client.limiter import Limiter
from callsift.model_client.probe import ProbeReport, probe

__all__ = [
    "Completion",
    "Limiter",
    "Mode",
    "ModelClient",
    "ProbeReport",
    "Spent",
    "add_usage",
    "probe",
]
