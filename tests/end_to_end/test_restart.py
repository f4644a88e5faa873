"""What a restart must not lose, nor do twice."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Server
from tests.fakes.server import wait_until
from tests.fakes.telegram import TOKEN, FakeTelegram

SECRET = "s3cret"


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    fake.close()


@pytest.fixture
def server(tmp_path: Path, telegram: FakeTelegram) -> Iterator[Server]:
    running = Server(
        tmp_path,
        MOTCUA_TELEGRAM_TOKEN=TOKEN,
        MOTCUA_TELEGRAM_API=telegram.url,
        MOTCUA_TELEGRAM_MODE="webhook",
        MOTCUA_TELEGRAM_SECRET=SECRET,
        MOTCUA_PUBLIC_URL="https://motcua.example",
    )
    yield running
    running.stop()


def test_a_message_that_comes_while_the_model_loads_waits_and_is_answered(
    server: Server, telegram: FakeTelegram
) -> None:
    server.start(wait_for_model=False)
    update = telegram.text(77, "lệ phí khai sinh")
    assert telegram.deliver(server.url, update, SECRET) == 200
    wait_until(lambda: any("khai sinh" in text.lower() for text in telegram.sent[77]))


def test_a_page_that_asks_again_after_a_restart_gets_the_same_answer_once(server: Server) -> None:
    def ask() -> Any:
        body = {"sender": "restart-0001", "text": "lệ phí khai sinh", "id": "the-same"}
        request = urllib.request.Request(
            f"{server.url}/webhooks/web/messages",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        return json.load(urllib.request.urlopen(request, timeout=20))

    server.start()
    first = ask()
    server.kill()
    server.start()
    assert ask() == first
    with sqlite3.connect(server.database) as database:
        assert database.execute("SELECT count(*) FROM inbox").fetchone() == (1,)
