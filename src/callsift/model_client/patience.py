"""Decides which faults of one call are worth another try, and counts them."""

from callsift.model_client.completion import Mode
from callsift.model_client.faults import words_of
from callsift.model_client.modes import read_refusal
from callsift.model_client.retry import is_passing


class Patience:
    """Tells passing faults from refusals while one call is asked for.

    Until the mode is known, HTTP 500 may be a server's way of refusing it (llama-cpp-python answers
    so to json_schema): where it names the mode it is a refusal at once, and otherwise when it comes
    a second time.
    """

    def __init__(self, *, learning: bool) -> None:
        self.learning = learning
        self.mode: Mode = "text"
        self.failures = 0
        self._doubtful = 0

    def turn_to(self, mode: Mode) -> None:
        """Begin to count for another mode."""
        self.mode = mode
        self.failures = 0

    def __call__(self, error: BaseException) -> bool:
        """Tell whether the same request is worth another try."""
        from openai import APIStatusError  # noqa: PLC0415 - nearly a second to import

        self.failures += 1
        if not is_passing(error):
            return False
        if not (self.learning and isinstance(error, APIStatusError)):
            return True
        refusal = read_refusal(error.status_code, words_of(error), self.mode)
        if refusal != "unclear":
            return refusal is None
        self._doubtful += 1
        return self._doubtful < 2
