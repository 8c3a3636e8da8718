"""The one retry policy: what is tried again, after how long, and how often.

openai's own retrying is switched off; nothing else in callsift repeats a call for a passing fault.
"""

import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from callsift.model_client.codes import meaning_of

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

Sleep: TypeAlias = Callable[[float], Awaitable[None]]
Notice: TypeAlias = Callable[[str], None]

# No longer at one time, whatever the provider asks for; its next answer says so again.
LONGEST_WAIT_S = 60.0
_FIRST_WAIT_S = 0.5
_PASSING = frozenset((408, 409, 429))
_BUSY = 429
# Shorter waits are over before the sentence is read, unless they add up.
_WORTH_TELLING_S = 2.0


class Judgement(Protocol):
    """Says of one call's faults which are worth another try, and when it is enough."""

    def __call__(self, error: BaseException) -> bool:
        """Tell whether the same request is worth another try."""
        ...

    def is_enough(self, state: "RetryCallState") -> bool:
        """Tell whether no further try is to be made."""
        ...


def retrying(*, judgement: Judgement, sleep: Sleep, notice: Notice) -> "AsyncRetrying":
    """Return the policy: passing faults only, until it is enough; the last one is raised."""
    from tenacity import (  # noqa: PLC0415 - needed only when a call is made
        AsyncRetrying,
        retry_if_exception,
        wait_random_exponential,
    )

    backoff = wait_random_exponential(multiplier=_FIRST_WAIT_S, max=LONGEST_WAIT_S)

    def wait(state: "RetryCallState") -> float:
        asked = asked_wait(state.outcome.exception() if state.outcome else None)
        return backoff(state) if asked is None else min(asked, LONGEST_WAIT_S)

    untold = 0.0

    def tell(state: "RetryCallState") -> None:
        nonlocal untold
        untold += state.upcoming_sleep
        if untold >= _WORTH_TELLING_S:
            untold = 0.0
            error = state.outcome.exception() if state.outcome else None
            notice(_reason(error, state.upcoming_sleep))

    return AsyncRetrying(
        retry=retry_if_exception(judgement),
        stop=judgement.is_enough,
        wait=wait,
        sleep=sleep,
        before_sleep=tell,
        reraise=True,
    )


def _reason(error: BaseException | None, seconds: float) -> str:
    status = getattr(error, "status_code", None)
    if error is not None and is_busy(error):
        why = f"the endpoint is busy (HTTP {status})"
    else:
        why = f"the endpoint is in trouble (HTTP {status})" if status else "no connection"
    return f"{why}: trying again in {seconds:.0f} s."


def is_busy(error: BaseException) -> bool:
    """Tell whether the endpoint only asks to slow down. An empty account may say 429 too, and does not pass."""
    from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

    if not isinstance(error, APIStatusError):
        return False
    meaning = meaning_of(error.body)
    return meaning == "busy" or (meaning is None and error.status_code == _BUSY)


def is_passing(error: BaseException) -> bool:
    """Tell whether the same request may well succeed later."""
    from openai import APIConnectionError, APIStatusError  # noqa: PLC0415 - nearly a second to import

    if isinstance(error, APIConnectionError):
        return True
    if isinstance(error, APIStatusError):
        # A 429 for an empty account does not pass; asking again only costs time.
        meaning = meaning_of(error.body)
        is_of_time = error.status_code in _PASSING or error.status_code >= 500
        return meaning == "busy" or (meaning is None and is_of_time)
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
