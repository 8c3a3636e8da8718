"""The manners of real endpoints: what each accepts, refuses and does by itself.

A personality is made with the replies that it is to give, in order; the last one is repeated. A reply may also be a
function of the request, so that a scripted model can read what it was asked.
"""

from collections.abc import Callable
from typing import TypeAlias

from tests.provider.personalities.faults import (
    always_cut_short,
    busy,
    cut_short,
    filtering,
    flaky,
    hanging_up,
    in_trouble,
    refusing,
    saying,
    sign_in_page,
    slow,
)
from tests.provider.personalities.gateways import (
    deaf_gateway,
    reasoning,
    refusing_both_types,
    strict_gateway,
    without_response_format,
)
from tests.provider.personalities.local import (
    llama_cpp_like,
    ollama_like,
    vllm_like,
    with_full_context,
    with_small_context,
)
from tests.provider.personalities.vendors import (
    deepseek_like,
    deepseek_thinking,
    doubao_like,
    openai_like,
    qwen_like,
    qwen_not_streaming,
    qwen_thinking,
)
from tests.provider.server import Answer

Personality: TypeAlias = Callable[..., Answer]

__all__ = [
    "Personality",
    "always_cut_short",
    "busy",
    "cut_short",
    "deaf_gateway",
    "deepseek_like",
    "deepseek_thinking",
    "doubao_like",
    "filtering",
    "flaky",
    "hanging_up",
    "in_trouble",
    "llama_cpp_like",
    "ollama_like",
    "openai_like",
    "qwen_like",
    "qwen_not_streaming",
    "qwen_thinking",
    "reasoning",
    "refusing",
    "refusing_both_types",
    "saying",
    "sign_in_page",
    "slow",
    "strict_gateway",
    "vllm_like",
    "with_full_context",
    "with_small_context",
    "without_response_format",
]
