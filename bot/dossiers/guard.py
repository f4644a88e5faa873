"""What stands between many citizens and one service: a short memory and a circuit breaker."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """Keeps answers for some seconds, in this process only; the oldest ones are dropped."""

    def __init__(self, seconds: float, clock: Callable[[], float], size: int = 1000) -> None:
        """Keeps at most `size` answers for `seconds`."""
        self._seconds, self._clock, self._size = seconds, clock, size
        self._kept: OrderedDict[str, tuple[float, T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> tuple[T] | None:
        """The answer, in a tuple since it may be None; None if there is no fresh one."""
        with self._lock:
            entry = self._kept.get(key)
            if entry is None or self._clock() - entry[0] >= self._seconds:
                return None
            return (entry[1],)

    def put(self, key: str, answer: T) -> None:
        """Keeps an answer."""
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (self._clock(), answer)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)


class Breaker:
    """Leaves a failing service alone for a while, then lets one try through."""

    def __init__(self, failures: int, rest: float, clock: Callable[[], float]) -> None:
        """Opens after `failures` in a row, for `rest` seconds."""
        self._limit, self._rest, self._clock = failures, rest, clock
        self._failures = 0
        self._closed_again = 0.0
        self._lock = threading.Lock()

    def may_pass(self) -> bool:
        """Whether the service may be asked; whoever is let through must report the outcome."""
        with self._lock:
            if self._failures < self._limit:
                return True
            if self._clock() < self._closed_again:
                return False
            self._closed_again = self._clock() + self._rest  # the others wait for this one
            return True

    def succeeded(self) -> None:
        """The service answered."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """The service did not."""
        with self._lock:
            self._failures += 1
            self._closed_again = self._clock() + self._rest
