"""Notices what a server does not say: that it read only the beginning of a prompt, or that its context is full."""

from callsift.cache import Learned
from callsift.costs import Spread
from callsift.costs.estimate import ENOUGH_CALLS
from callsift.domain.observation import Usage
from callsift.errors import PromptTooLong

# An endpoint that reports less than this share of the guess did not read the whole prompt; no tokenizer in use is that
# much thriftier. Below the floor a report says nothing.
_LEAST_SHARE = 0.4
_FLOOR_TOKENS = 3_000
# Once its way of counting is measured, estimates are right within a tenth: much less than this was not read.
_MEASURED_SHARE = 0.75
# What a server reads at most is set to a power of two by default. Exactly so many, and fewer than were sent, is no chance.
_SMALLEST_CONTEXT = 2_048
_GUESSED_SHARE = 0.9
# Contexts that people set are multiples of this, powers of two or not. Some servers stop one token before the end.
_CONTEXT_STEP = 2_048
_NEAR = 1
# The thriftiest tokenizer's tokens a wide character, where the endpoint has not been seen to count many.
_LEAST_WIDE = 0.45


def refuse_half_read(spread: Spread, usage: Usage, *, known: Learned, where: str) -> None:
    """Refuse an answer to a prompt that the server cut short, as Ollama does without a word.

    Args:
        spread: the characters of the request's messages.
        usage: what the endpoint reported for this one request.
        known: what the endpoint taught so far, how it counts tokens among it.
        where: the endpoint and model, for people.

    Raises:
        PromptTooLong: it read clearly less than what was sent.
    """
    sent = known.scale.tokens(spread)
    read = usage.prompt_tokens
    is_short = _is_short(read, sent, spread, known) or _is_brim(read, sent, known)
    if sent >= _FLOOR_TOKENS and read > 0 and is_short:
        raise PromptTooLong(
            f"the endpoint read only {read:,} of about {sent:,} prompt tokens.",
            where=where,
            do="Raise the server's context (Ollama: num_ctx), or use a model with a larger one.",
            read=read,
        )


def is_context_full(usage: Usage, context: int | None) -> bool:
    """Tell whether an answer that was cut off ended because prompt and answer fill the context.

    Args:
        usage: what the endpoint reported for this one request.
        context: how much it is known to read, if anything is known.

    Where the context is not known, a sum that is a usual one is taken for it, unless the answer has a usual length
    itself: then that was its limit. A raised limit helps in the latter case only.
    """
    if not usage.prompt_tokens:
        return False
    total = usage.prompt_tokens + usage.completion_tokens
    if context is not None and abs(total - context) <= _NEAR:
        return True
    is_limit = usage.completion_tokens.bit_count() == 1 or usage.completion_tokens % 1_000 == 0
    return not is_limit and total >= _SMALLEST_CONTEXT - _NEAR and _from_step(total) <= _NEAR


def _from_step(total: int) -> int:
    beyond = total % _CONTEXT_STEP
    return min(beyond, _CONTEXT_STEP - beyond)


def _is_short(read: int, sent: int, spread: Spread, known: Learned) -> bool:
    """Tell whether clearly less was read than sent, as far as the endpoint's counting is known."""
    if known.reports >= ENOUGH_CALLS:
        return read < _MEASURED_SHARE * _least_sent(spread, known)
    return read < _LEAST_SHARE * sent


def _is_brim(read: int, sent: int, known: Learned) -> bool:
    """Tell whether exactly a usual context was read while more was sent, before counting is known."""
    is_round = read >= _SMALLEST_CONTEXT and read.bit_count() == 1
    return known.reports < ENOUGH_CALLS and is_round and read < _GUESSED_SHARE * sent


def _least_sent(spread: Spread, known: Learned) -> int:
    """Return the estimate, low where the endpoint was seen to count few wide characters so far."""
    scale = known.scale
    if known.sums.wide_wide < spread.wide * spread.wide:
        scale = scale._replace(wide=min(scale.wide, _LEAST_WIDE))
    return scale.tokens(spread)
