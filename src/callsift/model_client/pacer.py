"""How often an endpoint may be asked: a token bucket that copies the endpoint's, learned from its refusals.

After each pause the bucket is sought anew that explains best what was taken and what was refused; in between, a higher
rate is tried now and then. Knows of no clock, no task and no request: it is told what happened when.
"""

import math

from callsift.model_client.bucket import Bucket
from callsift.model_client.history import History

# For so long after a pause the rate stays, and where requests are rare up to so many times as long; then it grows, ever
# faster. Where growing led to the same rate again there was nothing to find: the next time it stays for longer.
_PATIENCE_S = 1.0
_LONGER = 4.0
_SAME = 0.2
_FEWEST = 5
_SLOWEST = 8.0
_FASTEST = 1.5
# Each request that a pause loses, because the endpoint puts no more by, is worth so many seconds of patience; so many at
# least and at most.
_PATIENCE_A_REQUEST_S = 1.0
_LEAST_PATIENCE_S = 2.0
_MOST_PATIENCE_S = 8.0
# Where a pause loses requests, a little slower is safer; and slower still, if that was refused too. Two requests that are
# sent apart may arrive closer together.
_SAFE = 0.98
_SAFER = 0.95
_BOLDER = 1.02
_SAFEST = 0.8
# So little above the rate that was learned, a refusal is a surprise.
_SURPRISING = 1.1
# Of fewer requests nothing surprises.
_FEW = 3
# After each pause a little more is tried at once than the endpoint was seen to take.
_MORE_AT_ONCE = 1.1
# What was tried before nobody asked for so long is forgotten.
_IDLE_S = 60.0
# However little was taken, the endpoint is asked again after a minute.
_LEAST_RATE = 1 / 60
# Whoever slept until a request was due shall not miss it by a rounding.
_NEARLY_ONE = 1 - 1e-9


class Pacer:
    """Says when the next request is due. Until the first measure everything is due at once."""

    def __init__(self) -> None:
        # The rate now, and what it was when it was last learned.
        self._rate = self._learned = math.inf
        self._safety = 1.0
        self._sustained = 0.0
        self._calm_since = 0.0
        # None until a rate has been confirmed: the first measure is of a slow start, and may be far too low.
        self._patience_s: float | None = None
        # What may be sent at once now, and what of it is kept while nobody asks.
        self._credit = self._most = math.inf
        self._at = 0.0
        self._history = History()

    @property
    def rate(self) -> float:
        """Return the requests a second that are sent at most; infinite until it is measured."""
        return self._rate

    @property
    def sustained(self) -> float:
        """Return the requests a second that the endpoint took between the last pauses."""
        return self._sustained

    @property
    def is_surprised(self) -> bool:
        """Tell whether the endpoint refused although it was asked no more often than it should take."""
        is_slow = self._rate <= self._learned * _SURPRISING < math.inf
        return is_slow and self._history.tried >= _FEW

    def due_in(self, now: float) -> float:
        """Return the seconds until a request may be sent: 0 where one is due."""
        self._come_in(now)
        return 0.0 if self._credit >= _NEARLY_ONE else (1 - self._credit) / self._rate

    def sent(self, now: float) -> None:
        """Take note that a request is sent."""
        self._come_in(now)
        self._credit -= 1
        self._history.sent(now)

    def refused(self, began: float) -> None:
        """Take note that a request was too many that was sent at `began`, after the last pause."""
        self._history.refused(began)

    def skip(self, now: float) -> None:
        """Learn nothing from what was tried since the last pause: the refusal had another reason."""
        self._history.skip(now)

    def resume(self, now: float, pause_s: float) -> None:
        """Begin again after a pause: what came in meanwhile may be sent at once, the rest one after the other."""
        bucket = self._history.learn(now, pause_s, is_first=math.isinf(self._rate))
        came_in = 1.0
        if bucket is not None:
            self._take(bucket, pause_s)
            self._sustained = self._history.sustained(bucket.burst)
            came_in = min(bucket.rate * pause_s, bucket.burst * _MORE_AT_ONCE)
        if math.isfinite(self._rate):
            self._credit = self._most = float(max(math.floor(came_in + 1 - _NEARLY_ONE), 1))
        self._at = self._calm_since = now

    def _take(self, bucket: Bucket, pause_s: float) -> None:
        """Take the bucket's rate, and decide when to try more; that may cost what comes in during a pause."""
        lost = bucket.rate * pause_s - bucket.burst
        is_costly = lost > 1
        if is_costly and self.is_surprised:
            self._safety = max(self._safety * _SAFER, _SAFEST)
        else:
            self._safety = min(self._safety * _BOLDER, 1.0)
        if math.isfinite(self._learned):
            self._patience_s = self._patience(bucket.rate, lost)
        safe = self._safety * (_SAFE if is_costly else 1.0)
        self._rate = self._learned = max(bucket.rate * safe, _LEAST_RATE)

    def _patience(self, rate: float, lost: float) -> float:
        costly_s = min(max(lost * _PATIENCE_A_REQUEST_S, _LEAST_PATIENCE_S), _MOST_PATIENCE_S)
        if self._patience_s and abs(rate - self._learned) <= _SAME * rate:
            return min(_LONGER * self._patience_s, _LONGER * costly_s)
        return costly_s if lost > 1 else _PATIENCE_S

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
            if passed > _IDLE_S:
                self._history.forget(now)
        else:
            self._rate *= 1 + min(self._growth(now) * passed, 1.0)

    def _growth(self, now: float) -> float:
        """Return the share of itself by which the rate grows in a second."""
        calm_s = now - self._calm_since
        if self._patience_s is None:
            return min(calm_s, _FASTEST)
        slowness = min(max(1.0, _FEWEST / self._rate), _SLOWEST)
        return min(max(calm_s / slowness - self._patience_s, 0.0), _FASTEST) / slowness
