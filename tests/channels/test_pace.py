from __future__ import annotations

from bot.channels.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_served_at_once_and_what_follows_at_the_rate() -> None:
    pace = Pace(burst=3, per_second=2, clock=Clock())
    assert [pace.wait("a")[0] for _ in range(6)] == [0, 0, 0, 0.5, 1.0, 1.5]


def test_it_is_told_once_until_the_burst_is_free_again() -> None:
    clock = Clock()
    pace = Pace(burst=2, per_second=1, clock=clock)
    assert [pace.wait("a")[1] for _ in range(5)] == [False, False, True, False, False]
    clock.now = 100
    assert [pace.wait("a")[1] for _ in range(4)] == [False, False, True, False]


def test_one_citizen_does_not_slow_another() -> None:
    pace = Pace(burst=1, per_second=1, clock=Clock())
    for _ in range(50):
        pace.wait("a")
    assert pace.wait("b") == (0.0, False)
