"""What one completion is: the text, how it was asked for, and what it used."""

from typing import Any

from callsift.domain.observation import Usage
from callsift.domain.record import Record
from callsift.settings import Mode


class Completion(Record):
    """One answer of a model. `usage` covers every call that was answered on the way to it."""

    text: str
    mode: Mode
    model: str
    finish_reason: str | None
    usage: Usage


# No call is longer: what an endpoint counts beyond that is nonsense, and no database holds any number.
_MOST_TOKENS = 10**12


def usage_of(reported: Any) -> Usage:
    """Return what an endpoint reported for one call; absent numbers count as 0.

    Prompt tokens include those from the endpoint's cache, as OpenAI and most others count; where they
    clearly do not, the latter are added.
    """
    details = getattr(reported, "prompt_tokens_details", None)
    cached = getattr(details, "cached_tokens", None)
    if cached is None:
        # DeepSeek's name for it.
        cached = getattr(reported, "prompt_cache_hit_tokens", None)
    from_cache = _count(cached)
    prompt = _count(getattr(reported, "prompt_tokens", None))
    completion = _count(getattr(reported, "completion_tokens", None))
    total = _count(getattr(reported, "total_tokens", None))
    if prompt and (prompt < from_cache or prompt + from_cache + completion == total):
        prompt += from_cache
    return Usage(
        calls=1,
        prompt_tokens=prompt,
        completion_tokens=completion,
        cached_tokens=from_cache,
    )


def add_usage(first: Usage, second: Usage) -> Usage:
    """Return the sum of two usages. A price is not known here."""
    return Usage(
        calls=first.calls + second.calls,
        prompt_tokens=first.prompt_tokens + second.prompt_tokens,
        completion_tokens=first.completion_tokens + second.completion_tokens,
        cached_tokens=first.cached_tokens + second.cached_tokens,
    )


def _count(value: object) -> int:
    return min(value, _MOST_TOKENS) if isinstance(value, int) and value > 0 else 0
