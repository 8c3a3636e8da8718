"""What a run would use, in a sentence or two."""

from callsift.costs import Estimate


def estimate_text(estimate: Estimate | None) -> str:
    """Return an estimate in words; costs that are not known are said to be unknown."""
    if estimate is None:
        return "offline engine: nothing is sent, nothing is paid."
    basis = "by this endpoint's own counts" if estimate.measured else "a guess until it was asked"
    calls = f"{estimate.calls} call{'s' if estimate.calls > 1 else ''} at least"
    prompt = f"prompt about {estimate.prompt_tokens:,} tokens ({estimate.prompt_low:,}–{estimate.prompt_high:,}, {basis})"
    answer = f"answer {estimate.completion_low:,}–{estimate.completion_high:,} tokens"
    if estimate.cost_low is None or estimate.cost_high is None:
        cost = "cost unknown: no price for this model (see prices.toml in `callsift doctor`)"
    else:
        cost = f"cost {estimate.cost_low:.4f}–{estimate.cost_high:.4f} {estimate.currency}"
    return f"{calls}; {prompt}; {answer}; {cost}. Nothing was sent."
