"""Notices a server that read only the beginning of a prompt and did not say so."""

from callsift.costs import Spread, TokenScale
from callsift.domain.observation import Usage
from callsift.errors import PromptTooLong

# An endpoint that reports less than this share of the estimate did not read the whole prompt; no
# tokenizer in use is that much thriftier. Below the floor a report says nothing.
_LEAST_SHARE = 0.4
_FLOOR_TOKENS = 3_000


def refuse_half_read(spread: Spread, usage: Usage, *, scale: TokenScale, where: str) -> None:
    """Refuse an answer to a prompt that the server cut short, as Ollama does without a word.

    Args:
        spread: the characters of the request's messages.
        usage: what the endpoint reported for this one request.
        scale: how it counts tokens, as far as known.
        where: the endpoint and model, for people.

    Raises:
        PromptTooLong: it read less than half of what was sent.
    """
    sent = scale.tokens(spread)
    # Some gateways leave what came from their cache out of the count of the prompt.
    read = usage.prompt_tokens + usage.cached_tokens
    if sent >= _FLOOR_TOKENS and 0 < read < _LEAST_SHARE * sent:
        raise PromptTooLong(
            f"the endpoint read only {usage.prompt_tokens:,} of about {sent:,} prompt tokens.",
            where=where,
            do="Raise the server's context (Ollama: num_ctx), or use a model with a larger one.",
            read=usage.prompt_tokens,
        )
