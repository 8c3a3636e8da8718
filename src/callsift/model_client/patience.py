"""Decides which faults of one call are worth another try, counts them, and knows when it is enough."""

from typing import TYPE_CHECKING

from callsift.model_client.faults import is_spoilt_answer, is_whatever_the_mode, words_of
from callsift.model_client.modes import read_refusal
from callsift.model_client.retry import is_busy, is_passing
from callsift.settings import Mode

if TYPE_CHECKING:
    from openai import APIStatusError
    from tenacity import RetryCallState

# How long one call waits in all for an endpoint that is busy. Rate limits are by the minute; daily ones do not pass.
LONGEST_BUSY_S = 600.0


class Patience:
    """Tells passing faults from refusals while one call is asked for.

    Until the mode is known, HTTP 500 may be a server's way of refusing it (llama-cpp-python answers
    so to json_schema): where it names the mode it is a refusal at once, and otherwise when it comes
    a second time. An answer that its own server cannot read was paid for like any other: one more
    try. The 429s of a busy hour are no failures: they are waited out, up to a limit of their own.

    A mode that the user has fixed and that has not worked yet is doubted as well: the same HTTP 500
    in the same words twice in a row is of the mode, and `is_mode_refused` says so.
    """

    def __init__(self, *, learning: bool, attempts: int, doubting: bool = False) -> None:
        self.learning = learning
        self.is_mode_refused = False
        self._doubting = doubting
        self._last_said: tuple[int, str] | None = None
        self.mode: Mode = "text"
        self.failures = 0
        self._attempts = attempts
        self._doubtful = 0
        self._busy_s = 0.0

    def turn_to(self, mode: Mode) -> None:
        """Begin to count for another mode."""
        self.mode = mode
        self.failures = 0

    def __call__(self, error: BaseException) -> bool:
        """Tell whether the same request is worth another try."""
        from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

        if is_busy(error):
            return True
        self.failures += 1
        if is_passing(error) and isinstance(error, APIStatusError):
            return self._is_passing(error)
        return is_passing(error)

    def _is_passing(self, error: "APIStatusError") -> bool:
        """Tell of an answer that could be a passing fault whether it is to be taken for one."""
        spoilt = is_spoilt_answer(error)
        if self._doubting and not spoilt:
            self.is_mode_refused = self._is_said_again(error)
            return not self.is_mode_refused
        if not (self.learning or spoilt):
            return True
        refusal = read_refusal(error.status_code, words_of(error), self.mode)
        if refusal != "unclear" and not spoilt:
            return refusal is None
        self._doubtful += 1
        return self._doubtful < 2

    def _is_said_again(self, error: "APIStatusError") -> bool:
        """Tell whether a fault that may be about the mode is the one of the try before."""
        said = (error.status_code, words_of(error))
        before, self._last_said = self._last_said, said
        is_of_mode = read_refusal(*said, self.mode) and not is_whatever_the_mode(error)
        return said == before and bool(is_of_mode)

    def is_enough(self, state: "RetryCallState") -> bool:
        """Tell whether the next try would be one too many, or the endpoint has been busy for too long."""
        error = state.outcome.exception() if state.outcome else None
        if error is not None and is_busy(error):
            self._busy_s += state.upcoming_sleep
            return self._busy_s > LONGEST_BUSY_S
        return self.failures >= self._attempts
