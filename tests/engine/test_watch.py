from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.dossiers import lookup
from bot.dossiers.codes import DossierCode
from bot.dossiers.lookup import LookupFailedError, Status
from bot.engine.watch import EVERY_S, KEPT, Watcher
from bot.knowledge import links
from bot.storage.database import open_database
from bot.storage.messages import Incoming
from bot.storage.watches import Watches

CODE = "G22.99.08-261109-000123"
ASKED = Incoming("telegram", "7", "1", "theo dõi giúp", {})


class _Service:
    """A provider whose status changes."""

    number: int | None = 4
    fails = False

    def ready(self) -> bool:
        return True

    def find(self, code: DossierCode) -> Status | None:
        if self.fails:
            raise LookupFailedError("slow", "nơi tra cứu trả lời quá chậm")
        return (
            Status(self.number, datetime.fromisoformat("2026-11-20T00:00")) if self.number else None
        )


class _Bench:
    """A watcher with a clock, a service, and what it handed over."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime.fromisoformat("2026-11-22T09:00")
        self.service = _Service()
        self.told: list[Incoming] = []
        self.store = Watches(open_database(f"sqlite:///{(folder / 'a.db').as_posix()}"))
        self.watcher = Watcher(self.store, self._accept, lambda: self.now)
        lookup.use([self.service])

    async def _accept(self, messages: list[Incoming]) -> None:
        self.told += messages

    def hear(self, data: dict[str, object]) -> None:
        asyncio.run(self.watcher.heard(ASKED, data))

    def look(self, after: timedelta = timedelta(seconds=EVERY_S, minutes=15)) -> list[str]:
        self.told.clear()
        asyncio.run(self.watcher.look())
        self.now += after
        return [message.text for message in self.told]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[_Bench]:
    yield _Bench(tmp_path)
    lookup.use([])


def test_a_change_is_told_once_as_a_message_of_that_citizen(bench: _Bench) -> None:
    bench.hear({"watch": CODE})
    assert bench.look() == []
    bench.service.number = 5
    assert bench.look() == [links.dossier(CODE, told=True)]
    assert (bench.told[0].channel, bench.told[0].user) == ("telegram", "1")
    assert bench.look() == []


def test_it_does_not_ask_more_often_than_is_polite(bench: _Bench) -> None:
    bench.hear({"watch": CODE})
    bench.look(after=timedelta(minutes=30))
    bench.service.number = 5
    assert bench.look() == []


def test_a_dossier_that_is_done_is_followed_no_more(bench: _Bench) -> None:
    bench.hear({"watch": CODE})
    bench.look()
    bench.service.number = 3
    assert len(bench.look()) == 1
    assert bench.store.due(bench.now + KEPT, 10) == []


def test_a_service_that_fails_is_asked_again_later(bench: _Bench) -> None:
    bench.hear({"watch": CODE})
    bench.look()
    bench.service.fails = True
    assert bench.look() == []
    bench.service.fails, bench.service.number = False, 5
    assert len(bench.look()) == 1


def test_stop_ends_it(bench: _Bench) -> None:
    bench.hear({"watch": CODE})
    bench.hear({"watch": ""})
    bench.service.number = 5
    assert bench.look() == []


def test_answers_about_other_things_start_nothing(bench: _Bench) -> None:
    bench.hear({"dossier": CODE})
    assert bench.store.due(bench.now, 10) == []
