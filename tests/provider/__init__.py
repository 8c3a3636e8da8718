"""A simulated provider on 127.0.0.1, for tests of the plumbing alone.

Its replies are scripted by the test: they say nothing about what a model would find in a call, and
no test may draw a conclusion about the quality of prompts or verdicts from them.
"""

from tests.provider import personalities
from tests.provider.personalities import Personality
from tests.provider.replies import reply_json, signal
from tests.provider.scripted import ScriptedModel, Seen
from tests.provider.server import Answer, Counted, Provider, Request, Response
from tests.provider.tokenizers import TOKENIZERS, Tokenizer
from tests.provider.wire import completion, refusal

__all__ = [
    "TOKENIZERS",
    "Answer",
    "Counted",
    "Personality",
    "Provider",
    "Request",
    "Response",
    "ScriptedModel",
    "Seen",
    "Tokenizer",
    "completion",
    "personalities",
    "refusal",
    "reply_json",
    "signal",
]
