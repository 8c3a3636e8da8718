"""The engine that asks a model. Imports no transport until a call is made."""

from callsift.model_client import ProbeReport, probe
from callsift.steps.extract.llm.engine import LLMEngine
from callsift.steps.extract.llm.opening import Opened, known_price, open_client, open_llm_engine
from callsift.steps.extract.llm.shape import reply_schema

__all__ = [
    "LLMEngine",
    "Opened",
    "ProbeReport",
    "known_price",
    "open_client",
    "open_llm_engine",
    "probe",
    "reply_schema",
]
