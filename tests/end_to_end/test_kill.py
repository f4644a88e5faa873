"""Killed again and again: every message is answered, none twice, in order.

The one exception that no protocol here can remove: a send that the kill cut in the middle. It is
not repeated, and is kept as of unknown outcome.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo.text import plain
from tests.end_to_end.conftest import Server
from tests.fakes.server import FakeServer, wait_until
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.zalo import (
    APP_ID,
    APP_SECRET,
    BOT_TOKEN,
    OA_ID,
    OA_SECRET,
    FakeZaloBot,
    FakeZaloOa,
)

CITIZENS, EACH, KILLS = 50, 10, 10
SECRET = "s3cret-of-the-webhook"
# Each has an answer of its own, so that the order can be seen.
SAID = [
    f"p_{code}__f_{facet}"
    for code in ("1-001193", "1-000894")
    for facet in ("fee", "time", "where", "forms", "legal")
]
LIMITS = {"MOTCUA_CITIZEN_BURST": "100", "MOTCUA_CITIZEN_PER_SECOND": "100"}


@dataclass
class Line:
    """One channel under test.

    Attributes:
        server: The assistant.
        fake: The channel's server.
        send: Delivers one message of a citizen, again and again until it is taken.
        visible: How the channel shows a text of ours.
        received: What a citizen was sent.
    """

    server: Server
    fake: FakeServer
    send: Callable[[int, str], None]
    visible: Callable[[str], str]
    received: Callable[[int], list[str]]


def _until_taken(deliver: Callable[[], int]) -> None:
    """As a channel does: the same again until it is acknowledged."""
    while deliver() != 200:
        time.sleep(0.1)


def _telegram_polling(folder: Path) -> Line:
    fake = FakeTelegram()
    server = Server(
        folder,
        MOTCUA_TELEGRAM_TOKEN=TOKEN,
        MOTCUA_TELEGRAM_API=fake.url,
        MOTCUA_TELEGRAM_PER_SECOND="0",
        **LIMITS,
    )
    return Line(
        server,
        fake,
        lambda user, text: fake.offer(fake.text(user, text)),
        _without_markup,
        lambda user: fake.sent[user],
    )


def _telegram_webhook(folder: Path) -> Line:
    fake = FakeTelegram()
    server = Server(
        folder,
        MOTCUA_TELEGRAM_TOKEN=TOKEN,
        MOTCUA_TELEGRAM_API=fake.url,
        MOTCUA_TELEGRAM_MODE="webhook",
        MOTCUA_TELEGRAM_SECRET=SECRET,
        MOTCUA_PUBLIC_URL="https://motcua.example",
        MOTCUA_TELEGRAM_PER_SECOND="0",
        **LIMITS,
    )

    def send(user: int, text: str) -> None:
        update = fake.text(user, text)
        _until_taken(lambda: fake.deliver(server.url, update, SECRET))

    return Line(server, fake, send, _without_markup, lambda user: fake.sent[user])


def _zalo_oa(folder: Path) -> Line:
    fake = FakeZaloOa()
    server = Server(
        folder,
        MOTCUA_ZALO_OA_APP_ID=APP_ID,
        MOTCUA_ZALO_OA_APP_SECRET=APP_SECRET,
        MOTCUA_ZALO_OA_ID=OA_ID,
        MOTCUA_ZALO_OA_SECRET=OA_SECRET,
        MOTCUA_ZALO_OA_API=fake.url,
        MOTCUA_ZALO_OAUTH=fake.url,
        **LIMITS,
    )
    server.run("zalo", "login", "--refresh-token", fake.pair[1])

    def send(user: int, text: str) -> None:
        raw = fake.event(str(user), text)
        _until_taken(lambda: fake.deliver(server.url, raw))

    return Line(server, fake, send, plain, lambda user: fake.sent[str(user)])


def _zalo_bot(folder: Path) -> Line:
    fake = FakeZaloBot()
    server = Server(
        folder,
        MOTCUA_ZALO_BOT_TOKEN=BOT_TOKEN,
        MOTCUA_ZALO_BOT_MODE="webhook",
        MOTCUA_ZALO_BOT_SECRET=SECRET,
        MOTCUA_ZALO_BOT_API=fake.url,
        MOTCUA_PUBLIC_URL="https://motcua.example",
        **LIMITS,
    )

    def send(user: int, text: str) -> None:
        update = fake.text(str(user), text)
        _until_taken(lambda: fake.deliver(server.url, update, SECRET))

    return Line(server, fake, send, plain, lambda user: fake.sent[str(user)])


def _without_markup(text: str) -> str:
    return plain(text)


LINES = {
    "telegram-polling": _telegram_polling,
    "telegram-webhook": _telegram_webhook,
    "zalo-oa": _zalo_oa,
    "zalo-bot": _zalo_bot,
}


def _expected(assistant: Any, visible: Callable[[str], str]) -> list[str]:
    """First line of the answers to `SAID`, in order."""
    found = []
    for said in SAID:
        answer = asyncio.run(assistant.answer("kill:expected", said))
        found.append(_key(visible(answer.messages[0]["text"])))
    assert len(set(found)) == len(SAID)
    return found


def _key(text: str) -> str:
    """Enough of an answer to know it by: its text without choices and source."""
    return "\n".join(text.split("\n\nNhắn số")[0].splitlines()[:3])


def _kill_often(server: Server, stop: threading.Event, kills: list[float]) -> None:
    chance = random.Random(20261123)
    while len(kills) < KILLS and not stop.is_set():
        time.sleep(chance.uniform(0.3, 1.5))
        server.kill()
        kills.append(time.monotonic())
        server.start(wait_for_model=False)
        time.sleep(chance.uniform(0.5, 3.5))


@pytest.mark.parametrize("name", LINES)
def test_every_message_is_answered_once_and_in_order_whatever_is_killed(
    name: str, assistant: Any, tmp_path: Path
) -> None:
    line = LINES[name](tmp_path)
    expected = _expected(assistant, line.visible)
    line.server.start()
    kills: list[float] = []
    stop = threading.Event()
    killer = threading.Thread(target=_kill_often, args=(line.server, stop, kills))
    killer.start()

    def citizen(user: int) -> None:
        chance = random.Random(user)
        for said in SAID:
            time.sleep(chance.uniform(0.0, 2 * KILLS * 3.0 / EACH))
            line.send(user, said)

    citizens = [threading.Thread(target=citizen, args=(1000 + i,)) for i in range(CITIZENS)]
    for one in citizens:
        one.start()
    for one in citizens:
        one.join()
    killer.join(120)
    stop.set()

    def unfinished() -> int:
        with sqlite3.connect(line.server.database) as database:
            waiting = "SELECT count(*) FROM {} WHERE status IN ('waiting', 'sending')"
            return sum(
                int(database.execute(waiting.format(table)).fetchone()[0])
                for table in ("inbox", "outbox")
            )

    wait_until(lambda: unfinished() == 0, seconds=90, what="for the last answers")
    with sqlite3.connect(line.server.database) as database:
        answered = database.execute(
            "SELECT count(*) FROM inbox WHERE status = 'answered'"
        ).fetchone()[0]
        unknown = database.execute(
            "SELECT recipient, id FROM outbox WHERE status = 'unknown'"
        ).fetchall()
    line.server.stop()
    missing = 0
    for user in range(1000, 1000 + CITIZENS):
        got = [_key(text) for text in line.received(user) if "/xoa" not in text]
        left = iter(expected)
        assert all(text in left for text in got), f"{user}: out of order or twice: {got}"
        missing += len(expected) - len(got)
    print(
        f"\n{name}: {CITIZENS * EACH} messages, {len(kills)} kills, {answered} answered, "
        f"{missing} not received, {len(unknown)} sends of unknown outcome"
    )
    line.fake.close()
    assert len(kills) == KILLS
    assert answered == CITIZENS * EACH
    assert len(unknown) <= KILLS
    assert missing <= len(unknown)
