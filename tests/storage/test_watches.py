from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.storage.delivery import Delivery
from bot.storage.watches import Watched, Watches

NOW = datetime.fromisoformat("2026-11-22T09:00")
WATCHED = Watched(
    "telegram:1", "G22.99.08-261109-000123", "telegram", "1", None, NOW + timedelta(days=60)
)


def test_a_new_watch_is_due_at_once(engine: Engine) -> None:
    store = Watches(engine)
    store.put(WATCHED, NOW)
    assert store.due(NOW, 10) == [WATCHED]


def test_asking_twice_is_one_watch(engine: Engine) -> None:
    store = Watches(engine)
    store.put(WATCHED, NOW)
    store.put(WATCHED, NOW)
    assert len(store.due(NOW, 10)) == 1


def test_what_was_looked_up_waits(engine: Engine) -> None:
    store = Watches(engine)
    store.put(WATCHED, NOW)
    store.looked_up(WATCHED, 4, NOW + timedelta(hours=2))
    assert store.due(NOW + timedelta(hours=1), 10) == []
    assert [w.status for w in store.due(NOW + timedelta(hours=2), 10)] == [4]


def test_a_watch_ends_by_itself(engine: Engine) -> None:
    store = Watches(engine)
    store.put(WATCHED, NOW)
    assert store.due(NOW + timedelta(days=61), 10) == []


def test_a_watch_ends_when_told_to(engine: Engine) -> None:
    store = Watches(engine)
    store.put(WATCHED, NOW)
    store.stop("telegram:2")
    assert store.due(NOW, 10)
    store.stop("telegram:1")
    assert store.due(NOW, 10) == []


def test_one_watch_ends_and_the_other_goes_on(engine: Engine) -> None:
    store = Watches(engine)
    other = Watched("telegram:1", "H29.101-260508-0001", "telegram", "1", None, WATCHED.until)
    store.put(WATCHED, NOW)
    store.put(other, NOW)
    store.end(WATCHED)
    assert store.due(NOW, 10) == [other]


def test_who_is_forgotten_is_told_nothing_more(engine: Engine) -> None:
    store = Watches(engine)
    store.put(WATCHED, NOW)
    Delivery(engine).forget("telegram:1")
    assert store.due(NOW, 10) == []
