"""How fast one citizen is served: a burst, then so many a second; nobody else waits for it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_KEPT = 10_000


@dataclass
class _Bucket:
    level: float
    at: float
    told: bool = False


class Pace:
    """Token buckets, one a conversation; the longest idle ones are dropped."""

    def __init__(
        self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allows `burst` messages at once, then `per_second`."""
        self._burst, self._rate, self._clock = burst, per_second, clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, sender: str) -> tuple[float, bool]:
        """Takes one token.

        Returns:
            Seconds to wait before the message is served, and whether the citizen should now be
            told of being slowed down (once, until the burst is available again).
        """
        now = self._clock()
        bucket = self._buckets.pop(sender, None) or _Bucket(self._burst, now)
        bucket.level = min(self._burst, bucket.level + (now - bucket.at) * self._rate)
        if bucket.level >= self._burst:
            bucket.told = False
        bucket.at = now
        bucket.level -= 1
        self._buckets[sender] = bucket
        if len(self._buckets) > _KEPT:
            self._buckets.popitem(last=False)
        if bucket.level >= 0:
            return 0.0, False
        told, bucket.told = bucket.told, True
        return -bucket.level / self._rate, not told
