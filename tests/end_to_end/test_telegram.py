"""Telegram, from the citizen's message to what reaches the citizen, over the real protocol."""

from __future__ import annotations

import json
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.end_to_end.conftest import Server
from tests.fakes.server import Fault, wait_until
from tests.fakes.telegram import TOKEN, USERNAME, FakeTelegram

SECRET = "s3cret_of-the-webhook"


@pytest.fixture(scope="module")
def server(telegram: FakeTelegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(
        tmp_path_factory.mktemp("telegram"),
        MOTCUA_TELEGRAM_TOKEN=TOKEN,
        MOTCUA_TELEGRAM_API=telegram.url,
        MOTCUA_TELEGRAM_MODE="webhook",
        MOTCUA_TELEGRAM_SECRET=SECRET,
        MOTCUA_TELEGRAM_PER_SECOND="0",
        MOTCUA_PUBLIC_URL="https://motcua.example",
        MOTCUA_CITIZEN_BURST="10",
        MOTCUA_CITIZEN_PER_SECOND="10",
        MOTCUA_CITIZEN_QUEUE="120",
    )
    running.start()
    wait_until(lambda: telegram.webhook)
    yield running
    running.stop()


@pytest.fixture
def chat(request: pytest.FixtureRequest) -> int:
    """A citizen of this test's own."""
    return abs(hash(request.node.name)) % 10**9 + 1


@pytest.fixture
def say(server: Server, telegram: FakeTelegram, chat: int) -> Any:
    def send(text: str, **more: Any) -> int:
        return telegram.deliver(server.url, telegram.text(chat, text, **more), SECRET)

    return send


def replies(telegram: FakeTelegram, chat: int, count: int = 1) -> list[str]:
    """Waits for `count` replies besides the notice of first contact; returns all there are."""

    def enough() -> list[str]:
        sent = [t for t in telegram.sent[chat] if not t.startswith("Đây là trợ lý tự động")]
        return sent if len(sent) >= count else []

    found: list[str] = wait_until(enough, what=f"for {count} replies to {chat}")
    return found


def settled(telegram: FakeTelegram, chat: int, seconds: float = 0.6) -> list[str]:
    """What the citizen has been sent, once nothing more comes."""
    time.sleep(seconds)
    return list(telegram.sent[chat])


def test_the_webhook_is_set_with_a_secret_and_the_kinds_that_are_wanted(
    server: Server, telegram: FakeTelegram
) -> None:
    assert telegram.webhook["url"] == "https://motcua.example/webhooks/telegram"
    assert telegram.webhook["secret_token"] == SECRET
    assert set(json.loads(telegram.webhook["allowed_updates"])) == {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "channel_post",
    }


def test_a_question_is_answered_after_two_lines_on_what_is_kept(
    say: Any, telegram: FakeTelegram, chat: int
) -> None:
    assert say("lam khai sinh cho con can giay to gi") == 200
    replies(telegram, chat)
    notice, answer = settled(telegram, chat)
    assert notice.count("\n") == 1
    assert "/xoa" in notice
    assert "khai sinh" in answer.lower()
    assert telegram.keyboards[chat][-1]


def test_the_notice_comes_once(say: Any, telegram: FakeTelegram, chat: int) -> None:
    say("lệ phí khai sinh")
    replies(telegram, chat)
    say("còn thời hạn?")
    replies(telegram, chat, 2)
    assert sum(t.startswith("Đây là trợ lý") for t in settled(telegram, chat)) == 1


def test_a_button_is_answered_and_stops_spinning(
    server: Server, telegram: FakeTelegram, chat: int
) -> None:
    update = telegram.button(chat, "p_1-001193__f_fee", ident="old-4711")
    assert telegram.deliver(server.url, update, SECRET) == 200
    assert "khai sinh" in replies(telegram, chat)[0].lower()
    wait_until(lambda: "old-4711" in telegram.answered_buttons)


def test_a_deep_link_opens_on_its_subject(say: Any, telegram: FakeTelegram, chat: int) -> None:
    say("/start p_1-001193")
    assert "khai sinh" in replies(telegram, chat)[0].lower()


@pytest.mark.parametrize("command", ["/start", "/help"])
def test_start_and_help_say_what_the_assistant_is_for(
    say: Any, telegram: FakeTelegram, chat: int, command: str
) -> None:
    say(command)
    assert replies(telegram, chat)


def test_the_same_update_ten_thousand_times_is_answered_once(
    server: Server, telegram: FakeTelegram, chat: int
) -> None:
    update = telegram.text(chat, "lệ phí khai sinh")
    with ThreadPoolExecutor(8) as pool:
        taken = pool.map(lambda _: telegram.deliver(server.url, update, SECRET), range(10_000))
        assert set(taken) == {200}
    replies(telegram, chat)
    assert len(settled(telegram, chat)) == 2


def test_an_edited_message_is_not_answered_again(
    server: Server, telegram: FakeTelegram, chat: int
) -> None:
    first = telegram.text(chat, "lệ phí khai sinh")
    telegram.deliver(server.url, first, SECRET)
    replies(telegram, chat)
    edited = telegram.update(edited_message={**first["message"], "edit_date": 1, "text": "phí?"})
    assert telegram.deliver(server.url, edited, SECRET) == 200
    assert len(settled(telegram, chat)) == 2


@pytest.mark.parametrize("kind", ["my_chat_member", "channel_post"])
def test_what_needs_no_answer_is_taken_and_gets_none(
    server: Server, telegram: FakeTelegram, chat: int, kind: str
) -> None:
    place = {"id": chat, "type": "private" if kind == "my_chat_member" else "channel"}
    person = {"id": chat, "is_bot": False, "first_name": "Bà"}
    member = {"user": {"id": 1, "is_bot": True, "first_name": "b"}, "status": "member"}
    content = {
        "my_chat_member": {
            "chat": place,
            "from": person,
            "date": 0,
            "old_chat_member": member,
            "new_chat_member": {**member, "status": "kicked", "until_date": 0},
        },
        "channel_post": {"message_id": 1, "date": 0, "chat": place, "text": "tin"},
    }[kind]
    assert telegram.deliver(server.url, telegram.update(**{kind: content}), SECRET) == 200
    assert settled(telegram, chat) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("voice", {"file_id": "v", "file_unique_id": "v", "duration": 3}),
        (
            "sticker",
            {
                "file_id": "s",
                "file_unique_id": "s",
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            },
        ),
        ("location", {"latitude": 10.7, "longitude": 106.7}),
        ("document", {"file_id": "d", "file_unique_id": "d", "mime_type": "application/pdf"}),
    ],
)
def test_what_cannot_be_read_gets_a_kind_answer(
    say: Any, telegram: FakeTelegram, chat: int, field: str, value: dict[str, Any]
) -> None:
    say(None, **{field: value})
    assert replies(telegram, chat)[0]


def test_in_a_group_only_what_is_addressed_to_the_bot_is_answered(
    say: Any, telegram: FakeTelegram, chat: int
) -> None:
    group = {"id": -chat, "type": "group", "title": "Tổ 5"}
    say("mai họp tổ dân phố lúc mấy giờ", chat=group)
    assert settled(telegram, -chat) == []
    say(f"@{USERNAME} lệ phí khai sinh", chat=group)
    assert "khai sinh" in replies(telegram, -chat)[0].lower()


def test_a_wrong_secret_is_refused_before_anything_is_read(
    server: Server, telegram: FakeTelegram, chat: int
) -> None:
    update = telegram.text(chat, "lệ phí khai sinh")
    assert telegram.deliver(server.url, update, "wrong") == 401
    assert settled(telegram, chat) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 400), (b"x" * 70_000, 413), (b"\x00\xff", 400), (b'"text"', 400)],
)
def test_a_body_that_is_no_update_is_refused_and_harms_nothing(
    server: Server, body: bytes, status: int
) -> None:
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
    request = urllib.request.Request(f"{server.url}/webhooks/telegram", body, headers)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=5)
    assert refused.value.code == status


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "khai sinh\x00cần gì",
        "\u202ekhai sinh\u202c cần gì",
        "khai sinh " * 409 + "cần gì",
        "<b>&",
    ],
    ids=["emoji", "nul", "right-to-left", "4097", "markup"],
)
def test_odd_text_is_answered_like_any_other(
    say: Any, telegram: FakeTelegram, chat: int, text: str
) -> None:
    assert say(text) == 200
    assert replies(telegram, chat)
    assert telegram.refused == []


def test_a_hundred_messages_in_a_second_are_all_answered_with_one_notice(
    server: Server, telegram: FakeTelegram, chat: int, say: Any
) -> None:
    other = chat + 1
    for _ in range(100):
        say("lệ phí khai sinh")
    began = time.monotonic()
    telegram.deliver(server.url, telegram.text(other, "lệ phí khai sinh"), SECRET)
    replies(telegram, other)
    assert len(telegram.sent[chat]) < 100, "the other citizen waited for this one"
    assert time.monotonic() - began < 5
    slow = "Anh/chị nhắn nhanh quá"
    wait_until(
        lambda: sum("khai sinh" in t.lower() for t in telegram.sent[chat]) >= 100, what="for all"
    )
    sent = settled(telegram, chat)
    assert sum("khai sinh" in t.lower() for t in sent) == 100
    assert sum(t.startswith(slow) for t in sent) == 1


def test_beyond_the_queue_messages_are_refused_with_one_notice(
    telegram: FakeTelegram, chat: int, say: Any
) -> None:
    for _ in range(260):
        say("lệ phí khai sinh")
    wait_until(lambda: any("chờ quá" in t for t in telegram.sent[chat]))
    wait_until(
        lambda: sum("khai sinh" in t.lower() for t in telegram.sent[chat]) >= 120, seconds=40
    )
    sent = settled(telegram, chat, 2)
    assert sum("chờ quá" in t for t in sent) == 1
    assert sum("khai sinh" in t.lower() for t in sent) < 260


@pytest.mark.parametrize(
    "fault",
    [
        Fault("sendMessage", "status", 500, {"ok": False, "error_code": 500}),
        Fault("sendMessage", "status", 502, {"ok": False, "error_code": 502}),
        Fault(
            "sendMessage",
            "status",
            429,
            {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 1",
                "parameters": {"retry_after": 1},
            },
        ),
    ],
    ids=["500", "502", "429"],
)
def test_a_send_that_certainly_failed_is_tried_again(
    say: Any, telegram: FakeTelegram, chat: int, fault: Fault
) -> None:
    telegram.faults.append(fault)
    say("lệ phí khai sinh")
    replies(telegram, chat)
    assert len(settled(telegram, chat)) == 2


def test_a_send_of_unknown_outcome_is_not_repeated_and_is_listed(
    say: Any, telegram: FakeTelegram, chat: int, server: Server
) -> None:
    telegram.faults.append(Fault("sendMessage", "cut"))
    say("lệ phí khai sinh")
    wait_until(lambda: telegram.sent[chat], what="for the answer after the notice that was cut")
    assert len(settled(telegram, chat)) == 1
    with sqlite3.connect(server.database) as database:
        rows = database.execute(
            "SELECT status FROM outbox WHERE recipient = ? ORDER BY id", (str(chat),)
        ).fetchall()
    assert rows == [("unknown",), ("sent",)]


def test_who_blocked_the_bot_stops_nobody_else(
    say: Any, telegram: FakeTelegram, chat: int, server: Server
) -> None:
    blocked = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked"}
    telegram.faults += [Fault("sendMessage", "status", 403, blocked)] * 2
    say("lệ phí khai sinh")
    wait_until(lambda: not telegram.faults)
    assert telegram.sent[chat] == []
    telegram.deliver(server.url, telegram.text(chat + 1, "lệ phí khai sinh"), SECRET)
    assert replies(telegram, chat + 1)


def test_a_citizen_may_have_all_deleted(
    say: Any, telegram: FakeTelegram, chat: int, server: Server
) -> None:
    say("lệ phí khai sinh")
    replies(telegram, chat)
    say("/xoa")
    wait_until(lambda: any("Đã xóa" in t for t in telegram.sent[chat]))
    with sqlite3.connect(server.database) as database:
        for table in ("conversations", "inbox"):
            found = database.execute(
                f"SELECT count(*) FROM {table} WHERE sender = ?", (f"telegram:{chat}",)
            ).fetchone()
            assert found == (0,), table


def test_a_photo_is_fetched_and_looked_at(say: Any, telegram: FakeTelegram, chat: int) -> None:
    telegram.files["photo-1"] = b"no picture at all"
    sizes = [{"file_id": "photo-1", "file_unique_id": "p", "width": 90, "height": 90}]
    say(None, photo=sizes)
    assert replies(telegram, chat)


def test_the_token_is_in_no_log(server: Server) -> None:
    assert TOKEN not in server.log.read_text(encoding="utf-8")
