"""`outbox`, `forget` and `stats`: what an operator does about messages and citizens."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from bot.cli import forget, outbox, stats
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.delivery import Delivery
from bot.storage.messages import Incoming

NOW = datetime.now(UTC).replace(tzinfo=None)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Delivery]:
    url = f"sqlite:///{(tmp_path / 'motcua.db').as_posix()}"
    for module in (outbox, forget, stats):
        monkeypatch.setattr(module, "settings", lambda: Settings(database_url=url))
    engine = open_database(url)
    yield Delivery(engine)
    engine.dispose()


def _run(module: ModuleType, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    status: int = module.run(parser.parse_args(list(arguments)))
    return status


def _cut_in_the_middle(store: Delivery) -> None:
    message = Incoming("telegram", "1", "7", "lệ phí", {})
    store.accept([message], NOW)
    found = store.next_of(message.sender)
    assert found is not None
    store.answer(
        found.inbox_id, message, [{"text": "35.000 đồng"}], NOW, state="{}", source="quay-1"
    )
    store.sending(store.due("telegram", NOW, 5)[0])
    assert store.cut() == 1


def test_a_send_of_unknown_outcome_is_listed_and_sent_again_on_request(
    store: Delivery, capsys: pytest.CaptureFixture[str]
) -> None:
    _cut_in_the_middle(store)
    assert _run(outbox) == 0
    shown = capsys.readouterr().out
    assert "không rõ đã tới chưa" in shown
    number = shown.split()[0]
    assert _run(outbox, "--resend", number) == 0
    assert len(store.due("telegram", NOW + timedelta(minutes=1), 5)) == 1
    assert store.undelivered() == []


def test_a_number_that_is_not_there_is_refused_and_nothing_is_sent(
    store: Delivery, capsys: pytest.CaptureFixture[str]
) -> None:
    _cut_in_the_middle(store)
    assert _run(outbox, "--resend", "999") == 1
    assert "999" in capsys.readouterr().err
    assert len(store.undelivered()) == 1


def test_a_citizen_is_forgotten_whole(store: Delivery, capsys: pytest.CaptureFixture[str]) -> None:
    _cut_in_the_middle(store)
    assert _run(forget, "telegram", "7") == 0
    assert "Đã xóa 3 dòng" in capsys.readouterr().out
    assert store.undelivered() == []
    assert _run(forget, "telegram", "7") == 0
    assert "Không giữ gì" in capsys.readouterr().out


def test_visits_are_counted_by_source_and_nobody_is_named(
    store: Delivery, capsys: pytest.CaptureFixture[str]
) -> None:
    _cut_in_the_middle(store)
    assert _run(stats) == 0
    shown = capsys.readouterr().out
    assert "quay-1" in shown
    assert shown.splitlines()[-1].split() == ["tổng", "1"]
