"""What was tried at an endpoint lately, from pause to pause: which requests it took and which it refused."""

from collections import deque

from callsift.model_client.bucket import Bucket, Tried, fitted

# What was tried before the last few pauses is forgotten, and so is what was tried so many requests ago.
_PAUSES = 5
_MOST_TRIED = 300
# Less time than this is no measure of a rate.
_LEAST_SPAN_S = 1.0


class History:
    """Knows of no clock: it is told what happened when."""

    def __init__(self) -> None:
        # When requests were sent since the last pause, and which of them were refused; what was tried before, from the
        # end of one pause to the end of the next, and how long that was.
        self._sent: deque[float] = deque(maxlen=_MOST_TRIED)
        self._refused: deque[float] = deque(maxlen=_MOST_TRIED)
        self._before: deque[list[Tried]] = deque(maxlen=_PAUSES)
        self._since: float | None = None
        self._spans_s: deque[float] = deque(maxlen=_PAUSES)

    @property
    def tried(self) -> int:
        """Return how many requests were tried since the last pause."""
        return len(self._sent) + len(self._refused)

    def sent(self, now: float) -> None:
        """Take note that a request is sent."""
        self._sent.append(now)

    def refused(self, began: float) -> None:
        """Take note that the request was refused that was sent at `began`."""
        if began in self._sent:
            self._sent.remove(began)
            self._refused.append(began)

    def skip(self, now: float) -> None:
        """Forget what was tried since the last pause."""
        self._sent.clear()
        self._refused.clear()
        self._since = now

    def forget(self, now: float) -> None:
        """Forget everything."""
        self.skip(now)
        self._before.clear()
        self._spans_s.clear()

    def learn(self, now: float, pause_s: float, *, is_first: bool) -> Bucket | None:
        """Return the bucket that explains what was tried until the end of a pause; None where nothing was.

        At first, one refusal tells how much is taken at once, and of the rate only what it is at least.
        """
        last = len(self._refused) - 1
        taken = [Tried(at) for at in self._sent]
        refused = [
            Tried(at, pause_s if place == last else 0.0) for place, at in enumerate(self._refused)
        ]
        tried = sorted(taken + refused, key=lambda each: each.at)
        if tried:
            self._before.append(tried[-_MOST_TRIED:])
            self._spans_s.append(now - (tried[0].at if self._since is None else self._since))
        self.skip(now)
        tried = [each for pause in self._before for each in pause][-_MOST_TRIED:]
        if not tried:
            return None
        span = max(sum(self._spans_s), _LEAST_SPAN_S)
        usual = max(_taken(tried), 1) / span
        if not is_first:
            return fitted(tried, usual)
        # The endpoint says itself that one more comes in within a pause.
        usual = max(usual, 1 / max(pause_s, _LEAST_SPAN_S))
        return fitted(tried, usual)._replace(rate=usual)

    def sustained(self, burst: float) -> float:
        """Return the requests a second that were taken between pauses, beyond those that were taken at once."""
        taken = sum(max(_taken(each) - burst, 0.0) for each in self._before)
        span = sum(each[-1].at - each[0].at for each in self._before)
        return taken / max(span, _LEAST_SPAN_S)


def _taken(tried: list[Tried]) -> int:
    return sum(each.pause_s is None for each in tried)
