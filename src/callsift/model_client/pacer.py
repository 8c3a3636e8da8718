"""How often an endpoint may be asked: a token bucket that copies the endpoint's, learned from its refusals.

Between two pauses it took as much as came in: that number over that time is the rate, however slow the answers are.
Knows of no clock, no task and no request: it is told what happened when.
"""

import math

# Fewer requests or less time than this are no measure of a rate.
_FEWEST = 5
_LEAST_SPAN_S = 1.0
# For so long after a pause the rate stays, and where requests are rare up to so many times as long; then it grows, ever
# faster. Where growing led to the same rate again there was nothing to find: the next time it stays for twice as long.
_PATIENCE_S = 1.0
_MOST_PATIENCE_S = 16.0
_SLOWEST = 8.0
_SAME = 0.2
# Refused before there is a measure: a little slower.
_LESS = 0.9
# After each pause a little more is tried at once than the endpoint was seen to take.
_MORE_AT_ONCE = 1.1
# However little was taken, the endpoint is asked again after a minute.
_LEAST_RATE = 1 / 60
# Whoever slept until a request was due shall not miss it by a rounding.
_NEARLY_ONE = 1 - 1e-9


class Pacer:
    """Says when the next request is due. Until the first measure everything is due at once."""

    def __init__(self) -> None:
        # The rate now, and what it was when it was last learned.
        self._rate = self._learned = math.inf
        self._calm_since = 0.0
        # None until a rate has been confirmed: the first measure is of a slow start, and may be far too low.
        self._patience_s: float | None = None
        # What may be sent at once now, what of it is kept while nobody asks, and what the endpoint took at once.
        self._credit = self._most = self._at_once = math.inf
        self._at = 0.0
        # What was taken since when; when the last request was sent of those that a pause had put by.
        self._since: float | None = None
        self._taken = 0
        self._is_burst = False
        self._burst_until = -math.inf
        self._was_burst_too_much = False

    @property
    def rate(self) -> float:
        """Return the requests a second that are sent at most; infinite until it is measured."""
        return self._rate

    def due_in(self, now: float) -> float:
        """Return the seconds until a request may be sent: 0 where one is due."""
        self._come_in(now)
        return 0.0 if self._credit >= _NEARLY_ONE else (1 - self._credit) / self._rate

    def sent(self, now: float) -> None:
        """Take note that a request is sent."""
        self._come_in(now)
        if self._since is None:
            self._since = now
        self._credit -= 1
        self._taken += 1
        if self._is_burst:
            self._burst_until = now
            self._is_burst = self._credit >= _NEARLY_ONE

    def refused(self, began: float) -> None:
        """Take note that a request was too many that was sent at `began`, after the last pause."""
        self._taken = max(self._taken - 1, 0)
        self._was_burst_too_much |= began <= self._burst_until

    def resume(self, now: float, pause_s: float) -> None:
        """Begin again after a pause: what came in meanwhile may be sent at once, the rest one after the other."""
        self._learn(now)
        if math.isfinite(self._rate):
            came_in = min(self._rate * pause_s, self._at_once)
            self._credit = self._most = float(max(math.floor(came_in), 1))
            self._is_burst = True
        self._burst_until = -math.inf
        self._was_burst_too_much = False
        self._at = self._calm_since = now

    def _learn(self, now: float) -> None:
        """Learn from what was taken up to the end of a pause; too little is added to what will be taken until the next."""
        span = 0.0 if self._since is None else now - self._since
        is_first = math.isinf(self._rate)
        if self._was_burst_too_much and self._taken:
            # The endpoint puts less by than was thought; that says nothing of the rate.
            self._at_once = self._taken
            self._rate = self._learned
        elif span >= _LEAST_SPAN_S and (is_first or self._taken >= _FEWEST):
            self._take_rate(max(self._taken, 1) / span)
            self._at_once *= _MORE_AT_ONCE
        else:
            self._rate = self._learned = max(self._learned * _LESS, _LEAST_RATE)
            return
        self._measure_from(now)

    def _take_rate(self, taken: float) -> None:
        """Take the middle between what was taken, of which a part of the pause may be missing, and what was too fast."""
        if math.isinf(self._rate):
            rate = taken
        else:
            rate = math.sqrt(taken * self._rate)
            is_same = self._patience_s and abs(rate - self._learned) <= _SAME * rate
            longer = 2 * (self._patience_s or 0.0)
            self._patience_s = min(longer, _MOST_PATIENCE_S) if is_same else _PATIENCE_S
        self._rate = self._learned = max(rate, _LEAST_RATE)

    def _come_in(self, now: float) -> None:
        """Put by what came in since the last look, and grow if nothing was refused for long."""
        passed, self._at = now - self._at, now
        if math.isinf(self._rate):
            return
        self._credit += passed * self._rate
        if self._credit > self._most + 1:
            # Nobody asked for it: such a time teaches nothing.
            self._credit = self._most
            self._calm_since = now
            self._measure_from(now)
        else:
            self._rate *= 1 + min(self._growth(now) * passed, 1.0)

    def _growth(self, now: float) -> float:
        """Return the share of itself by which the rate grows in a second."""
        calm_s = now - self._calm_since
        if self._patience_s is None:
            return calm_s
        slowness = min(max(1.0, _FEWEST / self._rate), _SLOWEST)
        return max(calm_s / slowness - self._patience_s, 0.0) / slowness

    def _measure_from(self, now: float) -> None:
        self._since, self._taken = now, 0
