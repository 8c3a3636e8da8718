"""One client for any OpenAI-compatible chat endpoint.

The only importer of openai and tenacity, and that late.
"""

from callsift.model_client.asking import Completer, Spent
from callsift.model_client.client import ModelClient
from callsift.model_client.completion import Completion, add_usage
from callsift.model_client.limiter import Limiter, Places
from callsift.model_client.probe import ProbeReport, probe
from callsift.settings import Mode

__all__ = [
    "Completer",
    "Completion",
    "Limiter",
    "Mode",
    "ModelClient",
    "Places",
    "ProbeReport",
    "Spent",
    "add_usage",
    "probe",
]
