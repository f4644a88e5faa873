"""What must not stop the assistant: odd updates, a second server, a stop amid a send."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT
from tests.end_to_end.conftest import Server, free_port
from tests.fakes.server import Fault, wait_until
from tests.fakes.telegram import TOKEN, FakeTelegram

HALF_A_CHARACTER = "lệ phí khai sinh \ud83d"


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    fake.close()


@pytest.fixture
def server(telegram: FakeTelegram, tmp_path: Path) -> Iterator[Server]:
    """By polling, as on a laptop."""
    running = Server(tmp_path, MOTCUA_TELEGRAM_TOKEN=TOKEN, MOTCUA_TELEGRAM_API=telegram.url)
    running.start()
    yield running
    running.stop()


def _post(server: Server, **body: Any) -> Any:
    request = urllib.request.Request(
        f"{server.url}/webhooks/web/messages",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    return json.load(urllib.request.urlopen(request, timeout=10))


def test_one_odd_update_stops_nobody(server: Server, telegram: FakeTelegram) -> None:
    telegram.offer(telegram.text(61, HALF_A_CHARACTER), telegram.text(62, "lệ phí khai sinh"))
    for chat in (61, 62):
        wait_until(lambda chat=chat: any("khai sinh" in t.lower() for t in telegram.sent[chat]))


def test_the_page_takes_odd_text_too(server: Server) -> None:
    answer = _post(server, sender="odd-text-0001", text=HALF_A_CHARACTER, id="\ud83d")
    assert "khai sinh" in answer["messages"][0]["text"].lower()


@pytest.mark.parametrize("words", ["/xoa", "tôi muốn xóa dữ liệu của tôi"])
def test_the_page_is_told_at_once_that_all_is_deleted(server: Server, words: str) -> None:
    _post(server, sender="forget-me-1", text="lệ phí khai sinh")
    answer = _post(server, sender="forget-me-1", text=words)
    assert "Đã xóa" in answer["messages"][0]["text"]
    with sqlite3.connect(server.database) as database:
        for table in ("conversations", "inbox", "outbox"):
            query = f"SELECT count(*) FROM {table} WHERE sender LIKE '%forget-me%'"
            assert database.execute(query).fetchone() == (0,), table


def test_after_forgetting_nothing_is_left_and_nothing_is_answered_again(
    server: Server, telegram: FakeTelegram
) -> None:
    first, bye = telegram.text(4711, "lệ phí khai sinh"), telegram.text(4711, "/xoa")
    telegram.offer(first, bye)
    wait_until(lambda: any("Đã xóa" in t for t in telegram.sent[4711]))
    count = len(telegram.sent[4711])

    def rows() -> int:
        with sqlite3.connect(server.database) as database:
            query = "SELECT (SELECT count(*) FROM outbox WHERE recipient = '4711')"
            return int(database.execute(query).fetchone()[0])

    wait_until(lambda: rows() == 0)
    for update in (first, bye):  # as after a crash before the offset had moved
        telegram.offer({**update, "update_id": update["update_id"]})
    time.sleep(2)
    assert len(telegram.sent[4711]) == count


def test_who_sends_stickers_is_told_once_what_is_kept(
    server: Server, telegram: FakeTelegram
) -> None:
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    sticker |= {"is_animated": False, "is_video": False}
    telegram.offer(*(telegram.text(63, None, sticker=sticker) for _ in range(3)))
    wait_until(lambda: len(telegram.sent[63]) >= 4)
    assert sum(t.startswith("Đây là trợ lý tự động") for t in telegram.sent[63]) == 1


def test_a_second_server_on_the_same_database_is_turned_away(server: Server) -> None:
    environment = {**server.environment(), "MOTCUA_PORT": str(free_port())}
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli.main", "serve"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Một trợ lý khác" in done.stderr


def test_a_send_that_has_left_comes_to_its_end_when_the_server_is_stopped(
    server: Server, telegram: FakeTelegram
) -> None:
    telegram.faults.append(Fault("sendMessage", "slow", 200, seconds=1.5))
    telegram.offer(telegram.text(64, "lệ phí khai sinh"))

    def statuses() -> list[str]:
        with sqlite3.connect(server.database) as database:
            query = "SELECT status FROM outbox WHERE recipient = '64' ORDER BY id"
            return [row[0] for row in database.execute(query)]

    wait_until(lambda: "sending" in statuses())
    server.stop()
    assert statuses() == ["sent", "waiting"]


def test_a_line_that_is_down_is_told_by_health(server: Server, telegram: FakeTelegram) -> None:
    def works() -> bool:
        try:
            body = json.load(urllib.request.urlopen(f"{server.url}/health", timeout=5))
        except urllib.error.HTTPError as error:
            body = json.load(error)
        return bool(body["channels"]["telegram"])

    wait_until(works)
    telegram.faults += [Fault("getUpdates", "status", 500, {"ok": False, "error_code": 500})] * 9
    wait_until(lambda: not works())
