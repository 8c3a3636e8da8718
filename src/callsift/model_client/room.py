"""How many requests an endpoint has room for at once, where that is what it limits and not how often it is asked.

Such an endpoint refuses at the same number under way again and again. A limit of the rate does so by chance at most:
what it takes between two pauses is the same, not how much is under way. Knows of no clock and no task.
"""

import math

# How often it must have refused at the same number. Refused although not asked more often than it took before: a rate
# does not explain that, and it counts twice.
_ENOUGH = 3
# An endpoint may count a request for a moment longer than we do: one in so many does not tell two numbers apart.
_ONE_IN = 32
# Held at a number it must take nearly what it took at a rate, or the number is not what limits it.
_SLOWER = 0.8
# One more is tried after so many times the length of a pause, which it may cost; each time in vain, after twice as long.
_PATIENCE = 8.0
_MOST_PATIENCE = 64.0


class Room:
    """Says how many may be under way; without end until the endpoint has shown that it limits that.

    Where something else is refused as well, the number is no longer taken for the only limit, but it is kept: soon twice as
    many are tried.
    """

    def __init__(self) -> None:
        # What it may be, how often it was seen, and how often it must be: more, each time that it was wrong.
        self._number = math.inf
        self._seen = 0
        self._enough = _ENOUGH
        self._is_known = False
        # How many may be under way: also kept where something else is limited as well.
        self._most = math.inf
        # The least under way beside a refused request since the last pause: of many sent at once, the last tells it.
        self._least = math.inf
        # How many more than the number are tried now, and the answers since that changed.
        self._more = 0
        self._answers = 0
        self._patience = _PATIENCE
        self._pause_s = 0.0
        # What the endpoint took a second before the number was known, and the answers since.
        self._rate = 0.0
        self._answered = 0
        self._known_since = 0.0
        self._calm_since = 0.0

    @property
    def is_known(self) -> bool:
        """Tell whether the endpoint limits how much is under way."""
        return self._is_known

    @property
    def most(self) -> float:
        """Return how many may be under way now; infinite until that was found to be limited."""
        return self._most + self._more

    def refused(self, under_way: int) -> None:
        """Take note that a request was too many with so many others under way."""
        self._least = min(self._least, under_way)

    def answered(self, now: float) -> None:
        """Take note of an answer: after a calm time one more is tried, and where that goes well, ever more."""
        if math.isinf(self._most):
            return
        self._answered += 1
        if math.isfinite(self._least):
            return
        self._answers += 1
        # Those that were under way are answered by then, so that the answers since are of the number that is tried.
        if self._answers >= self.most and now - self._calm_since >= self._patience * self._pause_s:
            self._most += self._more
            self._more = max(2 * self._more, 1) if self._is_known else int(self._most)
            self._answers = 0

    def resume(self, now: float, pause_s: float, *, is_rate_enough: bool, rate: float) -> None:
        """Begin again after a pause.

        `is_rate_enough` tells whether a limit of the rate explains the refusals; `rate` is what was taken at it, a second.
        """
        least, self._least = self._least, math.inf
        if self._is_slower(now):
            self._is_known, self._most = False, math.inf
            self._enough *= 2
        if self._is_known:
            self._hold(least)
        else:
            self._suspect(least, 1 if is_rate_enough else 2)
            if self._is_known:
                self._most = self._number
                self._rate, self._answered, self._known_since = rate, 0, now
        self._more = self._answers = 0
        self._pause_s = pause_s
        self._calm_since = now

    def _is_slower(self, now: float) -> bool:
        """Tell whether less is taken at the number than was taken at a rate."""
        expected = self._rate * (now - self._known_since)
        return math.isfinite(self._most) and self._answered < _SLOWER * expected

    def _suspect(self, least: float, weight: int) -> None:
        """Compare the number with that of the pauses before."""
        is_same = 1 <= least < math.inf and abs(least - self._number) <= least // _ONE_IN
        self._seen = self._seen + weight if is_same else 0
        self._is_known = self._seen >= self._enough
        self._number = least

    def _hold(self, least: float) -> None:
        """Keep the number if it explains what was refused, else begin to doubt it."""
        if least < self._most - least // _ONE_IN:
            self._is_known = False
            self._seen = 0
            self._number = least
            self._enough *= 2
            self._patience = _PATIENCE
            return
        if least > self._most:
            self._patience = _PATIENCE
        elif self._more:
            self._patience = min(2 * self._patience, _MOST_PATIENCE)
        self._most = least
