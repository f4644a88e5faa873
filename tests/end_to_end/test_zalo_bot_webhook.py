"""The Bot Platform's webhook: what is taken, what is refused."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from tests.end_to_end.conftest import Server
from tests.fakes.server import wait_until
from tests.fakes.zalo import BOT_TOKEN, FakeZaloBot, post

SECRET = "s3cret-of-the-webhook"


@pytest.fixture(scope="module")
def server(bot: FakeZaloBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(
        tmp_path_factory.mktemp("zalo_bot"),
        MOTCUA_ZALO_BOT_TOKEN=BOT_TOKEN,
        MOTCUA_ZALO_BOT_MODE="webhook",
        MOTCUA_ZALO_BOT_SECRET=SECRET,
        MOTCUA_ZALO_BOT_API=bot.url,
        MOTCUA_PUBLIC_URL="https://motcua.example",
    )
    running.start()
    yield running
    running.stop()


def _raw(server: Server, body: bytes, **headers: str) -> int:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return post(f"{server.url}/webhooks/zalo_bot", body, sent)


def test_the_webhook_is_set_with_its_secret(server: Server, bot: FakeZaloBot) -> None:
    wait_until(lambda: bot.webhook, what="for setWebhook")
    assert bot.webhook == {
        "url": "https://motcua.example/webhooks/zalo_bot",
        "secret_token": SECRET,
    }


def test_the_same_update_is_answered_once(server: Server, bot: FakeZaloBot) -> None:
    update = bot.text("once", "lệ phí khai sinh")
    assert [bot.deliver(server.url, update, SECRET) for _ in range(20)] == [200] * 20
    wait_until(lambda: len(bot.sent["once"]) >= 2, what="for the notice and the answer")
    time.sleep(0.4)
    assert len(bot.sent["once"]) == 2


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "s3cret-of-the-webhooк"])
def test_a_wrong_secret_is_refused(server: Server, bot: FakeZaloBot, secret: str) -> None:
    body = json.dumps(bot.text("stranger", "lệ phí khai sinh")).encode()
    header = secret.encode().decode("latin-1")
    assert _raw(server, body, X_Bot_Api_Secret_Token=header) in (401, 403)
    time.sleep(0.3)
    assert bot.sent["stranger"] == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"message": 5}',
        b'{"event_name": "message.text.received"}',
        b'{"event_name": "message.text.received", "message": {"chat": {}, "text": "x"}}',
        b'{"event_name": "unheard.of", "message": {"message_id": "u1", "chat": {"id": "9"}}}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_update_hurts_nobody(server: Server, bot: FakeZaloBot, body: bytes) -> None:
    assert _raw(server, body, X_Bot_Api_Secret_Token=SECRET) in (200, 400)
    update = bot.text(f"after{abs(hash(body))}", "lệ phí khai sinh")
    user = update["message"]["chat"]["id"]
    assert bot.deliver(server.url, update, SECRET) == 200
    wait_until(lambda: len(bot.sent[user]) >= 2, what="for the answer to the next one")


def test_a_huge_body_is_refused(server: Server) -> None:
    assert _raw(server, b"x" * 3_000_000, X_Bot_Api_Secret_Token=SECRET) == 413
