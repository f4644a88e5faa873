"""Zalo's two products, over the real protocols."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.end_to_end.conftest import Server
from tests.fakes.server import Fault, wait_until
from tests.fakes.zalo import (
    APP_ID,
    APP_SECRET,
    BOT_TOKEN,
    OA_ID,
    OA_SECRET,
    FakeZaloBot,
    FakeZaloOa,
    post,
)

SECRET = "s3cret-of-the-webhook"


@pytest.fixture(scope="module")
def server(
    oa: FakeZaloOa, bot: FakeZaloBot, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    running = Server(
        tmp_path_factory.mktemp("zalo"),
        MOTCUA_ZALO_OA_APP_ID=APP_ID,
        MOTCUA_ZALO_OA_APP_SECRET=APP_SECRET,
        MOTCUA_ZALO_OA_ID=OA_ID,
        MOTCUA_ZALO_OA_SECRET=OA_SECRET,
        MOTCUA_ZALO_OA_API=oa.url,
        MOTCUA_ZALO_OAUTH=oa.url,
        MOTCUA_ZALO_BOT_TOKEN=BOT_TOKEN,
        MOTCUA_ZALO_BOT_API=bot.url,
        MOTCUA_CITIZEN_BURST="200",
    )
    running.run("zalo", "login", "--code", "first-code", "--verifier", "v")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A citizen of this test's own."""
    return str(abs(hash(request.node.name)) % 10**15)


def replies(sent: dict[str, list[str]], user: str, count: int = 1) -> list[str]:
    def enough() -> list[str]:
        found = [t for t in sent[user] if not t.startswith("Đây là trợ lý tự động")]
        return found if len(found) >= count else []

    found: list[str] = wait_until(enough, what=f"for {count} replies to {user}")
    return found


def test_a_question_is_answered_with_a_numbered_list_and_buttons(
    server: Server, oa: FakeZaloOa, user: str
) -> None:
    assert oa.deliver(server.url, oa.event(user, "lam khai sinh can giay to gi")) == 200
    answer = replies(oa.sent, user)[0]
    assert "khai sinh" in answer.lower()
    assert "\n1. " in answer
    assert "**" not in answer
    assert oa.buttons[user][-1]


def test_a_number_from_the_list_is_understood(server: Server, oa: FakeZaloOa, user: str) -> None:
    oa.deliver(server.url, oa.event(user, "lệ phí khai sinh"))
    first = replies(oa.sent, user)[0]
    number = next(line.split(".")[0] for line in first.splitlines() if "Giấy tờ" in line)
    oa.deliver(server.url, oa.event(user, number))
    assert "📄" in replies(oa.sent, user, 2)[1]


def test_a_click_comes_back_as_its_payload(server: Server, oa: FakeZaloOa, user: str) -> None:
    oa.deliver(server.url, oa.event(user, "p_1-001193__f_fee"))
    assert "khai sinh" in replies(oa.sent, user)[0].lower()


def test_who_follows_is_greeted(server: Server, oa: FakeZaloOa, user: str) -> None:
    follow = {"follower": {"id": user}, "oa_id": OA_ID, "source": "qr"}
    oa.deliver(server.url, oa.event("x", None, "follow", **follow))
    assert replies(oa.sent, user)


@pytest.mark.parametrize("name", ["unfollow", "oa_send_text", "user_submit_info"])
def test_what_asks_nothing_gets_no_answer(
    server: Server, oa: FakeZaloOa, user: str, name: str
) -> None:
    assert oa.deliver(server.url, oa.event(user, "xin chào", name)) == 200
    time.sleep(0.4)
    assert oa.sent[user] == []


def test_a_forged_signature_is_refused_before_anything_is_read(
    server: Server, oa: FakeZaloOa, user: str
) -> None:
    raw = oa.event(user, "lệ phí khai sinh")
    assert oa.deliver(server.url, raw, signature="mac=" + "0" * 64) == 401
    time.sleep(0.3)
    assert oa.sent[user] == []


def test_an_old_event_is_refused_unless_zalo_tries_again(
    server: Server, oa: FakeZaloOa, user: str
) -> None:
    old = {"timestamp": str(int((time.time() - 900) * 1000))}
    raw = oa.event(user, "lệ phí khai sinh", **old)
    assert oa.deliver(server.url, raw) == 401
    assert oa.deliver(server.url, raw, num_retry="2") == 200
    assert replies(oa.sent, user)


def test_the_same_event_ten_thousand_times_is_answered_once(
    server: Server, oa: FakeZaloOa, user: str
) -> None:
    raw = oa.event(user, "lệ phí khai sinh")
    with ThreadPoolExecutor(8) as pool:
        taken = pool.map(lambda _: oa.deliver(server.url, raw), range(10_000))
        assert set(taken) == {200}
    replies(oa.sent, user)
    time.sleep(0.4)
    assert len(oa.sent[user]) == 2


@pytest.mark.parametrize(
    ("raw", "status"), [(b"{}", 401), (b"{", 401), (b"", 200), (b"x" * 70_000, 413)]
)
def test_a_body_that_nobody_signed_is_refused(server: Server, raw: bytes, status: int) -> None:
    headers = {"X-ZEvent-Signature": "mac=00"} if raw else {}
    assert post(f"{server.url}/webhooks/zalo_oa", raw, headers) == status


def test_a_dead_access_token_is_renewed_once_and_the_answer_arrives(
    server: Server, oa: FakeZaloOa, user: str
) -> None:
    before = oa.refreshes
    oa.expire()
    oa.deliver(server.url, oa.event(user, "lệ phí khai sinh"))
    replies(oa.sent, user)
    assert oa.refreshes == before + 1
    with sqlite3.connect(server.database) as database:
        kept = database.execute("SELECT access_token, refresh_token FROM zalo_tokens").fetchone()
    assert kept == oa.pair


def test_without_buttons_in_the_api_the_words_go_alone(
    server: Server, oa: FakeZaloOa, user: str
) -> None:
    oa.buttons_allowed = False
    oa.deliver(server.url, oa.event(user, "lệ phí khai sinh"))
    assert "\n1. " in replies(oa.sent, user)[0]
    assert oa.buttons[user][-1] is None


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"error": -32, "message": "rate"}, "sent"),
        ({"error": -200, "message": "busy"}, "sent"),
        ({"error": -230, "message": "7 days"}, "dead"),
        ({"error": -213, "message": "no follower"}, "dead"),
    ],
)
def test_errors_are_taken_by_their_class(
    server: Server, oa: FakeZaloOa, user: str, answer: dict[str, Any], status: str
) -> None:
    oa.faults.append(Fault("message/cs", "status", 200, answer))
    oa.deliver(server.url, oa.event(user, "lệ phí khai sinh"))
    replies(oa.sent, user)
    assert _statuses(server, user) == [status, "sent"]


def _statuses(server: Server, user: str) -> list[str]:
    def settled() -> list[str]:
        with sqlite3.connect(server.database) as database:
            query = "SELECT status FROM outbox WHERE recipient = ? ORDER BY id"
            found = [row[0] for row in database.execute(query, (user,))]
        return [] if {"waiting", "sending"} & set(found) else found

    found: list[str] = wait_until(settled)
    return found


def test_the_bot_is_polled_and_answers(server: Server, bot: FakeZaloBot, user: str) -> None:
    bot.offer(bot.text(user, "lam khai sinh can giay to gi"))
    assert "khai sinh" in replies(bot.sent, user)[0].lower()


@pytest.mark.parametrize("more", [{"sticker": "s"}, {"photo_url": "https://elsewhere.example/x"}])
def test_stickers_and_photos_of_the_bot_get_an_answer(
    server: Server, bot: FakeZaloBot, user: str, more: dict[str, str]
) -> None:
    bot.offer(bot.text(user, None, **more))
    assert replies(bot.sent, user)


@pytest.mark.parametrize("text", ["lệ phí\x00 khai sinh", "\u202elệ phí khai sinh", "👶👶"])
def test_odd_text_is_answered_on_both_like_any_other(
    server: Server, oa: FakeZaloOa, bot: FakeZaloBot, user: str, text: str
) -> None:
    assert oa.deliver(server.url, oa.event(user, text)) == 200
    bot.offer(bot.text(user, text))
    assert replies(oa.sent, user)
    assert replies(bot.sent, user)


def test_an_error_within_a_good_http_answer_is_seen(
    server: Server, bot: FakeZaloBot, user: str
) -> None:
    busy = {"ok": False, "error_code": 429, "description": "Too many requests"}
    bot.faults.append(Fault("sendMessage", "status", 200, busy))
    bot.offer(bot.text(user, "lệ phí khai sinh"))
    replies(bot.sent, user)
    assert _statuses(server, user) == ["sent", "sent"]


def test_no_token_and_no_word_of_a_citizen_is_in_the_log(
    server: Server, oa: FakeZaloOa, bot: FakeZaloBot
) -> None:
    log = server.log.read_text(encoding="utf-8")
    for secret in (BOT_TOKEN, APP_SECRET, OA_SECRET, *oa.pair, "khai sinh"):
        assert secret not in log
    turns = [json.loads(line) for line in log.splitlines() if '"event": "turn"' in line]
    assert turns
    assert {"channel", "conversation", "status", "ms", "topic"} <= set(turns[0])
