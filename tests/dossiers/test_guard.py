from __future__ import annotations

from bot.dossiers.guard import Breaker, Memory


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_kept_for_its_seconds() -> None:
    clock = Clock()
    memory: Memory[str] = Memory(60, clock)
    memory.put("a", "x")
    clock.now = 59.9
    assert memory.get("a") == ("x",)
    clock.now = 60
    assert memory.get("a") is None


def test_nothing_is_an_answer_too() -> None:
    memory: Memory[str | None] = Memory(60, Clock())
    memory.put("a", None)
    assert memory.get("a") == (None,)
    assert memory.get("b") is None


def test_the_oldest_answers_make_room() -> None:
    memory: Memory[int] = Memory(60, Clock(), size=2)
    for i, key in enumerate("abc"):
        memory.put(key, i)
    assert [memory.get(key) for key in "abc"] == [None, (1,), (2,)]


def test_after_failures_in_a_row_nobody_passes_for_a_while() -> None:
    clock = Clock()
    breaker = Breaker(2, 60, clock)
    breaker.failed()
    assert breaker.may_pass()
    breaker.failed()
    assert not breaker.may_pass()


def test_a_success_between_starts_the_count_again() -> None:
    breaker = Breaker(2, 60, Clock())
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.may_pass()


def test_then_one_tries_for_all() -> None:
    clock = Clock()
    breaker = Breaker(1, 60, clock)
    breaker.failed()
    clock.now = 60
    assert breaker.may_pass()
    assert not breaker.may_pass()
    breaker.succeeded()
    assert breaker.may_pass()
    assert breaker.may_pass()
