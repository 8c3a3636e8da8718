"""The one retry policy: what is tried again, after how long, and how often.

openai's own retrying is switched off; nothing else in callsift repeats a call for a passing fault.
"""

import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

Sleep: TypeAlias = Callable[[float], Awaitable[None]]

# No longer at one time, whatever the provider asks for; its next answer says so again.
LONGEST_WAIT_S = 60.0
_FIRST_WAIT_S = 0.5
_PASSING = frozenset((408, 409, 429))


def retrying(
    *, attempts: int, sleep: Sleep, passing: Callable[[BaseException], bool]
) -> "AsyncRetrying":
    """Return the policy: passing faults only, at most `attempts` calls, the last one raised."""
    from tenacity import (  # noqa: PLC0415 - needed only when a call is made
        AsyncRetrying,
        retry_if_exception,
        stop_after_attempt,
        wait_random_exponential,
    )

    backoff = wait_random_exponential(multiplier=_FIRST_WAIT_S, max=LONGEST_WAIT_S)

    def wait(state: "RetryCallState") -> float:
        asked = asked_wait(state.outcome.exception() if state.outcome else None)
        return backoff(state) if asked is None else min(asked, LONGEST_WAIT_S)

    return AsyncRetrying(
        retry=retry_if_exception(passing),
        stop=stop_after_attempt(attempts),
        wait=wait,
        sleep=sleep,
        reraise=True,
    )


def is_passing(error: BaseException) -> bool:
    """Tell whether the same request may well succeed later."""
    from openai import APIConnectionError, APIStatusError  # noqa: PLC0415 - nearly a second to import

    if isinstance(error, APIConnectionError):
        return True
    if isinstance(error, APIStatusError):
        # A 429 for an empty account does not pass; asking again only costs time.
        empty = error.code == "insufficient_quota"
        return not empty and (error.status_code in _PASSING or error.status_code >= 500)
    return False


def asked_wait(error: BaseException | None) -> float | None:
    """Return the seconds that the endpoint asked to wait, from `Retry-After`, or None."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after") if headers is not None else None
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _until(value)
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _until(http_date: str) -> float:
    try:
        then = parsedate_to_datetime(http_date)
    except ValueError:
        return math.nan
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return (aware - datetime.now(UTC)).total_seconds()
